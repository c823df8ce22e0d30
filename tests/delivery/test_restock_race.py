"""Restocks that are confirmed in the same moment, in processes of their own: each has a number of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from flows.actor import Actor
from flows.sourcing.order import Order
from handlers.actions.action import Origin
from handlers.sourcing.actions.restocking import RestockShelf, restock
from handlers.turn import Turn
from storage.schema import events
from tests.delivery.racing import PROCESSES, at_once, racing


async def confirmed(turn: Turn) -> Order:
    """A process does what the owner confirmed."""
    (asha, *_) = [one for one in await turn.unit.access.members() if one.contact]
    (mug,) = [one for one in await turn.unit.products.all() if one.sku == "MUG"]
    origin = Origin(Actor.staff(asha.id), str(turn.unit.ids.new()), asha.contact)
    begun = await restock(turn, origin, RestockShelf(mug.id, "", 5))
    assert isinstance(begun, Order)
    return begun


@pytest.mark.postgres
@pytest.mark.parametrize("server", ["packaged_postgres"], indirect=True)
async def test_of_eight_restocks_at_once_each_has_its_own_number(database: str, tmp_path: Path) -> None:
    async with racing(tmp_path, database, "asha> /restock") as (made, turns):
        said = await at_once(turns, [confirmed] * PROCESSES)
        numbers = [one.number for one in said]
        assert sorted(numbers) == [f"R{number}" for number in range(1, PROCESSES + 1)]
        begun = select(events.c.id).where(events.c.type == "order.restock")
        assert len(await made.look(lambda turn: turn.unit.rows(begun))) == PROCESSES
