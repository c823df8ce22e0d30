"""The sourcing report where an order took another way than most."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import PushedClock
from flows.business import Sourcing
from flows.money import Money
from flows.sourcing.order_events import StockAnswered
from flows.sourcing.shop_ask import Says
from storage.database.stores import Database
from storage.sourcing.sourcing_report import Express, Refunds
from tests.sourced import SOUVENIRS, Souvenirs, partly_picked, turns_of
from tests.storage.sourcing.test_report import report


@pytest.fixture
async def house(store: Database, clock: PushedClock) -> Souvenirs:
    return await Souvenirs(turns_of(store, clock), clock).open()


@pytest.mark.parametrize(("hours", "missed"), [(23, 0), (25, 1)], ids=["in its day", "after it"])
async def test_an_express_order_that_is_given_up(house: Souvenirs, hours: int, missed: int) -> None:
    await house.confirmed("1", express=True)
    house.later(hours=hours)
    await house.given_up("1")
    house.later(hours=2)
    found = await report(house)
    assert found.express == Express(1, missed)


async def test_a_shop_that_handed_over_a_part_of_a_line_did_not_hand_it_over(house: Souvenirs) -> None:
    await partly_picked(house)
    found = {one.shop: one for one in (await report(house)).by_shop}
    assert (found["connaught"].won, found["connaught"].handed_over) == (1, 0)
    await house.picked("1234", "connaught")
    found = {one.shop: one for one in (await report(house)).by_shop}
    assert (found["connaught"].won, found["connaught"].handed_over) == (1, 1)


async def test_what_is_paid_first_was_available_when_it_is_confirmed(house: Souvenirs) -> None:
    """It never waited for its money, so it never stood there as available."""
    await house.becomes(replace(SOUVENIRS, sourcing=Sourcing(pay="first")))
    await house.reserve("1")
    await house.linked("1")
    await house.pays("1")
    house.later(minutes=30)
    await house.says("1", "connaught", Says.YES, 2)
    found = await report(house)
    assert (found.available, found.confirmed, found.fill_rate) == (1, 1, 1.0)
    assert found.time_to_answer == timedelta(minutes=30)


async def test_a_shop_that_will_have_it_said_yes(house: Souvenirs) -> None:
    await house.reserve("1")
    later = house.clock.now() + timedelta(hours=20)
    shop = house.shops["karol"]
    await house.give("1", lambda order: StockAnswered(order.id, shop, "1", Says.LATER.value, 2, later))
    found = {one.shop: one for one in (await report(house)).by_shop}
    assert (found["karol"].yes, found["karol"].no) == (1, 0)


async def test_what_went_back_in_another_currency_is_in_no_sum(house: Souvenirs) -> None:
    await house.confirmed("1")
    await house.given_up("1")
    await house.refunded("1")
    found = await report(house)
    assert found.refunded == Refunds(1, Money.parse(1798, "INR"))
    await house.becomes(replace(SOUVENIRS, currency="USD"))
    found = await report(house)
    assert (found.refunded, found.revenue) == (Refunds(1, Money.parse(0, "USD")), Money.parse(0, "USD"))


async def test_what_nobody_had_counts_as_such_where_it_was_paid_first(house: Souvenirs) -> None:
    await house.becomes(replace(SOUVENIRS, sourcing=Sourcing(pay="first")))
    await house.reserve("nobody")
    await house.linked("nobody")
    await house.pays("nobody")
    await house.elapses("nobody", "answer")
    await house.reserve("given up")
    await house.linked("given up")
    await house.pays("given up")
    await house.given_up("given up", "1")
    found = await report(house)
    assert (found.reserved, found.unavailable, found.fill_rate) == (2, 1, 0.0)
