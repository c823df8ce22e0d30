"""What a shop will have is offered to the order that asked, and is nothing that it has now."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.clock import PushedClock
from flows.sourcing.shop_ask import Says
from handlers.engine.turn import Turn
from storage.database.stores import Database
from storage.sourcing.shop_inventory import ShopInventory
from tests.sourced import Souvenirs, turns_of

MONDAY = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("says", "quantity", "known"),
    [
        pytest.param(Says.LATER, 2, [], id="later"),
        pytest.param(Says.PART, 1, [1], id="a part"),
        pytest.param(Says.NO, 0, [0], id="none"),
    ],
)
async def test_what_an_answer_tells_of_a_shop_s_stock(
    store: Database, says: Says, quantity: int, known: list[int]
) -> None:
    clock = PushedClock(MONDAY)
    house = await Souvenirs(turns_of(store, clock), clock).open()
    await house.reserve("1234")
    await house.says("1234", "connaught", says, quantity)

    async def stated(turn: Turn) -> list[int]:
        return [one.quantity for one in await turn.unit.of(ShopInventory).list_by_shop(house.shops["connaught"])]

    assert await house.act(stated) == known
