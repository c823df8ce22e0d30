"""The check and the import of a file in chunks, each in its own turn, so that webhooks and sending continue."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import TypeVar

from handlers.engine.turn import Turn, Turns
from handlers.importing.customer_row import Row, RowFate, RowOutcome
from handlers.importing.imported_customer_writer import (
    ERASED,
    Keyed,
    PreparedRows,
    list_forms,
    look_into,
    prepare_rows,
    sort,
    write_new,
)
from storage.database.stores import DatabaseAway, RetryTransaction
from storage.identity.identity import add_twins
from storage.people.imported_people import Newcomers, NotTaken
from storage.sql.bulk_statements import split_portions

T = TypeVar("T")
One = TypeVar("One")
Became = TypeVar("Became")
Work = Callable[[Turn], Awaitable[T]]
_Run = Callable[[str, Work[T]], Awaitable[T]]
_BETWEEN = 1.0  # seconds between two tries, while the database is away
UNWRITTEN = (NotTaken, ValueError, OverflowError)
"""The errors of a row that the database does not take or could not give back, or whose person's data cannot be read.
Its transaction is undone, so only that row fails: all others go on."""


def split_chunks(rows: Iterable[One], most: int) -> Iterator[list[One]]:
    """Yield the rows in chunks of ``most``, in the same order."""
    left = iter(rows)
    while chunk := list(islice(left, most)):
        yield chunk


async def retry_run(run: _Run[T], business: str, work: Work[T]) -> T:
    """Run the work in a turn, and retry until the database is available. Raises an error of UNWRITTEN for a bad row."""
    while True:
        try:
            return await run(business, work)
        except (DatabaseAway, RetryTransaction):
            await asyncio.sleep(_BETWEEN)


async def write_all_or_each(
    write: Callable[[Sequence[One]], Awaitable[list[Became]]], some: Sequence[One], refused: Callable[[One], Became]
) -> list[Became]:
    """Write some rows together and return their outcomes. If this fails, write each row separately; ``refused`` makes
    the outcome of a failed one."""
    try:
        return await write(some)
    except UNWRITTEN:
        if len(some) == 1:
            return [refused(some[0])]
    return [became for one in some for became in await write_all_or_each(write, [one], refused)]


Noted = Callable[[Turn, Sequence[RowOutcome]], Awaitable[None]]
"""A function that gets the outcomes of rows in the transaction that writes them."""
MOST = 50
"""The rows of one transaction. On SQLite it blocks everybody else."""
MOST_KNOWN = 5
"""The known people of one transaction; each takes some statements of their own."""
LOOKED = 500
"""The rows that are looked up together, before any write."""
_REFUSED = "the database did not take the row"


@dataclass(slots=True)
class Survey:
    """The content of a file before any write; people are counted by rows."""

    rows: int = 0
    people: int = 0
    with_phone: int = 0
    known: int = 0
    refused: int = 0
    partly: int = 0
    spare: int = 0  # rows with more numbers than the imported one
    opted_out: int = 0

    def add(self, outcome: RowOutcome) -> None:
        """Count one more row."""
        self.rows += 1
        refused = outcome.fate is RowFate.REFUSED
        self.refused += refused
        self.people += not refused
        self.with_phone += not refused and outcome.row.has_phone
        self.known += outcome.fate is RowFate.SAME
        self.partly += not refused and bool(outcome.mistakes)
        self.spare += not refused and outcome.row.spare > 0
        self.opted_out += outcome.opts_out


@dataclass(slots=True)
class ImportTally:
    """The outcomes of a file's rows, counted."""

    fates: Counter[RowFate] = field(default_factory=Counter)
    partly: int = 0
    opted_out: int = 0

    def add(self, outcome: RowOutcome) -> None:
        """Count one more row."""
        self.opted_out += outcome.opts_out
        self.fates[outcome.fate] += 1
        self.partly += outcome.fate is not RowFate.REFUSED and bool(outcome.mistakes)


async def survey_rows(turns: Turns, business: str, rows: Iterable[Row], heard: Callable[[RowOutcome], None]) -> Survey:
    """Return the content of a file with nothing written. ``heard`` gets the expected outcome of each row."""
    found = Survey()
    for chunk in split_chunks(rows, LOOKED):
        for outcome in await foresee(turns, business, chunk):
            found.add(outcome)
            heard(outcome)
    return found


