"""Many rows at once, made inside the database from a series of numbers; on SQLite and PostgreSQL alike."""

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

from bot.bench.shop import BUSINESS
from storage.database import Database
from storage.types import Moment
from storage.unit import Unit

CHUNK = 100_000  # rows of one statement: a PostgreSQL of ours gives none more than 10 s


class Series:
    """The numbers of one statement, and what can be made of them."""

    def __init__(self, unit: Unit, first: int, last: int) -> None:
        self._postgres = unit.postgres
        start = select(literal(first, BigInteger).label("n")).cte("series", recursive=True)
        self.source: CTE = start.union_all(select(start.c.n + 1).where(start.c.n < last))
        self.n: ColumnElement[int] = self.source.c.n

    def identity(self, number: ColumnElement[int] | None = None) -> ColumnElement[Any]:
        """An id for each number, in their order; of another ``number`` that is made of it, where one is given."""
        which = self.n if number is None else number
        if self._postgres:
            return cast(func.lpad(func.to_hex(which), 32, "0"), PostgresUUID(as_uuid=True))
        return cast(func.printf("%016d", which), LargeBinary)

    def moment(self, start: datetime, step: timedelta) -> ColumnElement[Any]:
        """``start`` and a step further for each number."""
        if self._postgres:
            return literal(start, Moment()) + self.n * literal(step, Interval)
        return type_coerce(literal(start, Moment()), BigInteger) + self.n * (step // timedelta(microseconds=1))

    def pick(self, *texts: str) -> ColumnElement[Any]:
        """The texts by turns."""
        turns = {place: literal(one) for place, one in enumerate(texts)}
        return case(turns, value=self.n % len(texts))


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
