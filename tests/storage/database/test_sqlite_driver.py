"""The driver of a SQLite file: what it waits for, and what it never does."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.conversations import HOLDINGS
from bot.ids import Ids
from storage.database.sqlite import SqliteDatabase
from storage.unit import Unit
from tests.storage.world import SHOP

LONGEST = 10.0  # seconds that the statement below runs when nobody lets it go


async def test_a_read_that_is_cut_short_does_not_stop_the_loop(tmp_path: Path, ids: Ids) -> None:
    """Its statement runs on in the thread, and SQLite lets nobody else to that connection until it is done."""
    store = SqliteDatabase(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}", ids, HOLDINGS)
    begun, go_on, waited = asyncio.Event(), threading.Event(), []
    loop = asyncio.get_running_loop()

    def hold() -> int:
        loop.call_soon_threadsafe(begun.set)
        waited.append(go_on.wait(LONGEST))
        return 1

    async def slow(unit: Unit) -> Any:
        driver: Any = (await unit.connection.get_raw_connection()).driver_connection
        await driver.create_function("hold", 0, hold)
        return await unit.connection.scalar(text("SELECT hold()"))

    reading = asyncio.create_task(store.read(SHOP, slow))
    await begun.wait()
    reading.cancel()
    for _ in range(100):
        await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(reading, return_exceptions=True)
    assert waited == [True], "the loop stood still until the statement gave up"
    assert await store.read(SHOP, lambda unit: unit.connection.scalar(text("SELECT 2"))) == 2
    await store.close()


async def test_a_closed_store_has_nobody_at_work(tmp_path: Path, ids: Ids) -> None:
    """A thread that answers when the loop is gone fails, and nobody would know for whom."""
    store = SqliteDatabase(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}", ids, HOLDINGS)
    before = set(threading.enumerate())
    reading = [
        asyncio.create_task(store.read(SHOP, lambda unit: unit.connection.scalar(text("SELECT 1")))) for _ in "abc"
    ]
    await asyncio.sleep(0)
    for one in reading:
        one.cancel()
    await asyncio.gather(*reading, return_exceptions=True)
    await store.close()
    assert {one.name for one in set(threading.enumerate()) - before if "_connection_worker" in one.name} == set()
