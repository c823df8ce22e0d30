"""The driver for SQLite files: aiosqlite, with fewer switches to its thread.

aiosqlite makes a cursor, executes, fetches and closes with a thread switch each. A switch costs more than most
statements, and while the event loop is busy the thread waits for the interpreter's lock. So a statement takes one
switch. A quick statement that waits for nothing takes none: it runs in the caller's thread.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from threading import Thread
from typing import Any, cast
from weakref import WeakSet

import aiosqlite
from sqlalchemy import CursorResult, Dialect, Executable, Result
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection, AsyncAdapt_aiosqlite_cursor
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.util.concurrency import await_

from storage.sql.prepared_statements import Raw, Shelf, fail, run

STATEMENTS = 512  # kept ready; storage.sql.bulk_statements has a dozen, each in eight sizes
LONGEST_STATEMENT = 10.0  # seconds that a closing store waits for a statement


class Cursor:
    """The cursor for SQLAlchemy's adapter; the rows are fetched with the statement."""

    def __init__(self, connection: SqliteConnection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Cursor:
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Cursor:
        """Run a statement and fetch its rows. Raises sqlite3's errors."""
        return await self._visit(lambda cursor: cursor.execute(statement, parameters))

    async def executemany(self, statement: str, many: Sequence[Sequence[Any]]) -> Cursor:
        """Run a statement once for each of ``many``. Raises sqlite3's errors."""
        return await self._visit(lambda cursor: cursor.executemany(statement, many))

    async def fetchall(self) -> list[Any]:
        """Return the statement's rows; once."""
        return self.rows()

    async def close(self) -> None:
        """Do nothing: the cursor is closed already."""

    async def _visit(self, run: Callable[[sqlite3.Cursor], object]) -> Cursor:
        await self._connection.visit(lambda connection: self.run(connection, run))
        return self

    def run(self, connection: sqlite3.Connection, run: Callable[[sqlite3.Cursor], object]) -> None:
        cursor = connection.cursor()
        try:
            run(cursor)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()

    def rows(self) -> list[Any]:
        """Return the rows like ``fetchall``, for a statement that ran in the caller's thread."""
        rows, self._rows = self._rows, []
        return rows


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    """SQLAlchemy's cursor over ours: statements in the caller's thread run at once, without the greenlet that waits for
    a thread."""

    __slots__ = ()
    _awaitable_cursor_close = False

    def _aenter_cursor(self, cursor: Any) -> Any:
        return cursor

    def execute(self, operation: Any, parameters: Any = None) -> Any:
        if not self._at_hand:
            return super().execute(operation, parameters)
        return self._run_at_once(lambda cursor: cursor.execute(operation, () if parameters is None else parameters))

    def executemany(self, operation: Any, seq_of_parameters: Any) -> Any:
        if not self._at_hand:
            return super().executemany(operation, seq_of_parameters)
        return self._run_at_once(lambda cursor: cursor.executemany(operation, seq_of_parameters))

    def close(self) -> None:
        self._rows.clear()

    @property
    def _at_hand(self) -> bool:
        ours: Any = self._connection
        return bool(ours.at_hand)

    def _run_at_once(self, run: Callable[[sqlite3.Cursor], object]) -> Any:
        ours: Any = self._cursor
        connection: Any = self._connection
        try:
            ours.run(connection._conn, run)
        except Exception as error:
            self._adapt_connection._handle_exception(error)
        self._rows = deque(ours.rows())
        return ours


class _Adapted(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()
    _cursor_cls = _Cursor


def adapt_connection(connection: AsyncConnection, driver: aiosqlite.Connection) -> AsyncConnection:
    """Return the connection for reads and writes, without a greenlet while its statements run in the caller's
    thread."""
    return cast("AsyncConnection", _AtHand(connection, driver)) if getattr(driver, "at_hand", False) else connection


@lru_cache
def _shelf(dialect: Dialect) -> Shelf:
    """Return the shelf of an engine."""
    return Shelf(dialect)


class _AtHand:
    """The statement part of an AsyncConnection, for a driver that runs in the caller's thread, when no
    statement waits."""

    def __init__(self, connection: AsyncConnection, driver: aiosqlite.Connection) -> None:
        """Begin a transaction if needed. Raises ValueError for a connection that is not open."""
        if connection.sync_connection is None:
            raise ValueError("the connection is not open")
        self._connection = connection
        self._now = connection.sync_connection
        if not self._now.in_transaction():
            self._now.begin()
        self._driver = driver._conn
        self.dialect: Dialect = connection.dialect
        self._prepared = _shelf(self.dialect)

    async def execute(self, statement: Executable, parameters: Any = None) -> Result[Any]:
        """Execute as AsyncConnection does; a repeated statement of ours is prepared only once."""
        values = parameters[0] if isinstance(parameters, list) and len(parameters) == 1 else parameters
        if values is None:
            prepared, values = self._prepared.find_built(statement)
        else:
            prepared = self._prepared.find(statement, values) if isinstance(values, dict) else None
        if prepared is None or self._is_heard:
            return self._now.execute(statement, parameters)
        try:
            return prepared.run(self._driver, values)
        except sqlite3.Error as error:
            fail(error, prepared.words, self.dialect)

    async def exec_driver_sql(self, statement: str, parameters: Any = None) -> CursorResult[Any] | Raw:
        """Execute as AsyncConnection does; a statement of ``storage.sql.bulk_statements``, which has its values, goes
        to SQLite unchanged.
        """
        if parameters is None or self._is_heard:
            return self._now.exec_driver_sql(statement, parameters)
        try:
            return run(self._driver, statement, parameters)
        except sqlite3.Error as error:
            fail(error, statement, self.dialect)

    @property
    def _is_heard(self) -> bool:
        """Return True if a listener of SQLAlchemy's statements would miss ours."""
        on: Any = self._now.dispatch
        return bool(on.before_execute or on.before_cursor_execute)

    def __getattr__(self, name: str) -> Any:
        """Return the other methods of the connection, unchanged."""
        return getattr(self._connection, name)


class SqliteConnection(aiosqlite.Connection):
    """An aiosqlite connection with the cursors above.

    ``at_hand`` is set while no statement can wait for another process or for the disk: inside a transaction with the
    file's write lock, before its commit. Then statements need no visit. If the ``file`` is only ours, it is always set.
    """

    at_hand = False

    async def commit(self) -> None:
        """Commit; at once if nothing waits for the file."""
        if self.at_hand:
            self._conn.commit()
        else:
            await super().commit()

    def cursor(self) -> Cursor:  # type: ignore[override]
        """Return a cursor, without a visit."""
        return Cursor(self)

    def begin(self) -> None:
        """Begin to read, at once: SQLite does not touch the file before the first statement."""
        self._conn.execute("BEGIN")

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo only the statements of the block if it fails. At hand only: it waits for nothing.

        If SQLite itself undid the whole transaction, nothing is left to undo.
        """
        self._conn.execute("SAVEPOINT job")
        try:
            yield
        except BaseException:
            if self._conn.in_transaction:
                self._conn.execute("ROLLBACK TO job")
                self._conn.execute("RELEASE job")
            raise
        self._conn.execute("RELEASE job")

    async def rollback(self) -> None:
        """Undo, at once. A connection with a running statement of a cancelled caller is closed instead."""
        self._conn.rollback()

    async def visit(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Run work in the connection's thread. Raises ValueError for a closed connection."""
        if self.at_hand:
            work(self._conn)
        else:
            await self._execute(work, self._conn)  # type: ignore[no-untyped-call]


class File:
    """A SQLite file, and the threads at work on it; ``alone`` if nothing else ever opens it."""

    def __init__(self, path: str, *, alone: bool = False) -> None:
        self._path = path
        self.alone = alone
        self._threads: WeakSet[Thread] = WeakSet()

    def connect(self) -> SqliteConnection:
        """Return a connection that opens when awaited."""
        connection = SqliteConnection(self._open, iter_chunk_size=64)
        connection._thread.daemon = True
        connection.at_hand = self.alone
        self._threads.add(connection._thread)
        return connection

    def adapt(self, dialect: Any) -> _Adapted:
        """Return a connection for SQLAlchemy's engine, made within the engine's greenlet."""
        made: Any = await_(self.connect())
        return _Adapted(dialect.loaded_dbapi, made)

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, check_same_thread=False, cached_statements=STATEMENTS)

    async def leave(self) -> None:
        """Wait until no statement is at work on the file: a cancelled one reports to this loop."""
        for thread in [one for one in self._threads if one.is_alive()]:
            await asyncio.to_thread(thread.join, LONGEST_STATEMENT)
