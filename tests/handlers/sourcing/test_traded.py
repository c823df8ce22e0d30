"""What /stats says of the orders of a period: the mean order, the shares, and the orders that were kept."""

from __future__ import annotations

import pytest

from bot.clock import PushedClock
from flows.sourcing.shop_ask import Says
from handlers.engine.turn import Turn
from handlers.sourcing.sourcing_descriptions import describe_period
from storage.database.stores import Database
from templates.phrases import Phrases
from templates.speech import Speech
from tests.sourced import Souvenirs, turns_of

SPEECH = Speech(Phrases.load(), "en", {"currency": "INR"}, {})


@pytest.fixture
async def house(store: Database, clock: PushedClock) -> Souvenirs:
    return await Souvenirs(turns_of(store, clock), clock).open()


async def said(house: Souvenirs) -> list[str]:
    async def look(turn: Turn) -> list[str]:
        return [SPEECH.say(line) for line in await describe_period(turn, None, None)]

    return await house.turns.look(house.business.id, look)


async def test_of_several_orders_the_trade_is_told(house: Souvenirs) -> None:
    assert await said(house) == []
    await house.confirmed("first")
    assert not any("express" in line for line in await said(house)), "nothing of a single order"
    house.later(hours=1)
    await house.reserve("second", express=True)
    await house.says("second", "connaught", Says.NO)
    await house.says("second", "karol", Says.YES, 2)
    await house.linked("second")
    await house.pays("second")
    await house.confirmed("third")
    assert (await said(house))[-2:] == [
        "₹1,847.67 an order; 33 % express, 100 % of customers had ordered before.",
        "1 kept although a shop ran short: ₹1,947.",
    ]
