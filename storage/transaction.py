"""One transaction of one business: what every repository works through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Executable, Row, Select, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

if TYPE_CHECKING:
    from storage.personal import Holdings

T = TypeVar("T")


class RetryTransaction(Exception):
    """Another transaction was quicker; nothing is written, and the work is to be done again on what is there now."""


class Ids(Protocol):
    """Makes ids that sort by time; one per process, built at the composition root."""

    def new(self) -> UUID:
        """A UUIDv7 later than every one before it."""


class Transaction:
    """A connection inside a transaction, the business it is for, and what to do once it is committed."""

    def __init__(self, connection: AsyncConnection, business: str, ids: Ids, holdings: Holdings) -> None:
        self.connection = connection
        self.business = business
        self.ids = ids
        self.holdings = holdings
        self.events = holdings.events
        self.wakes: set[str] = set()
        self.met: set[UUID] = set()  # contacts that were read: what is written to the staff here may name them
        self.written: set[UUID] = set()  # messages that are new
        self.hashes: Callable[[str], tuple[str, ...]] = _none  # keyed, under which erased names may be kept

    @property
    def postgres(self) -> bool:
        """Whether this runs on PostgreSQL, for the few statements where SQLite has another way."""
        return self.connection.dialect.name == "postgresql"

    def mine(self, table: Table) -> ColumnElement[bool]:
        """The condition that keeps a statement inside this business."""
        return _mine(table, self.business)

    def insert(self, table: Table) -> Any:
        """An INSERT that knows ON CONFLICT in this database's dialect."""
        return postgresql.insert(table) if self.postgres else sqlite.insert(table)

    def wake(self, name: str) -> None:
        """Wake the named worker after the commit; several calls are one wake-up."""
        self.wakes.add(name)

    async def add(self, table: Table, **values: Any) -> None:
        """Insert one row of this business."""
        await self.connection.execute(table.insert(), {"business": self.business, **values})

    async def add_all(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Insert many rows of this business with one statement."""
        if rows:
            await self.connection.execute(table.insert(), [{"business": self.business, **row} for row in rows])

    async def add_new(self, table: Table, **values: Any) -> bool:
        """Insert one row unless its key is there already; says whether it was new."""
        statement = self.insert(table).values(business=self.business, **values).on_conflict_do_nothing()
        return (await self.connection.execute(statement)).rowcount == 1

    async def put(self, table: Table, keys: Sequence[str], **values: Any) -> None:
        """Insert one row, or bring the one with the same ``keys`` (besides the business) to these values."""
        statement = self.insert(table).values(business=self.business, **values)
        changed = {name: value for name, value in values.items() if name not in keys}
        statement = statement.on_conflict_do_update(index_elements=["business", *keys], set_=changed)
        await self.connection.execute(statement)

    async def put_all(self, table: Table, keys: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
        """As ``put``, for many rows with one statement; all of them name the same columns."""
        if rows:
            insert = self.insert(table)
            changed = {name: insert.excluded[name] for name in rows[0] if name not in keys}
            statement = insert.on_conflict_do_update(index_elements=["business", *keys], set_=changed)
            await self.connection.execute(statement, [{"business": self.business, **row} for row in rows])

    async def change(self, table: Table, row: UUID, /, *where: ColumnElement[bool], **values: Any) -> int:
        """Bring the row with that id to these values, if ``where`` holds for it; how many rows were changed."""
        return await self.run(table.update().where(self.mine(table), table.c.id == row, *where).values(**values))

    async def change_all(self, table: Table, /, *where: ColumnElement[bool], **values: Any) -> int:
        """Bring all rows for which ``where`` holds to these values; how many there were."""
        return await self.run(table.update().where(self.mine(table), *where).values(**values))

    async def remove(self, table: Table, *where: ColumnElement[bool]) -> int:
        """Take out all rows for which ``where`` holds; how many there were."""
        return await self.run(table.delete().where(self.mine(table), *where))

    async def run(self, statement: Executable) -> int:
        """Execute a statement; the number of rows it touched."""
        return (await self.connection.execute(statement)).rowcount

    async def rows(self, statement: Executable, **values: Any) -> Sequence[Row[Any]]:
        """All rows of a query; ``values`` are those of its parameters, here and below."""
        return (await self.connection.execute(statement, values or None)).all()

    async def row(self, statement: Executable, **values: Any) -> Row[Any] | None:
        """The first row of a query, or None."""
        return (await self.connection.execute(statement, values or None)).first()

    async def first(self, statement: Executable, read: Callable[[Row[Any]], T]) -> T | None:
        """What ``read`` makes of the first row of a query; None where there is none."""
        row = await self.row(statement)
        return None if row is None else read(row)

    async def one(self, statement: Executable, **values: Any) -> Row[Any]:
        """The only row of a query that has exactly one."""
        return (await self.connection.execute(statement, values or None)).one()

    async def value(self, statement: Executable, **values: Any) -> Any:
        """The first column of the first row, or None."""
        return (await self.connection.execute(statement, values or None)).scalar()

    async def value_of(self, kind: type[T], statement: Executable, **values: Any) -> T | None:
        """As ``value``, of a column that holds this ``kind``."""
        found: T | None = (await self.connection.execute(statement, values or None)).scalar()
        return found

    async def many(self, query: Select[Any], most: int | None = None) -> int:
        """How many rows a query finds, counted up to ``most``."""
        return int(await self.value(select(func.count()).select_from(query.limit(most).subquery())))


@lru_cache(maxsize=1024)
def _mine(table: Table, business: str) -> ColumnElement[bool]:
    """Nearly every statement has it, and making it anew took as long as SQLite takes to answer."""
    return table.c.business == business


def _none(_: str) -> tuple[str, ...]:
    return ()


def latest(*moments: datetime | None) -> datetime | None:
    """The latest of the moments that are there."""
    present = [moment for moment in moments if moment is not None]
    return max(present) if present else None
