"""Processes that do the same in the same moment: stores of their own on one database, and a gate for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import TypeVar

from bot.conversations import HOLDINGS
from bot.ids import Ids
from bot.open_turns import OpenTurns
from handlers.delivery import outbox_claims
from handlers.delivery.outbox_claims import JudgedClaims
from handlers.engine.turn import Turn
from storage.database.stores import make_database
from storage.sourcing.partner_shops import Shops
from tests.delivery import shop
from tests.delivery.house import House
from tests.delivery.played import played, shops
from tests.transcripts.world import BUSINESS, World

T = TypeVar("T")

PROCESSES = 8
A_MOMENT = 0.3  # seconds in which what nothing holds up would have happened
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
            store = make_database(database, Ids(made.clock), HOLDINGS)
            stack.push_async_callback(store.close)
            turns.append(OpenTurns(store, made.clock, made.service.turns.tools))
        yield made, turns


async def at_once(turns: Sequence[OpenTurns], works: Sequence[Callable[[Turn], Awaitable[T]]]) -> list[T]:
    """What comes of each work in a process of its own, when all begin in the same moment."""
    gate = asyncio.Barrier(len(turns))

    async def act(own: OpenTurns, work: Callable[[Turn], Awaitable[T]]) -> T:
        await own.act(BUSINESS, lambda turn: turn.unit.of(Shops).all())  # its connection is there
        await gate.wait()
        return await own.act(BUSINESS, work)

    return await asyncio.gather(*(act(own, work) for own, work in zip(turns, works, strict=True)))


async def judged_at_once(house: House, processes: int, *, patient: bool = True) -> list[JudgedClaims]:
    """So many processes judge a message by SMS each, and none commits before all have judged or wait for another.

    Unless ``patient``, none may wait for another.
    """
    line = (await house.line()).id
    judged = asyncio.Semaphore(0)
    go = asyncio.Event()

    async def judge(turn: Turn) -> JudgedClaims:
        entries = (await turn.unit.outbox.claim(line, turn.now, turn.elapsed, outbox_claims.LEASE, 1))[:1]
        found = await outbox_claims.mark_permitted(turn, entries, line, None)
        judged.release()
        await go.wait()
        return found

    async with AsyncExitStack() as stack:
        turns = [await _another_process(house, stack) for _ in range(processes)]
        tasks = [asyncio.create_task(one.act(shop.TIGER, judge)) for one in turns]
        await judged.acquire()
        with suppress(TimeoutError):
            async with asyncio.timeout(A_MOMENT if patient else None):
                for _ in turns[1:]:
                    await judged.acquire()
        go.set()
        return await asyncio.gather(*tasks)


async def _another_process(house: House, stack: AsyncExitStack) -> OpenTurns:
    """On SQLite there is one process only, and all share its store."""
    service = house.service
    if service.settings.database_url.startswith("sqlite"):
        return service.turns
    store = make_database(service.settings.database_url, Ids(service.clock), HOLDINGS)
    stack.push_async_callback(store.close)
    return OpenTurns(store, service.clock, service.turns.tools)
