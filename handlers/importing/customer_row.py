"""A row of a file as news of one customer, with its mistakes in plain words; and how the cells of a file are meant."""

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
    """What proves the consents of a file whose rows do not say it themselves: where people agreed, to which words, and
    when. Whoever brings the file vouches for it; a row's own cell goes before."""

    source: str | None = None
    text: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class How:
    """How the cells of one file are meant. ``as_of`` is when the file says so; ``source`` whose ids of customers it
    has; ``month_first`` that 04/05 is the fifth of April; ``proof`` stands in place of cells that are empty;
    ``cut``: the file ends in the middle of a letter; ``counted``: the columns that somebody mapped to ``opted_out``."""

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
    """A row with the news that it is, None where it is refused. ``names`` are those of the customer and of what they
    agreed to; ``mistakes`` say what is wrong, ``spare`` how many numbers stand in it beside the phone, ``since`` when
    they became a customer."""

    record: TableRow
    news: CustomerUpdated | None
    names: tuple[Identity, ...] = ()
    mistakes: tuple[str, ...] = ()
    dated: bool = False
    spare: int = 0
    since: datetime | None = None

    @property
    def has_phone(self) -> bool:
        """Whether it gives a number that can be written to or called."""
        return any(name.line is not None and name.value.startswith("+") for name in self.names)


class RowFate(StrEnum):
    """What became of a row."""

    NEW = "new"  # somebody who was not known
    CHANGED = "changed"  # somebody who was known, and of whom something is new
    SAME = "same"  # nothing of it is new
    REFUSED = "refused"  # nobody can be known by it, or may be


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """The fate of a row, and its mistakes: the parts that were not taken over."""

    row: Row
    fate: RowFate
    mistakes: tuple[str, ...] = ()

    @property
    def line(self) -> int:
        """The line of the file that it stands in."""
        return self.row.record.line

    @property
    def opts_out(self) -> bool:
        """Whether the row has an opt-out that is taken over."""
        consents = () if self.row.news is None or self.fate is RowFate.REFUSED else self.row.news.consents
        return any(one.action is ConsentAction.REVOKED for one in consents)

    def rows(self) -> Iterator[RowOutcome]:
        """The same of each of its rows, which is one."""
        yield self
