"""Rows in bulk, generated inside the database from a series of numbers, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Interval,
    LargeBinary,
    Table,
    case,
    cast,
    func,
    insert,
    literal,
    select,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import UUID as PostgresUUID

from bot.bench.bench_shop import BUSINESS
from storage.database.stores import Database
from storage.sql.column_types import Moment
from storage.unit import Unit

_GOLDEN = 10_368_889  # 2**24 by the golden ratio: the multiples of it lie evenly, in no order
CHUNK = 100_000  # rows of one statement


class Series:
    """The series of numbers of one statement, and column values made from it."""

    def __init__(self, unit: Unit, first: int, last: int) -> None:
        self._postgres = unit.postgres
        start = select(literal(first, BigInteger).label("n")).cte("series", recursive=True)
        self.source: CTE = start.union_all(select(start.c.n + 1).where(start.c.n < last))
        self.n: ColumnElement[int] = self.source.c.n

    def identity(self, number: ColumnElement[int] | None = None) -> ColumnElement[Any]:
        """Return an id for each number of the series, or for ``number``, if given. Ids are in the numbers' order; their
        last eight digits are pseudo-random."""
        which = self.n if number is None else number
        drawn = which * _GOLDEN % 2**24
        if self._postgres:
            tail = func.to_hex(which % 2**16 * 2**32 + drawn * 2**8 + which % 2**8)
            digits = func.concat(func.lpad(func.to_hex(which), 20, "0"), func.lpad(tail, 12, "0"))
            return cast(digits, PostgresUUID(as_uuid=True))
        told: ColumnElement[Any] = func.printf("%010d", which)
        for number, place in ((which, 1), (which, 0), (drawn, 2), (drawn, 1), (drawn, 0), (which, 0)):
            told = told.concat(_byte(number, place))
        return cast(told, LargeBinary)

    def moment(self, start: datetime, step: timedelta) -> ColumnElement[Any]:
        """Return ``start`` plus one more ``step`` for each number."""
        if self._postgres:
            return literal(start, Moment()) + self.n * literal(step, Interval)
        return type_coerce(literal(start, Moment()), BigInteger) + self.n * (step // timedelta(microseconds=1))

    def pick(self, *texts: str) -> ColumnElement[Any]:
        """Return the texts in rotation."""
        turns = {place: literal(one) for place, one in enumerate(texts)}
        return case(turns, value=self.n % len(texts))


def _byte(number: ColumnElement[int], place: int) -> ColumnElement[Any]:
    """Return a byte of a number, counted from the last. SQLite cannot convert hexadecimal digits to bytes
    before 3.41."""
    return func.substr(literal(bytes(range(256)), LargeBinary), 1 + number.op(">>")(8 * place) % 256, 1)


Columns = Callable[[Series], Mapping[str, ColumnElement[Any]]]


async def fill(store: Database, table: Table, many: int, columns: Columns, first: int = 1) -> None:
    """Insert ``many`` rows of the benchmark's business; ``columns(series)`` gives their values by name."""
    for begin, end in _spans(first, first + many - 1):

        async def work(unit: Unit, begin: int = begin, end: int = end) -> None:
            series = Series(unit, begin, end)
            values = {"business": literal(BUSINESS), **columns(series)}
            query = select(*values.values()).select_from(series.source)
            await unit.run(insert(table).from_select(list(values), query))

        await store.write(BUSINESS, work)


def _spans(first: int, last: int) -> Iterator[tuple[int, int]]:
    for begin in range(first, last + 1, CHUNK):
        yield begin, min(begin + CHUNK - 1, last)
