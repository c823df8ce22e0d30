"""Rows that stay out of a job's file of rejects: of somebody who was erased, or of whom nobody can tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from flows.channels import PHONES
from flows.importing import cells
from flows.importing.columns import Columns
from flows.importing.fields import Field, OrderField
from flows.importing.table import TableRow
from flows.mails import MAIL
from handlers import persons
from handlers.importing.row import Outcome
from handlers.turn import Turn
from storage.erasure import erased_among
from storage.identity import Identity, with_twins
from storage.newcomers import Newcomers

OF_ERASED = "it names somebody who was erased: what stands in the row is not kept; see this line of your file"
UNTOLD = (
    "somebody was erased while the file was read, and whether it is of them cannot be told: what stands in the row is "
    "not kept; see this line of your file"
)
_IDS = (Field.ID, OrderField.CUSTOMER)
_MAIL = re.compile(r"[^\s@,;:<>()]+@[^\s@,;:<>()]+")
_NUMBER = re.compile(r"\+?\d[\d\s().\-/]{5,}\d")


async def without_erased(
    turn: Turn, outcomes: Sequence[Outcome], columns: Columns, source: str, *, meanwhile: bool
) -> list[Outcome]:
    """The outcomes, without what stands in rows that name somebody who was erased and is known here no more.

    ``meanwhile``: somebody was erased since the file was sent. Then a row by which nobody can be known says nothing of
    itself either.
    """
    if not await turn.unit.of(Newcomers).has_erased():
        return list(outcomes)
    named = [_named(one, columns, source, turn.business.country) for one in outcomes]
    every = list({name for names in named for name in names})
    gone = (await erased_among(turn.unit, every, turn.tools.token_hashes)).keys() if every else set()
    gone -= (await turn.unit.people.known(list(gone))).keys() if gone else set()
    told = []
    for one, names in zip(outcomes, named, strict=True):
        if not gone.isdisjoint(names):
            told.append(_withheld(one, OF_ERASED))
        elif meanwhile and not (names and _is_whole(one.row.record, columns)):
            told.append(_withheld(one, UNTOLD))
        else:
            told.append(one)
    return told


def _withheld(outcome: Outcome, why: str) -> Outcome:
    bare = replace(outcome.row.record, cells=(), wrong="")
    return replace(outcome, row=replace(outcome.row, record=bare), mistakes=(why,))


def _is_whole(record: TableRow, columns: Columns) -> bool:
    """Whether its cells stand below the heads."""
    return not record.wrong and len(record.cells) == len(columns.heads)


def _named(outcome: Outcome, columns: Columns, source: str, country: str) -> frozenset[Identity]:
    """Whoever its customer is called, and all numbers and mails that stand anywhere in the row."""
    record = outcome.row.record
    found = [*outcome.row.names, *(name for cell in record.cells for name in standing_in(cell, country))]
    if _is_whole(record, columns):
        ids = (cells.bare(record.cells[at]) for one in _IDS for at in columns.at.get(one, ()))
        found += [Identity("customer", f"{source}:{one}") for one in ids if one]
    return frozenset(with_twins(found))


def standing_in(cell: str, country: str) -> Iterable[Identity]:
    """Yield the e-mails and the numbers in a cell, a number on every channel of numbers."""
    text = cells.bare(cell)
    for mail in _MAIL.findall(text):
        yield Identity(MAIL, mail)
    for written in {cells.whole(text), *_NUMBER.findall(text)}:
        if number := persons.phone_number(written, country):
            yield from (Identity(channel, number) for channel in sorted(PHONES))
