"""Restocks confirmed in the same moment, in processes of their own: each has its number, and sees the first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import select, text

from flows.actor import Actor
from flows.engine import Asks
from flows.sourcing.order import Order
from handlers.actions.action import Origin, Preview
from handlers.engine.turn import Turn
from handlers.sourcing.actions.shelf_restock import RestockShelf, restock, would_restock
from storage.schema import events
from tests.delivery.racing import PROCESSES, at_once, racing
from tests.storage.world import queued
from tests.transcripts.world import BUSINESS


async def mugs(turn: Turn) -> RestockShelf:
    (mug,) = [one for one in await turn.unit.products.all() if one.sku == "MUG"]
    return RestockShelf(mug.id, "", 5)


async def confirmed(turn: Turn) -> Order:
    """A process does what the owner confirmed."""
    (asha, *_) = [one for one in await turn.unit.access.members() if one.contact]
    origin = Origin(Actor.staff(asha.id), str(turn.unit.ids.make()), asha.contact)
    begun = await restock(turn, origin, await mugs(turn))
    assert isinstance(begun, Order)
    return begun


async def asked(turn: Turn) -> None:
    """Each process holds a question of its own about the same restock."""
    for number in range(PROCESSES):
        await turn.unit.questions.ask(await queued(turn.unit), Asks("confirm", token=f"t{number}"))


def weighed(number: int) -> Callable[[Turn], Awaitable[bool]]:
    """An owner confirms, and does it where nothing of the same is under way."""

    async def work(turn: Turn) -> bool:
        question = await turn.unit.questions.find_by_token(f"t{number}")
        assert question is not None
        assert await turn.unit.questions.confirm(question, "do", turn.now)
        preview = await would_restock(turn, await mugs(turn))
        assert isinstance(preview, Preview)
        await turn.unit.connection.execute(text("SELECT pg_sleep(0.1)"))  # the server is busy: others come in between
        if "under_way_already" in repr(preview.text):
            return False
        await confirmed(turn)
        return True

    return work


@pytest.mark.postgres
@pytest.mark.parametrize("server", ["packaged_postgres"], indirect=True)
async def test_of_eight_restocks_at_once_each_has_its_own_number(database: str, tmp_path: Path) -> None:
    async with racing(tmp_path, database, "asha> /restock") as (made, turns):
        said = await at_once(turns, [confirmed] * PROCESSES)
        numbers = [one.number for one in said]
        assert sorted(numbers) == [f"R{number}" for number in range(1, PROCESSES + 1)]
        begun = select(events.c.id).where(events.c.type == "order.restock")
        assert len(await made.look(lambda turn: turn.unit.rows(begun))) == PROCESSES


@pytest.mark.postgres
@pytest.mark.parametrize("server", ["packaged_postgres"], indirect=True)
async def test_of_eight_who_confirm_the_same_at_once_one_begins(database: str, tmp_path: Path) -> None:
    async with racing(tmp_path, database, "asha> /restock") as (_, turns):
        await turns[0].act(BUSINESS, asked)
        said = await at_once(turns, [weighed(number) for number in range(PROCESSES)])
        assert said.count(True) == 1
