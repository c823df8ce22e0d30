"""Processes on one database reckon in one real time, however their machines' clocks were set before they began."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.clock import SystemClock
from bot.clock_agreement import BEAT, Agreement
from storage.database.stores import Database
from storage.schema import clocks
from storage.upkeep.process_clocks import goes_on_from
from tests.conftest import START
from tests.walls import Wall

HOUR = timedelta(hours=1)
NEAR = 2 * BEAT  # how far two may lie apart: a lease is a minute, and a spool may be silent for ten seconds


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    wall = Wall(START)
    wall.hang(monkeypatch)
    return wall


class Moved(SystemClock):
    """One whose time since its start can be moved, as that of a machine that was suspended is."""

    slept = timedelta(0)

    def get_real_time(self) -> datetime:
        return super().get_real_time() - self.slept


async def begin(store: Database) -> SystemClock:
    """The clock of a process that starts."""
    now = SystemClock().now()
    return SystemClock(await store.read("", lambda unit: goes_on_from(unit, now)))


@pytest.mark.parametrize("by", [-HOUR, HOUR], ids=["back", "on"])
async def test_who_begins_after_the_clock_was_set_reckons_as_the_others_do(
    store: Database, wall: Wall, by: timedelta
) -> None:
    first = await begin(store)
    await Agreement(store, first).step()
    wall.set(by)
    await Agreement(store, first).step()  # each tells every few seconds
    second = await begin(store)
    await Agreement(store, second).step()
    assert abs(second.get_real_time() - first.get_real_time()) < NEAR


async def test_a_process_that_was_suspended_catches_up(store: Database) -> None:
    first, second = Moved(), Moved()
    second.slept = HOUR
    for clock in (first, second):
        await Agreement(store, clock).step()
    assert abs(second.get_real_time() - first.get_real_time()) < NEAR


async def test_it_tells_now_and_then(store: Database) -> None:
    clock = Moved()
    agreement, writes = Agreement(store, clock), 0
    for _ in range(20):
        before = await _told(store)
        await agreement.step()
        writes += await _told(store) != before
        clock.slept -= timedelta(seconds=1)
    assert writes == 20 / (BEAT / timedelta(seconds=1))


async def test_the_date_that_signatures_are_compared_with_is_this_machines(wall: Wall) -> None:
    clock = SystemClock(START + HOUR)
    wall.set(-HOUR)
    assert abs(clock.get_steady_date() - START) < NEAR
    assert abs(clock.get_real_time() - START - HOUR) < NEAR


async def _told(store: Database) -> datetime | None:
    return await store.read("", lambda unit: unit.value(select(clocks.c.elapsed)))
