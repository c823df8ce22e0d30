"""Rejected rows: the file of rejects, the rows left out of it, and opt-outs in rejected rows, which still count."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from flows.channels import PHONES, SMS
from flows.events import ConsentAction, ConsentGiven, Customer, CustomerUpdated
from flows.importing import table_cells
from flows.importing.column_fields import CONSENTS, STOPS, Field, OrderField
from flows.importing.file_columns import OURS, Columns
from flows.importing.opt_out_values import is_ended, may_stop
from flows.importing.table_cells import disarm_cell
from flows.importing.table_rows import TableRow
from flows.mail_address import MAIL
from handlers.engine.turn import Turn
from handlers.importing.customer_row import How, Row, RowFate, RowOutcome
from handlers.people import persons
from handlers.people.channel_addresses import normalise_phone
from storage.erasure.erasure import find_erased
from storage.identity.identity import Identity, add_twins
from storage.people.imported_people import Newcomers

_HEADS = (f"{OURS}line", f"{OURS}outcome", f"{OURS}reason")
_PARTLY = "imported without this"


def make_rejects_path(path: Path) -> Path:
    """Return the path of a file's rejects: customers.rejected.csv for customers.csv."""
    return path.with_name(f"{path.stem}.rejected.csv")


def list_reject_heads(heads: Sequence[str]) -> list[str]:
    """Return the first line of a file of rejects."""
    return [*map(disarm_cell, heads), *_HEADS]


def list_rejected_cells(outcome: RowOutcome, width: int) -> list[str]:
    """Return the cells of a row with rejected parts, for a file of ``width`` columns."""
    record = outcome.row.record
    cells = [*record.cells[:width], *[""] * (width - len(record.cells))]
    extra = " ".join(cell for cell in record.cells[width:] if cell)
    why = "; ".join(outcome.mistakes) + (f" (beside its columns: {extra})" if extra else "")
    done = "refused" if outcome.fate is RowFate.REFUSED else _PARTLY
    return [disarm_cell(cell) for cell in (*cells, str(record.line), done, why)]


class Rejects:
    """A file of rejects, written next to the input. At the end it replaces an older one; it does not exist if there are
    no mistakes. Only the current user can read it. In a spreadsheet its cells are texts, never formulas."""

    def __init__(self, path: Path, heads: Sequence[str], separator: str, *, goes_on: bool = False) -> None:
        """Prepare the file; ``goes_on``: keep the rows of an interrupted run, and append."""
        self.path = path
        self.many = 0
        self._heads = heads
        self._separator = separator
        self._part = path.with_name(f"{path.name}.part")
        self._goes_on = goes_on and self._part.exists()
        self._file: IO[str] | None = None
        self._rows: Any = None

    def __enter__(self) -> Rejects:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        if self._file is not None:
            self._file.close()
        if kind is not None:
            return  # keep the rows so far next to the input, and the older file in its place
        if self._file is not None or self._goes_on:
            os.replace(self._part, self.path)
        else:
            for left in (self.path, self._part):
                left.unlink(missing_ok=True)

    def add(self, outcome: RowOutcome) -> None:
        """Add a row with rejected parts; a row with no mistake is left out."""
        if not outcome.mistakes:
            return
        if self._file is None:
            self._begin()
        self._rows.writerow(list_rejected_cells(outcome, len(self._heads)))
        self.many += 1

    def flush(self) -> None:
        """Flush the rows to the disk, so that they survive this process."""
        if self._file is not None:
            self._file.flush()

    def _begin(self) -> None:
        how = os.O_APPEND if self._goes_on else os.O_TRUNC
        handle = os.open(self._part, os.O_WRONLY | os.O_CREAT | how, 0o600)
        # With its mark: without one Excel takes UTF-8 for the machine's own encoding.
        letters = "utf-8" if self._goes_on else "utf-8-sig"
        self._file = os.fdopen(handle, "w", encoding=letters, errors="replace", newline="")
        self._rows = csv.writer(self._file, delimiter=self._separator)
        if not self._goes_on:
            self._rows.writerow(list_reject_heads(self._heads))


ALONE = "{wrong}: only its opt-out was imported"
_FILE = "a file of customers"
_APART = re.compile(r'[,;|\t"]')


