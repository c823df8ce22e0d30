"""A file to import: the request, the file opened with the database, and its columns described."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol, TypeAlias, TypeVar

import typer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence
    from datetime import datetime

    from bot.config import Settings
    from bot.open_turns import OpenTurns
    from flows.business import Business
    from flows.importing.file_columns import Columns
    from handlers.importing.customer_file import OpenTable

TableFile = Annotated[Path, typer.Argument(metavar="FILE.csv", help="A table with column names in its first line.")]
Mapped = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="COLUMN=FIELD", help="The field of a column; ignore skips the column."),
]
Source = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The system that issued the ids of customers [the connected store, else api]."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Check the file without importing it.")]
_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


class OpenFile(Protocol):
    """An open table, with the field of each column."""

    @property
    def table(self) -> OpenTable: ...

    @property
    def columns(self) -> Columns: ...

    @property
    def month_first(self) -> bool: ...


S = TypeVar("S", bound=OpenFile)
Opens: TypeAlias = "Callable[[Path, Business, datetime, str, Sequence[tuple[str, str]]], S]"


@dataclass(frozen=True, slots=True)
class FileWanted:
    """The request: the file, fields ``chosen`` for columns, and the ``source`` that issued the ids."""

    business: str
    file: Path
    chosen: Sequence[tuple[str, str]]
    source: str | None
    dry_run: bool


def read_wish(file: Path, business: str, mapped: list[str] | None, source: str | None, *, dry_run: bool) -> FileWanted:
    """Return the request of a command. Raises typer.BadParameter."""
    if not file.is_file():
        raise typer.BadParameter(f"there is no file {str(file)!r}", param_hint="FILE.csv")
    return FileWanted(business, file, [_parse_pair(one) for one in mapped or ()], source, dry_run)


def _parse_pair(text: str) -> tuple[str, str]:
    """Parse ``COLUMN=FIELD``. Raises typer.BadParameter."""
    head, _, field = text.rpartition("=")
    if not head:
        raise typer.BadParameter(f"{text!r} is not COLUMN=FIELD, as in Mobile=phone", param_hint="--map")
    return head, field


@asynccontextmanager
async def open_import(settings: Settings, wish: FileWanted, opens: Opens[S]) -> AsyncIterator[tuple[OpenTurns, S]]:
    """Open the database and the file; describe the file on standard error. Raises typer.BadParameter for an invalid
    file."""
    from bot.conversations import CONVERSATIONS
    from bot.database import open_database
    from flows.importing.file_columns import WrongColumns
    from flows.importing.file_encoding import NoText
    from handlers.importing.customer_file import choose_source

    async with open_database(settings) as database:
        turns = database.turns(settings, CONVERSATIONS)
        tenant = await turns.tenant(wish.business)
        source = wish.source or choose_source(tenant.business)
        try:
            sheet = opens(wish.file, tenant.business, database.clock.now(), source, wish.chosen)
        except (NoText, WrongColumns) as wrong:
            raise typer.BadParameter(str(wrong), param_hint=str(wish.file)) from None
        for line in _describe_columns(sheet.table, sheet.columns, month_first=sheet.month_first):
            typer.echo(line, err=True)
        yield turns, sheet


_LEFT = "left"


def _describe_columns(table: OpenTable, columns: Columns, *, month_first: bool) -> Iterator[str]:
    """Yield the field of each column."""
    from flows.importing.column_fields import Field, OrderField
    from flows.importing.file_columns import OURS

    yield f"{table.path.name}: {table.encoding}, columns separated by {_NAMES.get(table.separator, table.separator)}"
    if table.cut:
        yield "  the file is cut off: it ends in the middle of a character, and the rest is missing"
    order = "month/day" if month_first else "day/month"
    heads = [head or f"(column {place})" for place, head in enumerate(columns.heads, start=1)]
    width = max(map(len, heads))
    left = False
    for place, head in enumerate(heads):
        field = columns.get_field(place)
        if field is None:
            what = "ours, of a file of rejects" if head.startswith(OURS) else "left"
        elif columns.at[field][0] != place:
            what = f"{field}, if the column before is empty" if field is Field.PHONE else f"{field}, too"
        else:
            dated = field in {Field.BIRTHDAY, Field.SINCE, OrderField.DATE}
            what = f"{field}, {order}/year unless you say otherwise" if dated else field.value
        yield f"  {head:<{width}}  {what}"
        left = left or what == _LEFT
    if left:
        fields = OrderField if any(isinstance(one, OrderField) for one in columns.at) else Field
        yield f"A column that is left can be taken for one of these, by --map 'COLUMN=FIELD': {', '.join(fields)}"
