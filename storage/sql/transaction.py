"""One transaction of one business: the tool of every repository."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, Executable, Row, Select, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncTransaction

from storage.sql import statements

if TYPE_CHECKING:
    from storage.identity.personal_tables import Holdings

T = TypeVar("T")


class RetryTransaction(Exception):
    """Another transaction was quicker; nothing is written, and the work must be repeated on the new state."""


class IdMaker(Protocol):
    """A maker of ids that sort by time; one per process, built at the composition root."""

    def make(self) -> UUID:
        """Return a UUIDv7 later than every one before it."""


class Transaction:
    """A connection inside a transaction, its business, and the actions after the commit."""

    def __init__(self, connection: AsyncConnection, business: str, ids: IdMaker, holdings: Holdings) -> None:
        self.connection = connection
        self.business = business
        self.ids = ids
        self.holdings = holdings
        self.events = holdings.events
        self.wakes: set[str] = set()
        self.met: set[UUID] = set()  # contacts that were read: messages to the staff here may name them
        self.written: set[UUID] = set()  # new messages
        self.hashes: Callable[[str], tuple[str, ...]] = _list_none  # keyed hashes, the possible forms of erased names

    @property
    def postgres(self) -> bool:
        """Return True on PostgreSQL, for the few statements that differ on SQLite."""
        return self.connection.dialect.name == "postgresql"

    def owns(self, table: Table) -> ColumnElement[bool]:
        """Return the condition that limits a statement to this business."""
        return _match_business(table, self.business)

    def make_insert(self, table: Table) -> Any:
        """Return an INSERT with ON CONFLICT in this database's dialect."""
        return postgresql.insert(table) if self.postgres else sqlite.insert(table)

    def wake(self, name: str) -> None:
        """Wake the named worker after the commit; several calls are one wake-up."""
        self.wakes.add(name)

    async def add(self, table: Table, **values: Any) -> None:
        """Insert one row of this business."""
        await self.connection.execute(statements.make_insert(table), {"business": self.business, **values})

    async def add_all(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Insert many rows of this business with one statement."""
        if rows:
            mine = [{"business": self.business, **row} for row in rows]
            await self.connection.execute(statements.make_insert(table), mine)

    async def add_new(self, table: Table, **values: Any) -> bool:
        """Insert one row unless its key exists; return True if it was new."""
        statement = statements.make_insert_of_new(table, self.postgres)
        return (await self.connection.execute(statement, {"business": self.business, **values})).rowcount == 1

    async def put(self, table: Table, keys: Sequence[str], **values: Any) -> None:
        """Insert one row, or set these values in the one with the same ``keys`` (besides the business)."""
        await self.put_all(table, keys, [values])

    async def put_all(self, table: Table, keys: Sequence[str], rows: Sequence[dict[str, Any]]) -> None:
        """Insert or update many rows as ``put`` does, with one statement; all of them name the same columns."""
        if rows:
            statement = statements.make_insert_or_change(table, tuple(keys), tuple(rows[0]), self.postgres)
            await self.connection.execute(statement, [{"business": self.business, **row} for row in rows])

    async def change(self, table: Table, row: UUID, /, *where: ColumnElement[bool], **values: Any) -> int:
        """Set these values in the row with that id, if ``where`` holds for it; return the number of changed rows."""
        if where or not values or not statements.are_plain(values.values()):
            return await self.run(table.update().where(self.owns(table), table.c.id == row, *where).values(**values))
        return await self._change_row(statements.make_change(table), row, values)

    async def change_if(
        self, table: Table, row: UUID, condition: ColumnElement[bool], given: dict[str, Any], /, **values: Any
    ) -> int:
        """Change a row as ``change`` does, under a constant condition: ``given`` are the values of its parameters."""
        assert not any(name in table.c for name in given), "a parameter that is called like a column would be written"
        return await self._change_row(statements.make_change(table, condition), row, given | values)

    async def _change_row(self, statement: Executable, row: UUID, values: dict[str, Any]) -> int:
        return (await self.connection.execute(statement, statements.fill_row(self.business, row, values))).rowcount

    async def change_all(self, table: Table, /, *where: ColumnElement[bool], **values: Any) -> int:
        """Set these values in all rows that match ``where``. Return their number."""
        return await self.run(table.update().where(self.owns(table), *where).values(**values))

    async def remove(self, table: Table, *where: ColumnElement[bool]) -> int:
        """Delete all rows that match ``where``. Return their number."""
        return await self.run(table.delete().where(self.owns(table), *where))

    async def run(self, statement: Executable, **values: Any) -> int:
        """Execute a statement; return the number of changed rows."""
        return (await self._execute(statement, values)).rowcount

    async def rows(self, statement: Executable, **values: Any) -> Sequence[Row[Any]]:
        """Return all rows of a query; ``values`` are those of its parameters, here and below."""
        return (await self._execute(statement, values)).all()

    async def row(self, statement: Executable, **values: Any) -> Row[Any] | None:
        """Return the first row of a query, or None."""
        return (await self._execute(statement, values)).first()

    async def fetch(self, statement: Executable, read: Callable[[Row[Any]], T], **values: Any) -> T | None:
        """Return the result of ``read`` on the first row of a query; None if there is no row."""
        row = await self.row(statement, **values)
        return None if row is None else read(row)

    def open_savepoint(self) -> AsyncTransaction:
        """Open a block that is rolled back as a whole on failure, inside a transaction that goes on."""
        return self.connection.begin_nested()

    async def fetch_one(self, statement: Executable, **values: Any) -> Row[Any]:
        """Return the only row of a query that has exactly one."""
        return (await self._execute(statement, values)).one()

    async def value(self, statement: Executable, **values: Any) -> Any:
        """Return the first column of the first row, or None."""
        return (await self._execute(statement, values)).scalar()

    async def value_of(self, kind: type[T], statement: Executable, **values: Any) -> T | None:
        """Return the value as ``value`` does, for a column of this ``kind``."""
        found: T | None = await self.value(statement, **values)
        return found

    async def _execute(self, statement: Executable, values: dict[str, Any]) -> CursorResult[Any]:
        given = {statements.MINE.key: self.business, **values} if values else None
        return await self.connection.execute(statement, given)

    async def count_rows(self, query: Select[Any], most: int | None = None) -> int:
        """Return the number of rows of a query, counted up to ``most``."""
        return int(await self.value(select(func.count()).select_from(query.limit(most).subquery())))


@lru_cache(maxsize=1024)
def _match_business(table: Table, business: str) -> ColumnElement[bool]:
    """Return the business condition, cached: building it anew took as long as SQLite's answer."""
    return table.c.business == business


def _list_none(_: str) -> tuple[str, ...]:
    return ()