def make_unread_row(record: TableRow, how: How, wrong: str) -> Row:
    """Return a row that could not be read: refused, or with only its opt-out if it has one."""
    texts = [
        table_cells.bare(part) for cell in record.cells for part in (_APART.split(cell) if record.wrong else [cell])
    ]
    names = {name.channel: name.value for text in texts for name in find_identities(text, how.country)}
    customer = Customer(phone=names.get(SMS.name), email=names.get(MAIL))
    if not names or not _is_stopped(texts, how):
        return Row(record, None, mistakes=(wrong,))
    end = ConsentGiven(SMS.name, ConsentAction.REVOKED, _FILE, "", how.as_of, told_at=how.as_of)
    identities = tuple(persons.list_identities(how.source, customer, [end], how.country))
    news = CustomerUpdated(customer, how.as_of, (end,))
    return Row(record, news, identities, (ALONE.format(wrong=wrong),))


def _is_stopped(texts: Sequence[str], how: How) -> bool:
    """Return True if the row has an opt-out in any column, in a file with opt-outs."""
    if how.columns.at.keys().isdisjoint({*STOPS, *CONSENTS}):
        return False
    return any(map(is_ended, texts)) or any(_ends(text, place, how) for text, place in _opt_out_cells(texts, how))


def _opt_out_cells(texts: Sequence[str], how: How) -> Iterator[tuple[str, int]]:
    """Yield the cells that may be in the columns of opt-outs, counted from the first column and from the last."""
    for place in how.columns.at.get(Field.OPTED_OUT, ()):
        for at in (place, place - len(how.columns.heads) + len(texts)):
            if 0 <= at < len(texts):
                yield texts[at], place


def _ends(text: str, place: int, how: How) -> bool:
    if place in how.counted:
        return bool(text) and how.counted[place].how.read(text, how.zone, month_first=how.month_first)[0] is not None
    return may_stop(text, how.zone, month_first=how.month_first)


OF_ERASED = "it names an erased person, so the row is not kept; see this line of your file"
UNTOLD = (
    "a person was erased while the file was read, and this row may be theirs, so it is "
    "not kept; see this line of your file"
)
_IDS = (Field.ID, OrderField.CUSTOMER)
_MAIL = re.compile(r"[^\s@,;:<>()]+@[^\s@,;:<>()]+")
_NUMBER = re.compile(r"\+?\d[\d\s().\-/]{5,}\d")


async def drop_erased(
    turn: Turn, outcomes: Sequence[RowOutcome], columns: Columns, source: str, *, meanwhile: bool
) -> list[RowOutcome]:
    """Return the outcomes without the content of rows that name an erased person unknown here.

    ``meanwhile``: a person was erased since the file was sent. Then a row with no usable identity loses its content
    too.
    """
    if not await turn.unit.of(Newcomers).has_erased():
        return list(outcomes)
    named = [_find_names(one, columns, source, turn.business.country) for one in outcomes]
    every = list({name for names in named for name in names})
    gone = (await find_erased(turn.unit, every, turn.tools.token_hashes)).keys() if every else set()
    gone -= (await turn.unit.people.find_known(list(gone))).keys() if gone else set()
    told = []
    for one, names in zip(outcomes, named, strict=True):
        if not gone.isdisjoint(names):
            told.append(_withhold(one, OF_ERASED))
        elif meanwhile and not (names and _is_whole(one.row.record, columns)):
            told.append(_withhold(one, UNTOLD))
        else:
            told.append(one)
    return told


def _withhold(outcome: RowOutcome, why: str) -> RowOutcome:
    bare = replace(outcome.row.record, cells=(), wrong="")
    return replace(outcome, row=replace(outcome.row, record=bare), mistakes=(why,))


def _is_whole(record: TableRow, columns: Columns) -> bool:
    """Return True if the row has as many cells as there are heads."""
    return not record.wrong and len(record.cells) == len(columns.heads)


def _find_names(outcome: RowOutcome, columns: Columns, source: str, country: str) -> frozenset[Identity]:
    """Return the identities of the row's customer, and all numbers and e-mail addresses in the row."""
    record = outcome.row.record
    found = [*outcome.row.names, *(name for cell in record.cells for name in find_identities(cell, country))]
    if _is_whole(record, columns):
        ids = (table_cells.bare(record.cells[at]) for one in _IDS for at in columns.at.get(one, ()))
        found += [Identity("customer", f"{source}:{one}") for one in ids if one]
    return frozenset(add_twins(found))


def find_identities(cell: str, country: str) -> Iterable[Identity]:
    """Yield the e-mail addresses and numbers in a cell; a number for every channel that uses numbers."""
    text = table_cells.bare(cell)
    for mail in _MAIL.findall(text):
        yield Identity(MAIL, mail)
    for written in {table_cells.trim_fraction(text), *_NUMBER.findall(text)}:
        if number := normalise_phone(written, country):
            yield from (Identity(channel, number) for channel in sorted(PHONES))
