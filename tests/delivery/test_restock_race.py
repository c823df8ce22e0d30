"""Restocks that are confirmed in the same moment, in processes of their own: each has a number of its own."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.turns import OpenTurns
from handlers.admins.restocking import RESTOCK_DEED
from handlers.turn import Turn
from storage.schema import events
from tests.delivery.test_sourcing_race import PROCESSES, played, processes
from tests.transcripts.world import BUSINESS


async def confirmed(own: OpenTurns, gate: asyncio.Barrier) -> str:
    """A process does what the owner confirmed."""

    async def work(turn: Turn) -> str:
        (asha, *_) = [one for one in await turn.unit.access.members() if one.contact]
        (mug,) = [one for one in await turn.unit.products.all() if one.sku == "MUG"]
        about = {"product": str(mug.id), "size": "", "quantity": "5"}
        return await RESTOCK_DEED.do(turn, asha, about, turn.unit.ids.new())

    await gate.wait()
    return await own.act(BUSINESS, work)


@pytest.mark.postgres
@pytest.mark.parametrize("server", ["packaged_postgres"], indirect=True)
async def test_of_eight_restocks_at_once_each_has_its_own_number(database: str, tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        made = await played(tmp_path, database, stack, "asha> /restock")
        turns = await processes(made, database, stack)
        gate = asyncio.Barrier(PROCESSES)
        said = await asyncio.gather(*(confirmed(own, gate) for own in turns))
        numbers = [one.partition(":")[0] for one in said]
        assert sorted(numbers) == [f"Restock R{number}" for number in range(1, PROCESSES + 1)]
        begun = select(events.c.id).where(events.c.type == "order.restock")
        assert len(await made.look(lambda turn: turn.unit.rows(begun))) == PROCESSES
