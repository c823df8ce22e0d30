"""The recovery report: each figure from real rows, on every database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from flows.business import Business, Recovery
from flows.delivery import MessageStatus
from flows.events import ConsentAction
from flows.money import Money
from flows.policy.departure_facts import Kind, Purpose
from handlers.people.opt_outs import ERASURE
from storage.database.stores import Database
from storage.reports.report_values import StepResult, VariantResult
from storage.schema import carts
from tests.handlers.sourcing.staff.rows import DAY, HOUR, MINUTE, START, TIGER, Shop, play, usd
from tests.storage.customers import DANA, LENA, RAVI


async def test_a_funnel_from_carts_to_revenue(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        dana, ravi, lena = [await shop.person(phone) for phone in (DANA, RAVI, LENA)]
        cart = await shop.cart(dana)
        first = await shop.sent(dana, cart)
        second = await shop.sent(dana, cart, 2, START + DAY, reached=MessageStatus.SENT, price=None)
        await shop.click(first, START + HOUR)
        await shop.click(second, START + DAY + HOUR)
        await shop.click(second, START + DAY + HOUR)
        await shop.order(dana, "89", START + DAY + 2 * HOUR, cart, second)
        unlucky = await shop.sent(ravi, await shop.cart(ravi, "40"), reached=MessageStatus.FAILED, price=8_000)
        await shop.click(unlucky, START + HOUR, robot=True)
        await shop.refused(lena, await shop.cart(lena, "10"), "consent.none")
        await shop.cart(None, "12")
        report = await shop.report()
        assert (report.carts, report.reachable, report.messaged, report.clicked) == (4, 3, 1, 1)
        assert (report.recovered, report.revenue, report.refunded) == (1, usd(89), usd(0))
        assert report.costs == (Money(15_900, "USD"),)
        assert report.refused == {"consent.none": 1}
        assert (report.held_out, report.lift) == (0, None)
        assert report.by_step == (
            StepResult(1, 1, 1, 1, 0, usd(0)),
            StepResult(2, 1, 0, 1, 1, usd(89)),
            StepResult(3, 0, 0, 0, 0, usd(0)),
        )

    await play(store, scene)


async def test_wordings_are_told_apart_where_there_are_several(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        dana, ravi, lena = [await shop.person(phone) for phone in (DANA, RAVI, LENA)]
        cart = await shop.cart(dana)
        first = await shop.sent(dana, cart, variant=0)
        await shop.click(first, START + HOUR)
        await shop.order(dana, "89", START + 2 * HOUR, cart, first)
        assert (await shop.report()).by_variant == ()
        await shop.sent(ravi, await shop.cart(ravi, "40"), variant=1, reached=MessageStatus.SENT)
        await shop.sent(lena, await shop.cart(lena, "12"))
        report = await shop.report()
        assert report.by_variant == (VariantResult(0, 1, 1, 1, 1, usd(89)), VariantResult(1, 1, 0, 0, 0, usd(0)))
        assert report.by_step[0] == StepResult(1, 3, 2, 1, 1, usd(89))

    await play(store, scene)


async def test_an_empty_shop_reports_zeros(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        report = await shop.report()
        assert (report.carts, report.reachable, report.recovered, report.revenue) == (0, 0, 0, usd(0))
        assert (report.costs, report.refused, report.lift, report.opted_out) == ((), {}, None, 0)

    await play(store, scene)


async def test_refunded_and_cancelled_money_is_taken_off(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        dana, ravi, lena = [await shop.person(phone) for phone in (DANA, RAVI, LENA)]
        later = START + 2 * HOUR
        kept, gone, foreign = [
            await shop.order(who, total, later, cart, await shop.sent(who, cart), currency)
            for who, total, currency in ((dana, "89.50", "USD"), (ravi, "40", "USD"), (lena, "30", "EUR"))
            for cart in [await shop.cart(who, total)]
        ]
        await shop.unit.orders.refund(kept.id, "r1", usd("19.25"), later)
        await shop.unit.orders.refund(kept.id, "r1", usd("19.25"), later)
        await shop.unit.orders.refund(gone.id, "r2", usd(40), later)
        await shop.unit.orders.note(gone.id, cancelled_at=later)
        await shop.unit.orders.refund(foreign.id, "r3", Money.parse(5, "EUR"), later)
        await shop.unit.orders.refund(kept.id, "r4", Money.parse(20, "EUR"), later)
        report = await shop.report()
        assert (report.recovered, report.revenue, report.refunded) == (2, usd("70.25"), usd("19.25"))
        assert report.refunds_left_out == 1
        await shop.unit.orders.note(kept.id, returned=usd(19).micros)
        assert (await shop.report()).revenue == usd("70.25"), "the refund is of what came back"
        await shop.unit.orders.note(kept.id, returned=usd(29).micros)
        report = await shop.report()
        assert (report.revenue, report.refunded) == (usd("60.50"), usd("19.25"))

    await play(store, scene)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        pytest.param("left an hour ago", 1, id="nothing happened for the first delay"),
        pytest.param("left just now", 0, id="still being filled"),
        pytest.param("bought at once", 0, id="an ordinary order"),
        pytest.param("bought after an hour", 1, id="came back alone"),
        pytest.param("bought, and touched by its order", 1, id="we had planned to write"),
        pytest.param("emptied", 0, id="nothing in it"),
        pytest.param("completed without news of an order", 0, id="nobody knows when"),
    ],
)
async def test_which_carts_are_abandoned(store: Database, made: str, expected: int) -> None:
    async def scene(shop: Shop) -> None:
        dana = await shop.person(DANA)
        now = START + HOUR
        if made == "left just now":
            await shop.cart(dana, at=now - MINUTE)
        elif made == "emptied":
            await shop.cart(dana, items=())
        elif made.startswith("completed"):
            await shop.cart(dana, completed=True)
        else:
            cart = await shop.cart(dana)
            if made == "bought at once":
                await shop.order(dana, "89", START + 5 * MINUTE, cart)
            if made == "bought after an hour":
                await shop.order(dana, "89", START + HOUR, cart)
            if made.endswith("by its order"):
                await shop.sent(dana, cart)
                await shop.order(dana, "89", START + 40 * MINUTE, cart)
                await shop.unit.run(update(carts).where(carts.c.id == cart.id).values(as_of=START + 41 * MINUTE))
        assert (await shop.report(now=now)).carts == expected

    await play(store, scene)


@pytest.mark.parametrize(
    ("action", "after", "expected"),
    [
        pytest.param(ConsentAction.REVOKED, DAY, 1, id="after a reminder"),
        pytest.param(ConsentAction.REVOKED, -DAY, 0, id="before one"),
        pytest.param(ConsentAction.GRANTED, DAY, 0, id="agreed"),
    ],
)
async def test_opt_outs(store: Database, action: ConsentAction, after: timedelta, expected: int) -> None:
    async def scene(shop: Shop) -> None:
        dana, ravi = await shop.person(DANA), await shop.person(RAVI)
        await shop.sent(dana, await shop.cart(dana))
        await shop.consent(dana, action, START + after)
        await shop.consent(dana, action, START + after)
        await shop.consent(ravi, ConsentAction.REVOKED, START + DAY)
        assert (await shop.report()).opted_out == expected

    await play(store, scene)


async def test_who_is_erased_is_none_of_those_who_opted_out(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        dana = await shop.person(DANA)
        await shop.sent(dana, await shop.cart(dana))
        await shop.unit.consents.revoke(dana.contact, "the shop", ERASURE, START + DAY)
        assert (await shop.report()).opted_out == 0

    await play(store, scene)


async def test_what_follows_from_a_cart_counts_where_the_cart_does(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        dana, ravi = await shop.person(DANA), await shop.person(RAVI)
        cart = await shop.cart(dana)
        message = await shop.sent(dana, cart, at=START + DAY)
        await shop.click(message, START + 2 * DAY)
        await shop.order(dana, "89", START + 3 * DAY, cart, message)
        await shop.consent(dana, ConsentAction.REVOKED, START + 3 * DAY)
        await shop.refused(ravi, await shop.cart(ravi, at=START + 2 * DAY), "consent.none", at=START + 3 * DAY)
        days = [await shop.report(START + n * DAY, START + (n + 1) * DAY) for n in range(4)]
        figures = [(day.carts, day.messaged, day.clicked, day.recovered, day.opted_out) for day in days]
        assert figures == [(1, 1, 1, 1, 1), (0, 0, 0, 0, 0), (1, 0, 0, 0, 0), (0, 0, 0, 0, 0)]
        assert [day.revenue for day in days] == [usd(89), usd(0), usd(0), usd(0)]
        assert [day.costs for day in days] == [(Money(7_900, "USD"),), (), (), ()]
        assert [day.refused for day in days] == [{}, {}, {"consent.none": 1}, {}]

    await play(store, scene)


async def test_only_reminders_of_recovery_count(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        dana = await shop.person(DANA)
        cart = await shop.cart(dana)
        other = await shop.sent(dana, cart, flow="winback")
        await shop.order(dana, "5", START + HOUR, None, other)
        given: dict[str, Any] = {"purpose": Purpose.TRANSACTIONAL, "kind": Kind.ANSWER}
        answer = await shop.sent(dana, cart, None, **given)
        await shop.order(dana, "89", START + 2 * HOUR, cart, answer)
        report = await shop.report()
        assert (report.messaged, report.recovered, report.revenue) == (0, 1, usd(89))
        assert report.costs == (Money(7_900, "USD"),)
        assert sum(step.recovered for step in report.by_step) == 0

    await play(store, scene)


async def test_costs_stay_in_the_providers_currencies(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        dana = await shop.person(DANA)
        cart = await shop.cart(dana)
        await shop.sent(dana, cart, price=7_900, currency="EUR")
        await shop.sent(dana, cart, 2, price=8_300)
        await shop.sent(dana, cart, 3, price=8_300)
        assert (await shop.report()).costs == (Money(16_600, "USD"), Money(7_900, "EUR"))

    await play(store, scene)


async def test_another_business_has_no_part_in_it(store: Database) -> None:
    lion: Business = replace(TIGER, id="lion", name="Lion Tees", recovery=Recovery(holdout=0.5))

    async def scene(shop: Shop) -> None:
        dana, ravi = await shop.person(DANA), await shop.person(RAVI)
        for who, draw in ((dana, 0.9), (ravi, 0.1)):
            await shop.drawn(who, draw)
        cart = await shop.cart(dana)
        message = await shop.sent(dana, cart)
        await shop.click(message, START + HOUR)
        await shop.order(dana, "89", START + HOUR, cart, message)
        await shop.consent(dana, ConsentAction.REVOKED, START + DAY)
        await shop.refused(ravi, await shop.cart(ravi), "holdout")

    async def look(shop: Shop) -> None:
        report = await shop.report()
        assert (report.carts, report.reachable, report.messaged, report.clicked, report.recovered) == (0, 0, 0, 0, 0)
        assert (report.held_out, report.opted_out, report.refused, report.lift) == (0, 0, {}, None)

    await play(store, scene, lion)
    await play(store, look)
