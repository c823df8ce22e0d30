"""Processes that do the same in the same moment: stores of their own on one database, and a gate for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TypeVar

from bot.ids import Ids
from bot.turns import OpenTurns
from handlers.turn import Turn
from storage.store import open_store
from tests.delivery.played import played, shops
from tests.transcripts.world import BUSINESS, World

T = TypeVar("T")

PROCESSES = 8
_PLAY = """\
A race.

sells souvenirs
settings
  sourcing.wave = 8
{shops}

Mon 2026-03-02 11:00 IST
{lines}
"""


@asynccontextmanager
async def racing(folder: Path, database: str, lines: str) -> AsyncIterator[tuple[World, list[OpenTurns]]]:
    """A world with eight shops in which these lines have happened, and the turns of as many processes."""
    transcript = _PLAY.format(shops=shops(PROCESSES), lines=lines)
    async with AsyncExitStack() as stack:
        made = await stack.enter_async_context(played(folder, database, transcript))
        turns = []
        for _ in range(PROCESSES):
            store = open_store(database, Ids(made.clock))
            stack.push_async_callback(store.close)
            turns.append(OpenTurns(store, made.clock, made.service.turns.tools))
        yield made, turns


async def at_once(turns: Sequence[OpenTurns], works: Sequence[Callable[[Turn], Awaitable[T]]]) -> list[T]:
    """What comes of each work in a process of its own, when all begin in the same moment."""
    gate = asyncio.Barrier(len(turns))

    async def act(own: OpenTurns, work: Callable[[Turn], Awaitable[T]]) -> T:
        await own.act(BUSINESS, lambda turn: turn.unit.shops.all())  # its connection is there
        await gate.wait()
        return await own.act(BUSINESS, work)

    return await asyncio.gather(*(act(own, work) for own, work in zip(turns, works, strict=True)))
