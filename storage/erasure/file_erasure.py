"""The erasure of overwritten data from a SQLite file: its log is emptied, and after an erasure the file is rewritten.

secure_delete overwrites a deleted row. It misses the copies that SQLite leaves in a page after moving its rows from a
full page (https://www.sqlite.org/pragma.html#pragma_secure_delete covers deleted content alone). VACUUM writes every
page anew from the existing rows.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Set
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.erasure.erasure import ERASURE, SCRUBBED
from storage.sql.sqlite_driver import adapt_connection

BUSY_TIMEOUT = 5_000  # milliseconds
LONGEST_WAIT = 1.0  # seconds that writers may wait for each rewrite of the file: the time for 200 MB
SHARE = 100  # after a rewrite longer than LONGEST_WAIT, pause so many times its duration
_EMPTYING = 100  # milliseconds that writers wait at most while the log is emptied
_AGAIN = 0.5  # seconds until the next try if somebody was still reading or writing
_LATER = 60.0  # seconds until a failed rewrite is tried again: there was no room, or somebody kept writing
_COUNT = "PRAGMA user_version"  # the erasures since the last rewrite; part of their transaction

log = logging.getLogger(__name__)  # structlog comes with a service, and the store works without one


class Forgetting:
    """The data still to be forgotten of a file, and since when of ``time`` (seconds; the loop's) it may be."""

    def __init__(self, writer: AsyncEngine, time: Callable[[], float] | None = None) -> None:
        self._writer = writer
        self._time = time or _loop_time
        self._log_at: float | None = None
        self._file_at: float | None = None
        self._not_before = 0.0
        self._looked = False  # whether an earlier process left something to do

    @property
    def at(self) -> float | None:
        """Return when the next work is due; None if there is none."""
        return min((at for at in (self._log_at, self._file_at) if at is not None), default=None)

    @property
    def is_due(self) -> bool:
        return self.at is not None and self.at <= self._time()

    async def note(self, connection: AsyncConnection, wakes: Set[str]) -> None:
        """Note the erasure within the transaction, so that the next process that opens the file sees it."""
        if ERASURE not in wakes and self._looked:
            return
        count = await _count(connection)
        if ERASURE in wakes:
            count += 1
            await connection.exec_driver_sql(f"{_COUNT} = {count}")
        if count:
            self._file_at = max(self._time(), self._not_before)
        self._looked = True

    def note_wakes(self, wakes: Set[str]) -> None:
        """Note the wake-ups of a finished transaction."""
        if SCRUBBED in wakes:
            self._log_at = self._time()

    async def step(self) -> None:
        """Do the due work. Writers wait meanwhile; impossible work is retried."""
        if self._log_at is not None and self._log_at <= self._time():
            self._log_at = None if await self._empty_log() else self._time() + _AGAIN
        if self._file_at is not None and self._file_at <= self._time():
            began = self._time()
            pause = await self._write_anew()
            took = self._time() - began
            self._not_before = self._time() + (SHARE * took if took > LONGEST_WAIT else 0)
            self._file_at = None if pause is None else max(self._time() + pause, self._not_before)
            self._log_at = self._time()

    async def _write_anew(self) -> float | None:
        """Rewrite the whole file. Return the seconds until the next time; None if that is not needed.

        https://www.sqlite.org/lang_vacuum.html
        """
        try:
            before = await self._vacuum()
            async with self._writer.begin() as held:
                raw: Any = await held.get_raw_connection()
                connection = adapt_connection(held, raw.driver_connection)
                if await _count(connection) != before:  # somebody erased meanwhile
                    return _AGAIN
                await connection.exec_driver_sql(f"{_COUNT} = 0")
        except (DBAPIError, PoolTimeout, sqlite3.Error) as error:
            log.warning(
                "a person was erased, but the file could not be rewritten: it needs free disk of twice its size, "
                "half of it for temporary files, and five seconds without another writer: %s",
                error,
            )
            return _LATER
        return None

    async def _vacuum(self) -> int:
        """Vacuum the file, with its temporary copy on disk. Return the counter of erasures from before."""
        async with self._writer.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            ((before,),) = await driver.execute_fetchall(_COUNT)
            await driver.execute_fetchall("PRAGMA temp_store=FILE")
            try:
                await driver.execute_fetchall("VACUUM")
            finally:
                await driver.execute_fetchall("PRAGMA temp_store=MEMORY")
            return int(before)

    async def _empty_log(self) -> bool:
        """Empty the write-ahead log of overwritten rows; return False while somebody still reads from it.

        https://www.sqlite.org/pragma.html#pragma_wal_checkpoint
        """
        try:
            async with self._writer.connect() as connection:
                driver: Any = (await connection.get_raw_connection()).driver_connection
                await driver.execute_fetchall(f"PRAGMA busy_timeout={_EMPTYING}")
                try:
                    told = await driver.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
                finally:
                    await driver.execute_fetchall(f"PRAGMA busy_timeout={BUSY_TIMEOUT}")
        except (DBAPIError, PoolTimeout, sqlite3.Error):  # in trouble, as the next writer will learn
            return False
        busy = next(iter(told))[0]
        return not busy


async def _count(connection: AsyncConnection) -> int:
    return int((await connection.exec_driver_sql(_COUNT)).scalar_one())


def _loop_time() -> float:
    return asyncio.get_running_loop().time()
