"""The store on SQLite: one writer that takes all waiting work and commits it together, and a few readers."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, event, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.database.store_contract import Bells, Work, wrap_away
from storage.erasure.file_erasure import BUSY_TIMEOUT, Forgetting
from storage.identity.personal_tables import Holdings
from storage.sql.sqlite_driver import File, adapt_connection
from storage.sql.sqlite_driver import SqliteConnection as Driver
from storage.sql.transaction import IdMaker
from storage.unit import Unit

T = TypeVar("T")

LONGEST_COMMIT = 0.05  # seconds: nobody waits longer for another's work
SOON = 0.01  # seconds: priority work waits no longer, and waiting work still goes on
BREATH = 0.002  # seconds of work between two looks at what else the event loop has to do
# FULL: an answered webhook survives a power cut. secure_delete: erased data is overwritten.
_PRAGMAS = (
    "journal_mode=WAL",
    f"busy_timeout={BUSY_TIMEOUT}",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
)
# Exceptions that end a process or a task, independent of the work.
_ENDS = (asyncio.CancelledError, KeyboardInterrupt, SystemExit)
# The errors of SQLite itself (https://www.sqlite.org/rescode.html), rather than of one statement.
_TROUBLE = ("locked", "busy", "full", "disk", "unable to open", "malformed", "not a database")


@dataclass(slots=True)
class _Job(Generic[T]):
    """A function that waits for its turn, and the future for its caller."""

    business: str
    work: Work[T]
    done: asyncio.Future[T]
    ahead: bool = False


class _Group:
    """The functions of one commit, with their results."""

    def __init__(self) -> None:
        self.jobs: list[_Job[Any]] = []
        self.finished: list[tuple[_Job[Any], Any]] = []
        self.wakes: set[str] = set()


class SqliteDatabase(Bells):
    """One file. A failing function is undone alone; the others of its commit go on."""

    def __init__(self, url: str, ids: IdMaker, holdings: Holdings, *, fleeting: bool = False) -> None:
        """Open the database. ``fleeting``: the file is this process's alone and may be lost, so no statement waits for
        a disk.
        """
        super().__init__()
        self.ids = ids
        self._holdings = holdings
        self._file = File(make_url(url).database or ":memory:", alone=fleeting)
        shared: dict[str, Any] = {"max_overflow": 0, "hide_parameters": True}
        self._writer = create_async_engine(url, pool_size=1, **shared)
        self._reader = create_async_engine(url, pool_size=4, **shared)
        # A savepoint's undo data is small. Readers sort whole reports, which may be large and go to a file.
        for engine in (self._writer, self._reader):
            event.listen(engine.sync_engine, "do_connect", lambda dialect, *_: self._file.adapt(dialect))
        pragmas = (*_PRAGMAS, *(["synchronous=OFF"] if fleeting else []))
        _prepare(self._writer, _begin_to_write, *pragmas, "temp_store=MEMORY")
        _prepare(self._reader, _begin_to_read, *pragmas, "query_only=ON")
        self._ahead: deque[_Job[Any]] = deque()
        self._waiting: deque[_Job[Any]] = deque()
        self._lead = 0.0  # seconds that priority work has had before other work, at most those of a commit
        self._task: asyncio.Task[None] | None = None
        self._forgetting = Forgetting(self._writer)
        self._again: asyncio.TimerHandle | None = None

    async def write(self, business: str, work: Work[T], *, ahead: bool = False) -> T:
        job = _Job(business, work, asyncio.get_running_loop().create_future(), ahead)
        (self._ahead if ahead else self._waiting).append(job)
        self._begin()
        result: T = await job.done
        return result

    async def read(self, business: str, work: Work[T], *, quick: bool = False) -> T:
        try:
            async with self._reader.connect() as connection:
                driver = await _get_driver(connection)
                driver.at_hand = quick or self._file.alone
                try:
                    now = adapt_connection(connection, driver)
                    return await work(Unit(now, business, self.ids, self._holdings))
                finally:
                    driver.at_hand = self._file.alone
        except (DBAPIError, PoolTimeout) as error:
            if _is_in_trouble(error):
                raise wrap_away(error) from error
            raise

    async def close(self) -> None:
        if self._task is not None:
            await self._task
        if self._again is not None:  # closing the last connection empties the log itself
            self._again.cancel()
        await self._writer.dispose()
        await self._reader.dispose()
        await self._file.leave()

    def _begin(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._drain(), name="sqlite-writer")

    async def _drain(self) -> None:
        while self._somebody_waits or self._forgetting.is_due:
            if self._somebody_waits:
                await self._write_group()
            if self._forgetting.is_due:
                await self._forgetting.step()
        if self._forgetting.at is not None:
            self._again = asyncio.get_running_loop().call_at(self._forgetting.at, self._begin)

    async def _write_group(self) -> None:
        group = _Group()
        try:
            await self._commit(group)
        except BaseException as error:  # regardless of the error, nobody may wait for ever
            self._fail(group, error)
            if isinstance(error, _ENDS):
                raise
            return
        self._forgetting.note_wakes(group.wakes)
        _succeed(group)
        self.ring(group.wakes)

    async def _commit(self, group: _Group) -> None:
        time = asyncio.get_running_loop().time
        async with self._writer.begin() as connection:
            began = breathed = time()
            ends = began + LONGEST_COMMIT
            driver = await _get_driver(connection)
            driver.at_hand = True
            now = adapt_connection(connection, driver)
            try:
                while self._somebody_waits and (not group.jobs or began < ends):
                    job = self._take_next()
                    if not job.done.cancelled():
                        group.jobs.append(job)
                        await self._run(now, driver, job, group)
                        took = time() - began
                        self._lead = min(max(0.0, self._lead + (took if job.ahead else -took)), LONGEST_COMMIT)
                        ends = min(ends, began + took + SOON) if job.ahead else ends
                        if time() - breathed >= BREATH:
                            await asyncio.sleep(0)  # statements at hand never wait: let requests be read in between
                            breathed = time()
                    began = time()
                await self._forgetting.note(now, group.wakes)
            finally:
                driver.at_hand = self._file.alone

    @property
    def _somebody_waits(self) -> bool:
        return bool(self._ahead or self._waiting)

    def _take_next(self) -> _Job[Any]:
        """Return priority jobs first, and after each of them other jobs for as long as it took: the others never
        starve."""
        others_turn = self._waiting and self._lead > 0
        return (self._waiting if others_turn or not self._ahead else self._ahead).popleft()

    async def _run(self, connection: AsyncConnection, driver: Driver, job: _Job[Any], group: _Group) -> None:
        unit = Unit(connection, job.business, self.ids, self._holdings)
        try:
            with driver.savepoint():
                result = await job.work(unit)
        except Exception as error:  # the caller's own error; its savepoint is undone and the others go on
            if _is_in_trouble(error):
                raise
            if not job.done.done():
                job.done.set_exception(error)
        else:
            group.finished.append((job, result))
            group.wakes |= unit.wakes

    def _fail(self, group: _Group, error: BaseException) -> None:
        """Fail a group whose commit wrote nothing; if it never began, every waiting caller gets the error."""
        told = wrap_away(error) if isinstance(error, DBAPIError | OSError) else error
        jobs = group.jobs or [*self._ahead, *self._waiting]
        if not group.jobs:
            self._ahead.clear()
            self._waiting.clear()
        for job in jobs:
            if not job.done.done():
                job.done.set_exception(told)


def _succeed(group: _Group) -> None:
    for job, result in group.finished:
        if not job.done.done():
            job.done.set_result(result)


async def _get_driver(connection: AsyncConnection) -> Driver:
    raw: Any = await connection.get_raw_connection()
    driver: Driver = raw.driver_connection
    return driver


def _begin_to_write(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_to_read(connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    driver.begin()


def _prepare(engine: AsyncEngine, begin: Callable[[Connection], None], *pragmas: str) -> None:
    """Set up explicit transactions: without a BEGIN of our own, SQLite loses updates and ignores its busy timeout."""

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine.sync_engine, "begin", begin)


def _is_in_trouble(error: Exception) -> bool:
    """Return True if SQLite itself is in trouble (locked, full, gone), rather than one statement wrong."""
    if not isinstance(error, DBAPIError):
        return isinstance(error, PoolTimeout)
    told = str(error.orig).lower()
    driver_gone = not isinstance(error, OperationalError) and "closed" in told
    return driver_gone or any(word in told for word in _TROUBLE)
