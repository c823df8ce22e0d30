"""An open file of customers: its encoding, separator and columns, and its rows, which can be read repeatedly.

Only the current row is in memory, so a million rows take no more than a thousand.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from os import SEEK_END
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.business import Business
from flows.importing.column_check import require_clear
from flows.importing.column_fields import AnyField, Field
from flows.importing.file_columns import Columns, WrongColumns, match_columns
from flows.importing.file_encoding import detect_encoding, ends_within_a_letter
from flows.importing.table_cells import MONTH_FIRST, is_month_first
from flows.importing.table_rows import TableRow, detect_separator, records
from handlers.api.event_endpoints import SOURCE
from handlers.importing.customer_row import FileProof, How, Row
from handlers.importing.customer_row_reader import check_width, read
from handlers.importing.opt_out_cells import may_be_opt_out

_PART = 1 << 20  # bytes of one read
_SAMPLE = 1 << 16  # characters to guess the separator from
_LOOKED_AT = 50  # rows to tell names from ids
_DATES = 2000  # rows to tell the order of day and month
_DATED = (Field.BIRTHDAY, Field.CONSENT_AT, Field.SINCE, Field.OPTED_OUT)


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A file with known encoding, separator and heads; ``cut``: it ends in the middle of a character."""

    path: Path
    encoding: str
    separator: str
    heads: tuple[str, ...]
    cut: bool = False

    def records(self, but: int = 0) -> Generator[TableRow, None, None]:
        """Yield the rows below the heads, without the first ``but``."""
        with closing(_records(self.path, self.encoding, self.separator)) as found:
            yield from islice(found, but + 1, None)

    def list_readable(self, columns: Columns) -> Iterator[TableRow]:
        """Yield the rows below the heads that can be read."""
        return (row for row in self.records() if not row.wrong and check_width(row, columns) is None)

    def sample(self) -> list[Sequence[str]]:
        """Return the cells of the first rows."""
        return [row.cells for row in islice(self.records(), _LOOKED_AT)]

    @property
    def changed_at(self) -> datetime:
        """Return when the file was last changed."""
        return datetime.fromtimestamp(self.path.stat().st_mtime, UTC)

    def is_month_first(self, columns: Columns, country: str, *fields: AnyField) -> bool:
        """Return True if 04/05 is the fifth of April: by the first of these columns that shows it,
        or by the country."""
        places = [place for one in fields for place in columns.at.get(one, ())]
        rows = list(islice(self.records(), _DATES)) if places else []
        told = (is_month_first([row.cells[at] for row in rows if at < len(row.cells)]) for at in places)
        return next((one for one in told if one is not None), country in MONTH_FIRST)


@dataclass(frozen=True, slots=True)
class CustomerSheet:
    """A file of customers with its format."""

    table: OpenTable
    how: How

    @property
    def columns(self) -> Columns:
        """Return the fields of the file's columns."""
        return self.how.columns

    @property
    def month_first(self) -> bool:
        """Return True if 04/05 is the fifth of April."""
        return self.how.month_first

    def rows(self, but: int = 0) -> Iterator[Row]:
        """Yield every row from the beginning; the first ``but`` are skipped."""
        return (read(record, self.how) for record in self.table.records(but))


def open_table(path: Path) -> OpenTable:
    """Read a file once to find its format. Raises the errors of ``open_sheet``."""
    with path.open("rb") as file:
        encoding = detect_encoding(iter(lambda: file.read(_PART), b""))
        file.seek(max(0, file.seek(0, SEEK_END) // 4 - 1) * 4)
        cut = ends_within_a_letter(encoding, file.read())
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        separator = detect_separator(text.read(_SAMPLE))
    with closing(_records(path, encoding, separator)) as found:
        heads = next(found, None)
    if heads is None or heads.wrong:
        raise WrongColumns("the file is empty" if heads is None else f"the first line {heads.wrong}")
    return OpenTable(path, encoding, separator, tuple(" ".join(cell.split()) for cell in heads.cells), cut)


def open_sheet(
    path: Path,
    business: Business,
    now: datetime,
    source: str,
    chosen: Sequence[tuple[str, str]] = (),
    proof: FileProof | None = None,
) -> CustomerSheet:
    """Read a file once to find its format; ``chosen`` overrides the heads of columns, ``proof`` completes consents.

    The file's data is as of its last change, but never later than ``now``. Raises flows.importing.file_encoding.NoText,
    flows.importing.file_columns.WrongColumns (flows.importing.column_check.UnclearColumns for unknown columns that may
    hold opt-outs) and OSError.
    """
    table = open_table(path)
    columns = match_columns(table.heads, chosen, rows=table.sample())
    zone, as_of = ZoneInfo(business.timezone), min(table.changed_at, now)
    how = How(columns, business.country, zone, source, as_of, now, proof=proof or FileProof(), cut=table.cut)
    month_first = table.is_month_first(columns, business.country, *_DATED)
    rows, reader = table.list_readable(columns), may_be_opt_out
    counted = require_clear(columns, rows, zone, month_first=month_first, looks=reader)
    return CustomerSheet(table, replace(how, month_first=month_first, counted=counted))


def _records(path: Path, encoding: str, separator: str) -> Generator[TableRow, None, None]:
    """Yield the rows of the file, the heads first."""
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        names_separator = text.read(4).lower() == "sep="
        if names_separator:
            text.readline()
        else:
            text.seek(0)
        yield from records(text.readline, separator, 2 if names_separator else 1)


def choose_source(business: Business) -> str:
    """Return the default system of a file's customer ids: the only connected store, or the shop's own system."""
    stores = [one.provider for one in business.stores]
    return stores[0] if len(stores) == 1 else SOURCE
