"""Real time as all processes on one database reckon it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from storage.database.postgres import PostgresDatabase
from storage.database.stores import Database
from storage.schema import clocks
from storage.upkeep.process_clocks import agree, goes_on_from
from tests.storage.world import NOW

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


async def told(store: Database, *elapsed: timedelta) -> list[timedelta]:
    """What each that tells is told, from NOW on."""
    found = [await store.write("", lambda unit, at=at: agree(unit, NOW + at, NOW)) for at in elapsed]  # type: ignore[misc]
    return [one - NOW for one in found]


async def test_it_is_as_far_as_it_came_anywhere(store: Database) -> None:
    assert await told(store, MINUTE, HOUR, 2 * MINUTE) == [MINUTE, HOUR, HOUR]


async def test_who_begins_first_begins_by_the_databases_clock(store: Database) -> None:
    begins = await store.read("", lambda unit: goes_on_from(unit, NOW))
    assert isinstance(store, PostgresDatabase) or begins == NOW


@pytest.mark.parametrize(
    ("shows", "goes_on"),
    [(MINUTE, HOUR + MINUTE), (timedelta(0), HOUR), (-HOUR, HOUR)],
    ids=["a minute later", "at once", "set back meanwhile"],
)
async def test_who_begins_later_goes_on_from_there(store: Database, shows: timedelta, goes_on: timedelta) -> None:
    """On PostgreSQL the server's clock is the one that is looked at, so what it showed is moved instead."""
    await told(store, HOUR)
    if isinstance(store, PostgresDatabase):
        at = await store.read("", lambda unit: unit.value(select(clocks.c.told_at)))
        await store.write("", lambda unit: unit.run(update(clocks).values(told_at=at - shows)))
    begins = await store.read("", lambda unit: goes_on_from(unit, NOW + shows))
    assert timedelta(0) <= begins - NOW - goes_on < MINUTE / 2
