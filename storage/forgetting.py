"""How a SQLite file forgets what was overwritten: its log is emptied, and after an erasure the file is written anew.

secure_delete overwrites the row that is deleted. It does not reach the copies that SQLite leaves behind in a page whose
rows it moved to another, when that one was full (https://www.sqlite.org/pragma.html#pragma_secure_delete speaks of
deleted content alone). VACUUM writes every page anew, out of the rows that there are.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Set
from typing import Any

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.erasure import ERASURE, SCRUBBED

BUSY_TIMEOUT = 5_000  # milliseconds
LONGEST_WAIT = (
    1.0  # seconds that writers may wait for a file to be written anew, each time; a file of 200 MB takes that
)
SHARE = 100  # of a larger one's time: what took a second is not done again for a hundred
_EMPTYING = 100  # milliseconds that writers wait at most while the log is emptied
_AGAIN = 0.5  # seconds until it is tried again where somebody was still reading or writing
_NO_ROOM = 60.0  # seconds until a file is written anew again for which there was no room
_COUNT = "PRAGMA user_version"  # the erasures since the file was written anew; part of their transaction

log = structlog.get_logger(__name__)


class Forgetting:
    """What is still to be forgotten of a file, and since when of the loop's time it may be."""

    def __init__(self, writer: AsyncEngine) -> None:
        self._writer = writer
        self._log_at: float | None = None
        self._file_at: float | None = None
        self._not_before = 0.0
        self._looked = False  # whether an earlier process has left something to do

    @property
    def at(self) -> float | None:
        """When there is something to do next; None for nothing."""
        return min((at for at in (self._log_at, self._file_at) if at is not None), default=None)

    @property
    def is_due(self) -> bool:
        return self.at is not None and self.at <= _time()

    async def note(self, connection: AsyncConnection, wakes: Set[str]) -> None:
        """Within the transaction, so that whoever opens the file next knows of an erasure, too."""
        if ERASURE not in wakes and self._looked:
            return
        count = await _count(connection)
        if ERASURE in wakes:
            count += 1
            await connection.exec_driver_sql(f"{_COUNT} = {count}")
        if count:
            self._file_at = max(_time(), self._not_before)
        self._looked = True

    def written(self, wakes: Set[str]) -> None:
        """After that transaction."""
        if SCRUBBED in wakes:
            self._log_at = _time()

    async def step(self) -> None:
        """Do what is due. Writers wait meanwhile; what cannot be done now is tried again."""
        if self._log_at is not None and self._log_at <= _time():
            self._log_at = None if await self._empty_log() else _time() + _AGAIN
        if self._file_at is not None and self._file_at <= _time():
            began = _time()
            try:
                self._file_at = None if await self._write_anew() else _time() + _AGAIN
            except (DBAPIError, sqlite3.Error) as error:
                log.warning("the file is still to be written anew, since somebody was erased", reason=str(error))
                self._file_at = _time() + _NO_ROOM
            took = _time() - began
            self._not_before = _time() + (SHARE * took if took > LONGEST_WAIT else 0)
            self._log_at = _time()

    async def _write_anew(self) -> bool:
        """Write the whole file anew, and its log; False where somebody erased meanwhile.

        https://www.sqlite.org/lang_vacuum.html
        """
        async with self._writer.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            ((before,),) = await driver.execute_fetchall(_COUNT)
            await driver.execute_fetchall("VACUUM")
        async with self._writer.begin() as connection:
            still = await _count(connection)
            if still == before:
                await connection.exec_driver_sql(f"{_COUNT} = 0")
            return bool(still == before)

    async def _empty_log(self) -> bool:
        """Take what was overwritten out of the write-ahead log; False while somebody still reads from it.

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
        except (DBAPIError, PoolTimeout, sqlite3.Error):  # in trouble, as the next to write will be told
            return False
        busy = next(iter(told))[0]
        return not busy


async def _count(connection: AsyncConnection) -> int:
    return int((await connection.exec_driver_sql(_COUNT)).scalar_one())


def _time() -> float:
    return asyncio.get_running_loop().time()
