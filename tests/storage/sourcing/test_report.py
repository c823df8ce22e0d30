"""The sourcing report: each figure from what really happened to orders, on every database."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from sqlalchemy import update

from bot.clock import PushedClock
from flows.money import Money
from flows.sourcing.shop_ask import Says
from handlers.engine.turn import Turn
from storage.database.stores import Database
from storage.schema import orders
from storage.sourcing.partner_shops import Shops
from storage.sourcing.shop_earnings import PAYOUT, Earnings
from storage.sourcing.sourcing_report import Express, Refunds, ShopResult, SourcingReport, load_sourcing_report
from storage.sourcing.trade_figures import Trade
from tests.actors import ASHA
from tests.conftest import START
from tests.sourced import SOUVENIRS, Souvenirs, turns_of

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
async def house(store: Database, clock: PushedClock) -> Souvenirs:
    return await Souvenirs(turns_of(store, clock), clock).open()


async def report(house: Souvenirs, start: datetime | None = None, end: datetime | None = None) -> SourcingReport:
    async def work(turn: Turn) -> SourcingReport:
        return await load_sourcing_report(turn.unit, turn.tenant, start, end, turn.now)

    return await house.turns.look(house.business.id, work)


def rupees(amount: int) -> Money:
    return Money.parse(amount, "INR")


async def test_of_nothing_there_is_nothing(house: Souvenirs) -> None:
    nothing = rupees(0)
    assert await report(house) == SourcingReport(
        None,
        None,
        "INR",
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        Refunds(0, nothing),
        nothing,
        None,
        None,
        None,
        (),
        Express(0, 0),
        Trade(0, None, None, None, 0, nothing),
    )


async def test_each_order_by_what_became_of_it(house: Souvenirs) -> None:
    await house.confirmed("delivered")  # answered after 20 minutes, paid 40 later
    house.later(hours=10)
    await house.picked("delivered", "connaught")
    await house.moved("delivered", "shipped")
    house.later(hours=10)
    await house.moved("delivered", "delivered")
    await house.reserve("part")
    house.later(minutes=30)
    await house.says("part", "connaught", Says.PART, 1)
    await house.says("part", "karol", Says.NO)
    house.later(minutes=10)
    await house.elapses("part", "answer")
    await house.chooses("part", 1)
    await house.linked("part")
    await house.reserve("none")
    house.later(minutes=60)
    await house.elapses("none", "answer")
    await house.reserve("expired", ("MUG", "", 1))
    await house.elapses("expired", "reservation")
    await house.reserve("cancelled")
    await house.called_off("cancelled")
    await house.reserve("waits")
    found = await report(house)
    assert (found.reserved, found.available, found.part, found.unavailable) == (6, 3, 1, 1)
    assert (found.expired, found.confirmed, found.delivered, found.cancelled) == (1, 1, 1, 1)
    assert (found.refunded.count, found.revenue) == (0, rupees(1798))
    assert (found.time_to_answer, found.time_to_deliver) == (
        30 * MINUTE,
        20 * HOUR,
    )  # the middle of 4
    assert found.fill_rate == 2 / 4


async def test_what_goes_back_is_no_revenue(house: Souvenirs) -> None:
    await house.reserve("1", ("SHORTS", "L", 1), ("MUG", "", 1))
    await house.says("1", "connaught", Says.YES, 1)
    await house.linked("1")
    await house.pays("1")
    await house.given_up("1", "1")
    before = await report(house)
    assert (before.refunded.count, before.revenue) == (0, rupees(1249))  # it is on its way
    await house.refunded("1")
    after = await report(house)
    assert (after.refunded, after.revenue) == (Refunds(1, rupees(899)), rupees(350))
    assert (after.available, after.fill_rate) == (1, 0.0)


async def test_what_was_paid_twice_and_went_back_at_once_is_neither_refund_nor_loss(house: Souvenirs) -> None:
    await house.confirmed("1")
    await house.pays("1", "pay_again")
    await house.refunded("1")
    found = await report(house)
    assert (found.refunded, found.revenue) == (Refunds(0, rupees(0)), rupees(1798))


async def test_the_period_is_that_of_the_reservation(house: Souvenirs) -> None:
    await house.confirmed("1")
    house.later(days=1)
    await house.reserve("2")
    await house.moved("1", "delivered")
    day = START + timedelta(days=1)
    first, second = await report(house, None, day), await report(house, day)
    assert (first.reserved, first.delivered, second.reserved, second.delivered) == (1, 1, 1, 0)
    assert ([one.shop for one in first.by_shop], first.start, first.end) == (["connaught", "hauz", "karol"], None, day)
    assert (await report(house, START, START)).reserved == 0


async def test_how_each_shop_did(house: Souvenirs) -> None:
    for number, minutes in enumerate((10, 30, 20)):
        ref = str(number)
        await house.reserve(ref)
        house.later(minutes=minutes)
        await house.says(ref, "karol", Says.YES, 2)
        await house.linked(ref)
        await house.pays(ref)
    await house.picked("0", "karol")
    await house.picked("1", "karol")
    await house.given_up("1")  # what it had handed over goes back to it
    await house.reserve("4")
    await house.says("4", "connaught", Says.NO)
    house.later(hours=1)
    await house.elapses("4", "answer")
    await house.act(pay)
    asked = {one.shop: one for one in (await report(house)).by_shop}
    assert asked["karol"] == ShopResult("karol", 4, 3, 0, 1, 0, 0, 0, 20 * MINUTE, 2, 1, rupees(240))
    assert asked["connaught"] == ShopResult("connaught", 4, 0, 1, 0, 0, 3, 0, timedelta(0), 0, 0, rupees(0))
    assert asked["hauz"].silent == 1


async def pay(turn: Turn) -> None:
    """What a shop is paid is nothing it earns."""
    shop = await turn.unit.of(Shops).find_by_ref("karol")
    assert shop is not None
    known = await turn.unit.orders.find_by_ref("api", "0")
    assert known is not None
    await turn.unit.of(Earnings).book(shop.id, known.id, PAYOUT, "p1", -240 * 10**6, "INR", ASHA, turn.now)


async def test_an_express_order_that_was_not_fetched_in_its_day(house: Souvenirs) -> None:
    await house.confirmed("late", express=True)
    await house.confirmed("kept", express=True)
    await house.confirmed("given up", express=True)
    await house.confirmed("usual")
    house.later(hours=2)
    await house.picked("kept", "connaught")
    await house.given_up("given up")
    assert (await report(house)).express == Express(3, 0)
    house.later(hours=30)
    assert (await report(house)).express.missed == 1
    await house.picked("late", "connaught")
    await house.moved("kept", "packed")
    assert (await report(house)).express.missed == 1


async def test_one_business_s_orders_are_not_another_s(house: Souvenirs) -> None:
    other = await Souvenirs(house.turns, house.clock, replace(SOUVENIRS, id="lion")).open()
    await house.confirmed("1")
    await other.reserve("1")
    assert [(await report(one)).confirmed for one in (house, other)] == [1, 0]
    assert [(await report(one)).reserved for one in (house, other)] == [1, 1]


@pytest.mark.parametrize("seed", range(4))
async def test_what_each_shop_was_asked_adds_up(house: Souvenirs, seed: int) -> None:
    """Over a random day: orders come, shops answer, take back and say nothing, and some orders are called off."""
    random = Random(seed)
    for number in range(8):
        ref = str(number)
        await house.reserve(ref)
        house.later(minutes=random.randint(1, 40))
        for shop in random.sample(("connaught", "karol", "hauz"), random.randint(0, 3)):
            says = random.choice((Says.YES, Says.NO, Says.PART, Says.LATER, Says.OPEN))
            await house.says(ref, shop, says, 1 if says is Says.PART else 2)
        if random.random() < 0.4:
            await house.elapses(ref, "answer")
    found = (await report(house)).by_shop
    assert found
    for one in found:
        assert one.asked == one.yes + one.no + one.silent + one.open + one.spared + one.taken_back


async def test_a_shop_that_nobody_understood_is_not_silent(house: Souvenirs) -> None:
    await house.reserve("1")
    house.later(hours=1)
    await house.says("1", "karol", Says.OPEN)
    await house.elapses("1", "answer")
    found = {one.shop: (one.silent, one.spared) for one in (await report(house)).by_shop}
    assert (found["karol"], found["connaught"]) == ((0, 1), (1, 0))


async def test_how_orders_trade(house: Souvenirs) -> None:
    await house.confirmed("first")
    house.later(hours=1)
    await house.reserve("second", express=True)
    await house.says("second", "connaught", Says.NO)
    await house.says("second", "karol", Says.YES, 2)
    await house.linked("second")
    await house.pays("second")
    await house.reserve("gone")
    await house.called_off("gone")
    await house.confirmed("third")
    found = (await report(house)).trade
    brought = (await report(house)).revenue
    assert found.orders == 3
    assert found.average_order == Money(brought.micros // 3, "INR")
    assert (found.express_share, found.repeat_rate) == (1 / 3, 1.0), "one customer, who came again"
    assert found.refunds_avoided == 1
    assert 0 < found.saved.micros < brought.micros


async def test_what_was_given_back_whole_was_not_kept(house: Souvenirs) -> None:
    await house.reserve("1234")
    await house.says("1234", "connaught", Says.NO)
    await house.says("1234", "karol", Says.YES, 2)
    await house.linked("1234")
    await house.pays("1234")
    assert (await report(house)).trade.refunds_avoided == 1

    async def give_back(turn: Turn) -> None:
        await turn.unit.run(update(orders).values(refunded=orders.c.total))

    await house.turns.act(house.business.id, give_back)
    assert (await report(house)).trade.refunds_avoided == 0


async def test_who_came_before_the_period_comes_again_in_it(house: Souvenirs) -> None:
    await house.confirmed("first")
    house.later(hours=30)
    since = house.clock.now()
    await house.confirmed("second")
    assert (await report(house)).trade.repeat_rate == 1.0
    assert (await report(house, end=since)).trade.repeat_rate == 0.0
    assert (await report(house, since)).trade.repeat_rate == 1.0
