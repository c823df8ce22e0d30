"""Who brought a customer that pays at the door is rewarded once the money came, which is when it is delivered."""

from __future__ import annotations

from dataclasses import replace

from bot.clock import PushedClock
from flows.actor import SYSTEM
from flows.business import Sourcing
from flows.sourcing.order_events import MoneyBack
from flows.sourcing.shop_ask import Says
from storage.database.stores import Database
from storage.sourcing.referral_credits import INVITING
from tests.handlers.sourcing.customer.test_referring import MONDAY, REFERS, brought, delivered, granted
from tests.sourced import Souvenirs, turns_of


async def test_not_before_it_is_delivered_and_once(store: Database) -> None:
    clock = PushedClock(MONDAY)
    house = await Souvenirs(turns_of(store, clock), clock, replace(REFERS, sourcing=Sourcing(pay="cod"))).open()
    gita = await brought(house)
    await house.reserve("1234")
    await house.says("1234", "connaught", Says.YES, 2)
    await house.agrees("1234")
    await house.picked("1234", "connaught")
    for to in ("packed", "shipped"):
        await house.moved("1234", to)
        assert (gita, INVITING) not in await granted(house)
    await house.moved("1234", "delivered")
    assert (await granted(house)).count((gita, INVITING)) == 1


async def test_an_order_that_is_returned_earns_nothing_and_the_next_one_does(store: Database) -> None:
    """Found by play (R5): three friends ordered, were refunded, and the inviter kept the money off."""
    clock = PushedClock(MONDAY)
    house = await Souvenirs(turns_of(store, clock), clock, REFERS).open()
    gita = await brought(house)
    await delivered(house, "1234")
    assert (gita, INVITING) in await granted(house)
    await house.give("1234", lambda order: MoneyBack(order.id, SYSTEM, ("1",), goods=True))
    assert (gita, INVITING) not in await granted(house)
    await delivered(house, "1235")
    assert (await granted(house)).count((gita, INVITING)) == 1


async def test_an_order_that_is_called_off_earned_nothing(store: Database) -> None:
    clock = PushedClock(MONDAY)
    house = await Souvenirs(turns_of(store, clock), clock, REFERS).open()
    gita = await brought(house)
    await house.confirmed("1234")
    await house.called_off("1234")
    assert (gita, INVITING) not in await granted(house)
