"""The page's follower of changes: it ends when it is told to, whatever rings at that moment."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot.clock import PushedClock
from bot.simulator.change_counter import Changes


@pytest.mark.parametrize("ticks", range(6), ids="{} ticks before".format)
async def test_it_ends_while_the_bell_rings(ticks: int) -> None:
    bell = asyncio.Event()
    changes = Changes(bell, PushedClock(datetime(2026, 3, 2, 15, tzinfo=UTC)))

    async def follow() -> None:
        async with changes.follow():
            await asyncio.sleep(0.01)
            bell.set()
            for _ in range(ticks):
                await asyncio.sleep(0)

    following = asyncio.create_task(follow())
    done, _ = await asyncio.wait({following}, timeout=2)
    following.cancel()
    assert done, "it goes on following"
