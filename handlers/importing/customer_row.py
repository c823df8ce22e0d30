"""A row of a file as an event about one customer, with its mistakes as text; and the meaning of a file's cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from flows.events import ConsentAction, CustomerUpdated
from flows.importing.column_check import CountedColumn
from flows.importing.file_columns import Columns
from flows.importing.table_rows import TableRow
from storage.identity.identity import Identity


@dataclass(frozen=True, slots=True)
class FileProof:
    """The default proof of a file's consents: the place, the wording and the time of the consent. The importing person
    vouches for it; a row's own cell has priority."""

    source: str | None = None
    text: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class How:
    """The meaning of a file's cells. ``as_of`` is the date of its data; ``source`` the system of its customer ids;
    ``month_first``: 04/05 is the fifth of April; ``proof`` fills empty cells; ``cut``: the file ends in the middle of a
    character; ``counted``: the columns that a person mapped to ``opted_out``."""

    columns: Columns
    country: str
    zone: ZoneInfo
    source: str
    as_of: datetime
    now: datetime
    month_first: bool = False
    proof: FileProof = FileProof()
    cut: bool = False
    counted: Mapping[int, CountedColumn] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its event (``news``), None if it was refused. ``names`` are the identities of the customer and of the
    consents; ``mistakes`` are its errors, ``spare`` the number of further phone numbers, ``since`` the date they became
    a customer."""

    record: TableRow
    news: CustomerUpdated | None
    names: tuple[Identity, ...] = ()
    mistakes: tuple[str, ...] = ()
    dated: bool = False
    spare: int = 0
    since: datetime | None = None

    @property
    def has_phone(self) -> bool:
        """Return True if the row has a number for messages or calls."""
        return any(name.line is not None and name.value.startswith("+") for name in self.names)


class RowFate(StrEnum):
    """What became of a row."""

    NEW = "new"  # a new person
    CHANGED = "changed"  # a known person with new data
    SAME = "same"  # nothing of it is new
    REFUSED = "refused"  # no usable name, or an erased one


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """The fate of a row, and its mistakes: the rejected parts."""

    row: Row
    fate: RowFate
    mistakes: tuple[str, ...] = ()

    @property
    def line(self) -> int:
        """Return the row's line in the file."""
        return self.row.record.line

    @property
    def opts_out(self) -> bool:
        """Return True if the row has an opt-out, which is imported."""
        consents = () if self.row.news is None or self.fate is RowFate.REFUSED else self.row.news.consents
        return any(one.action is ConsentAction.REVOKED for one in consents)

    def rows(self) -> Iterator[RowOutcome]:
        """Yield the outcome of each row; here only one."""
        yield self
