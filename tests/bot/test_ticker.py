"""The tick comes by the loop's time, to whatever the machine's clock is set meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.ticker import Ticker
from tests.processes.waiting import until
from tests.walls import Wall

SOON = 0.05  # seconds between two ticks here
PATIENCE = 10.0  # seconds: less than any clock below is set by
START = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


class Counted:
    """How often it was called."""

    def __init__(self) -> None:
        self.calls = 0

    async def call(self) -> None:
        self.calls += 1

    async def more(self, times: int = 3) -> None:
        """Wait until it was called so many times more."""
        wanted = self.calls + times

        async def called() -> bool:
            return self.calls >= wanted

        await until("a tick", called, PATIENCE)


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    wall = Wall(START)
    wall.hang(monkeypatch)
    return wall


@pytest.fixture
async def ticks(wall: Wall) -> AsyncIterator[Counted]:
    counted = Counted()
    ticker = Ticker(counted.call, SOON)
    ticker.start()
    yield counted
    ticker.shutdown(wait=False)
    await asyncio.sleep(0)


@pytest.mark.parametrize(
    "by",
    [timedelta(hours=-1), timedelta(hours=1), timedelta(seconds=-30), timedelta(days=-400), timedelta(days=56 * 365)],
    ids=["an hour back", "an hour on", "half a minute back", "a year back", "from 1970 to now"],
)
async def test_it_goes_on_when_the_clock_is_set(wall: Wall, ticks: Counted, by: timedelta) -> None:
    await ticks.more()
    wall.set(by)
    await ticks.more()
    wall.set(-by)
    await ticks.more()


async def test_it_comes_no_more_often_than_it_should(wall: Wall, ticks: Counted) -> None:
    await ticks.more()
    wall.set(timedelta(hours=1))
    wall.set(timedelta(hours=-1))
    before, began = ticks.calls, asyncio.get_running_loop().time()
    await ticks.more(10)
    assert (ticks.calls - before) * SOON <= asyncio.get_running_loop().time() - began + 3 * SOON