async def foresee(turns: Turns, business: str, rows: Sequence[Row]) -> list[RowOutcome]:
    """Return the expected outcomes of some rows."""
    return await retry_run(turns.look, business, partial(_foresee_outcomes, rows=rows))


async def bring(
    turns: Turns, business: str, rows: Iterable[Row], source: str, heard: Callable[[RowOutcome], None]
) -> ImportTally:
    """Import all rows; ``heard`` gets the outcome of each, in order, after its commit.

    After an interruption it may start again from the first row, because known data is not changed.
    """
    done = ImportTally()
    for chunk in split_chunks(rows, LOOKED):
        for outcome in await import_rows(turns, business, chunk, source):
            done.add(outcome)
            heard(outcome)
        await asyncio.sleep(0)
    return done


async def _ignore_outcomes(_turn: Turn, _outcomes: Sequence[RowOutcome]) -> None:
    """Ignore the outcomes."""


async def _foresee_outcomes(turn: Turn, rows: Sequence[Row]) -> list[RowOutcome]:
    erased_here = await turn.unit.of(Newcomers).has_erased()
    forms = {id(row): list_forms(turn, row) if erased_here else [] for row in rows}
    names = {name for row in rows for name in (*add_twins(row.names), *forms[id(row)])}
    taken = (await turn.unit.of(Newcomers).find_owners(names)).keys()
    found = []
    for row in rows:
        if row.news is None:
            found.append(RowOutcome(row, RowFate.REFUSED, row.mistakes))
        elif not row.dated and not taken.isdisjoint(forms[id(row)]):
            found.append(RowOutcome(row, RowFate.REFUSED, (ERASED, *row.mistakes)))
        else:
            known = not taken.isdisjoint(add_twins(row.names))
            found.append(RowOutcome(row, RowFate.SAME if known else RowFate.NEW, row.mistakes))
    return found


async def import_rows(
    turns: Turns, business: str, rows: Sequence[Row], source: str, noted: Noted = _ignore_outcomes
) -> list[RowOutcome]:
    """Import some rows and return their outcomes, in order: new people in one turn, the others a few at a time.

    All preparation is done beforehand, because on SQLite a writing turn blocks all others.
    """
    try:
        outcomes, known = await _write_rows(turns, business, rows, source, noted)
    except UNWRITTEN:
        outcomes, known = [], rows  # one of them fails: it is found by itself, and written ones are known by then
    for some in split_portions(known, MOST_KNOWN):
        outcomes += await _read_rows(turns, business, some, source, noted)
    return sorted(outcomes, key=lambda one: one.row.record.line)


async def _write_rows(
    turns: Turns, business: str, rows: Sequence[Row], source: str, noted: Noted
) -> tuple[list[RowOutcome], Sequence[Row]]:
    """Write new customers. Return their outcomes, those of rows with no event, and the remaining rows in file order."""
    found = await retry_run(turns.look, business, partial(sort, rows=rows, source=source))
    outcomes, known = found.done, found.known
    for part in split_portions(found.new, MOST):
        prepare = partial(_prepare, rows=part, source=source, erased_here=found.erased_here)
        new = await retry_run(turns.look, business, prepare)
        written, late = await retry_run(turns.act, business, partial(_write, new=new, source=source, noted=noted))
        outcomes += written
        known += late
    return outcomes, sorted(known, key=lambda row: row.record.line)


async def _write(turn: Turn, new: PreparedRows, source: str, noted: Noted) -> tuple[list[RowOutcome], list[Row]]:
    outcomes, late = await write_new(turn, new, source)
    await noted(turn, outcomes)
    return outcomes, late


async def _prepare(turn: Turn, rows: Sequence[Keyed], source: str, *, erased_here: bool) -> PreparedRows:
    """Prepare the writes of one transaction, right before it, because others may write in between."""
    return prepare_rows(turn, rows, source, erased_here=erased_here)


async def _read_rows(turns: Turns, business: str, rows: Sequence[Row], source: str, noted: Noted) -> list[RowOutcome]:
    async def write(some: Sequence[Row]) -> list[RowOutcome]:
        return await retry_run(turns.act, business, partial(_foresee_each, rows=some, source=source, noted=noted))

    return await write_all_or_each(write, rows, lambda row: RowOutcome(row, RowFate.REFUSED, (_REFUSED, *row.mistakes)))


async def _foresee_each(turn: Turn, rows: Sequence[Row], source: str, noted: Noted) -> list[RowOutcome]:
    outcomes = [await look_into(turn, row, source) for row in rows]
    await noted(turn, outcomes)
    return outcomes
