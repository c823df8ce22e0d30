"""The recovery report: each figure from real rows, on every database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from flows.business import Business, Recovery
from flows.delivery import Status
from flows.events import ConsentAction
from flows.money import Money
from flows.policy.facts import Kind, Purpose
from storage.people import Address
from storage.reports import Group, StepResult, compare
from storage.schema import carts
from storage.store import Store
from tests.handlers.admins.rows import DAY, HOUR, MINUTE, START, TIGER, Shop, play, usd

DANA, RAVI, LENA, OMAR = "+13145550123", "+13145550124", "+13145550125", "+13145550126"


def group(ordered: int, people: int) -> Group:
    return Group(people, ordered, usd(0))


@pytest.mark.parametrize(
    ("treated", "control", "expected"),
    [
        # Newcombe 1998, table II, method 10.
        pytest.param(group(56, 70), group(48, 80), (0.2000, 0.0524, 0.3339), id="a"),
        pytest.param(group(9, 10), group(3, 10), (0.6000, 0.1705, 0.8090), id="b"),
        pytest.param(group(5, 56), group(0, 29), (0.0893, -0.0381, 0.1926), id="d"),
        pytest.param(group(0, 10), group(0, 20), (0.0000, -0.1611, 0.2775), id="nobody bought"),
        pytest.param(group(10, 10), group(0, 20), (1.0000, 0.6791, 1.0000), id="all and none"),
    ],
)
def test_lift_is_newcombes_interval(treated: Group, control: Group, expected: tuple[float, float, float]) -> None:
    lift = compare(treated, control)
    assert lift is not None
    assert (lift.rate, lift.low, lift.high) == pytest.approx(expected, abs=0.00006)


@pytest.mark.parametrize(("treated", "control"), [(0, 5), (5, 0), (0, 0)])
def test_no_lift_without_two_groups(treated: int, control: int) -> None:
    assert compare(group(0, treated), group(0, control)) is None


async def test_a_funnel_from_carts_to_revenue(store: Store) -> None:
    async def scene(shop: Shop) -> None:
        dana, ravi, lena = [await shop.person(phone) for phone in (DANA, RAVI, LENA)]
        cart = await shop.cart(dana)
        first = await shop.sent(dana, cart)
        second = await shop.sent(dana, cart, 2, START + DAY, reached=Status.SENT, price=None)
        await shop.click(first, START + HOUR)
        await shop.click(second, START + DAY + HOUR)
        await shop.click(second, START + DAY + HOUR)
        await shop.order(dana, "89", START + DAY + 2 * HOUR, cart, second)
        unlucky = await shop.sent(ravi, await shop.cart(ravi, "40"), reached=Status.FAILED, price=8_000)
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


async def test_an_empty_shop_reports_zeros(store: Store) -> None:
    async def scene(shop: Shop) -> None:
        report = await shop.report()
        assert (report.carts, report.reachable, report.recovered, report.revenue) == (0, 0, 0, usd(0))
        assert (report.costs, report.refused, report.lift, report.opted_out) == ((), {}, None, 0)

    await play(store, scene)


async def test_refunded_and_cancelled_money_is_taken_off(store: Store) -> None:
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
        await shop.unit.orders.refund(foreign.id, "r3", Money.of(5, "EUR"), later)
        await shop.unit.orders.refund(kept.id, "r4", Money.of(20, "EUR"), later)
        report = await shop.report()
        assert (report.recovered, report.revenue, report.refunded) == (2, usd("70.25"), usd("19.25"))
        assert report.refunds_left_out == 1

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
async def test_which_carts_are_abandoned(store: Store, made: str, expected: int) -> None:
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


async def test_groups_are_compared_by_what_they_bought_in_time(store: Store) -> None:
    async def scene(shop: Shop) -> None:
        dana, ravi, lena, omar = [await shop.person(phone) for phone in (DANA, RAVI, LENA, OMAR)]
        for who in (dana, ravi):
            await shop.drawn(who)
            await shop.sent(who, await shop.cart(who))
        for who in (lena, omar):
            await shop.drawn(who, 0.1)
            cart = await shop.cart(who)
            await shop.refused(who, cart, "holdout")
            await shop.refused(who, cart, "holdout", at=START + DAY, step=2)
        left = START + 30 * MINUTE
        await shop.order(dana, "50", left + 5 * DAY)  # the last moment that counts, attributed or not
        await shop.order(dana, "7", left + HOUR)
        await shop.order(ravi, "60", left + 5 * DAY + MINUTE)  # too late
        await shop.order(lena, "20", left - MINUTE)  # before
        ordered = await shop.order(omar, "30", left + DAY)
        await shop.unit.orders.refund(ordered.id, "r", usd(10), left + DAY)
        called_off = await shop.order(lena, "30", left + DAY)
        await shop.unit.orders.note(called_off.id, cancelled_at=left + DAY)
        report = await shop.report()
        assert (report.held_out, report.messaged, report.recovered) == (2, 2, 0)
        assert report.treated == Group(2, 1, usd(57))
        assert report.control == Group(2, 1, usd(20))
        # Wilson's interval of 1 in 2 is 0.5 ± 0.4055; the root of twice its square is 0.5734.
        lift = report.lift
        assert lift is not None
        assert (lift.rate, lift.low, lift.high) == pytest.approx((0.0, -0.5734, 0.5734), abs=0.0001)
        assert report.refused == {"holdout": 4}

    await play(store, scene)


async def test_a_person_is_in_the_group_of_their_first_departure(store: Store) -> None:
    async def scene(shop: Shop) -> None:
        dana, ravi, lena = [await shop.person(phone) for phone in (DANA, RAVI, LENA)]
        await shop.sent(dana, await shop.cart(dana), at=START + HOUR)  # before there was a holdout
        await shop.drawn(dana, 0.1)
        await shop.refused(dana, await shop.cart(dana), "holdout", at=START + DAY)
        await shop.drawn(ravi, 0.1)
        await shop.refused(ravi, await shop.cart(ravi), "holdout", at=START + HOUR)
        await shop.sent(ravi, await shop.cart(ravi), at=START + DAY)  # the holdout was switched off
        await shop.sent(lena, await shop.cart(lena))  # never drawn: no part of the experiment
        report = await shop.report()
        assert (report.treated.carts, report.control.carts) == (1, 1)
        second_day = await shop.report(start=START + DAY)
        assert (second_day.treated.carts, second_day.control.carts, second_day.carts) == (0, 0, 0)

    await play(store, scene)


async def test_what_fails_after_it_was_handed_over_stays_in_its_group(store: Store) -> None:
    async def scene(shop: Shop) -> None:
        dana = await shop.person(DANA)
        await shop.drawn(dana)
        await shop.sent(dana, await shop.cart(dana), reached=Status.FAILED)
        report = await shop.report()
        assert (report.messaged, report.treated.carts) == (0, 1)

    await play(store, scene)


async def test_a_draw_follows_a_person_who_was_merged(store: Store) -> None:
    async def scene(shop: Shop) -> None:
        dana, also_dana = await shop.person(DANA), await shop.person("9001", channel="telegram")
        await shop.drawn(also_dana)
        message = await shop.sent(also_dana, await shop.cart(also_dana))
        await shop.click(message, START + HOUR)
        await shop.consent(also_dana, ConsentAction.REVOKED, START + DAY)
        await shop.unit.people.join(also_dana.contact, dana.contact, START + DAY)
        await shop.order(dana, "89", START + HOUR)
        report = await shop.report()
        assert report.treated == Group(1, 1, usd(89))
        assert (report.clicked, report.opted_out) == (1, 1)

    await play(store, scene)


@pytest.mark.parametrize(
    ("action", "after", "expected"),
    [
        pytest.param(ConsentAction.REVOKED, DAY, 1, id="after a reminder"),
        pytest.param(ConsentAction.REVOKED, -DAY, 0, id="before one"),
        pytest.param(ConsentAction.GRANTED, DAY, 0, id="agreed"),
    ],
)
async def test_opt_outs(store: Store, action: ConsentAction, after: timedelta, expected: int) -> None:
    async def scene(shop: Shop) -> None:
        dana, ravi = await shop.person(DANA), await shop.person(RAVI)
        await shop.sent(dana, await shop.cart(dana))
        await shop.consent(dana, action, START + after)
        await shop.consent(dana, action, START + after)
        await shop.consent(ravi, ConsentAction.REVOKED, START + DAY)
        assert (await shop.report()).opted_out == expected

    await play(store, scene)


async def test_what_follows_from_a_cart_counts_where_the_cart_does(store: Store) -> None:
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


async def _messaged(shop: Shop, who: Address) -> None:
    await shop.sent(who, await shop.cart(who))


async def _held_out(shop: Shop, who: Address) -> None:
    await shop.refused(who, await shop.cart(who), "holdout")


async def _reminded_after_all(shop: Shop, who: Address) -> None:
    cart = await shop.cart(who)
    await shop.refused(who, cart, "holdout")
    await shop.sent(who, cart, None, START + DAY, kind=Kind.ASKED)


async def _given_the_link(shop: Shop, who: Address) -> None:
    cart = await shop.cart(who)
    await shop.refused(who, cart, "holdout")
    answer: dict[str, Any] = {"purpose": Purpose.TRANSACTIONAL, "kind": Kind.ANSWER, "template": "cart_link"}
    await shop.sent(who, cart, None, START + DAY, **answer)


async def _refused_at_last(shop: Shop, who: Address) -> None:
    cart = await shop.cart(who)
    await shop.refused(who, cart, "expired")
    await shop.refused(who, cart, "cap.FL", step=2, at=START + DAY)


async def _one_of_two(shop: Shop, who: Address) -> None:
    cart = await shop.cart(who)
    await shop.sent(who, cart)
    await shop.refused(who, cart, "one-sms-per-cart", step=2, at=START + DAY)


async def _failed(shop: Shop, who: Address) -> None:
    await shop.sent(who, await shop.cart(who), reached=Status.FAILED)


async def _queued(shop: Shop, who: Address) -> None:
    await shop.planned(who, await shop.cart(who))


async def _bought_first(shop: Shop, who: Address) -> None:
    cart = await shop.cart(who)
    await shop.order(who, "89", START + HOUR, cart)


async def _told_nobody(shop: Shop, who: Address) -> None:
    await shop.cart(None)


async def _newer(shop: Shop, who: Address) -> None:
    await shop.cart(who)


async def _opted_out(shop: Shop, who: Address) -> None:
    await shop.consent(who, ConsentAction.REVOKED, START + HOUR)
    await shop.cart(who)


async def _had_opted_out(shop: Shop, who: Address) -> None:
    await shop.consent(who, ConsentAction.REVOKED, START - HOUR)
    await shop.cart(who)


@pytest.mark.parametrize(
    ("scene", "reachable", "fate"),
    [
        pytest.param(_messaged, 1, "messaged", id="messaged"),
        pytest.param(_held_out, 1, "held_out", id="left alone"),
        pytest.param(_reminded_after_all, 1, "messaged", id="left alone, and reminded as they asked"),
        pytest.param(_given_the_link, 1, "messaged", id="left alone, and given the link"),
        pytest.param(_one_of_two, 1, "messaged", id="the second was refused"),
        pytest.param(_refused_at_last, 1, "cap.FL", id="the last refusal of two"),
        pytest.param(_failed, 1, "failed", id="did not get through"),
        pytest.param(_queued, 1, "waiting", id="still to come"),
        pytest.param(_bought_first, 1, "bought", id="bought alone"),
        pytest.param(_told_nobody, 0, "no-address", id="of nobody"),
        pytest.param(_newer, 1, "replaced", id="no conversation is about it"),
        pytest.param(_opted_out, 1, "consent.revoked", id="opted out meanwhile"),
        pytest.param(_had_opted_out, 0, "consent.revoked", id="opted out before"),
    ],
)
async def test_every_cart_has_one_fate(
    store: Store, scene: Callable[[Shop, Address], Awaitable[None]], reachable: int, fate: str
) -> None:
    async def played(shop: Shop) -> None:
        await scene(shop, await shop.person(DANA))
        report = await shop.report()
        fates = {"messaged": report.messaged, "held_out": report.held_out, **report.unsent}
        assert {name: count for name, count in fates.items() if count} == {fate: 1}
        assert (report.carts, report.reachable) == (1, reachable)

    await play(store, played)


SCENES = (
    _messaged, _held_out, _reminded_after_all, _given_the_link, _one_of_two, _refused_at_last, _failed, _queued,
    _bought_first, _told_nobody, _newer, _opted_out, _had_opted_out,
)  # fmt: skip


async def test_all_fates_add_up(store: Store) -> None:
    async def played(shop: Shop) -> None:
        for number, scene in enumerate(SCENES):
            await scene(shop, await shop.person(f"+131455501{number:02}"))
        report = await shop.report()
        assert report.carts == len(SCENES) == report.messaged + report.held_out + sum(report.unsent.values())
        assert report.carts >= report.reachable >= report.messaged + report.held_out
        assert report.refused_later == {"holdout": 2, "one-sms-per-cart": 1}
        assert sum(report.refused.values()) == 6

    await play(store, played)


@pytest.mark.parametrize(
    ("asked_at", "controls"),
    [
        pytest.param(None, 1, id="never reminded"),
        pytest.param(START + DAY, 0, id="reminded as she asked, and bought"),
        pytest.param(START - DAY, 0, id="reminded so of an earlier cart"),
        pytest.param(START + 9 * DAY, 1, id="reminded after the days that count"),
    ],
)
async def test_who_was_reminded_at_their_own_wish_is_no_control(
    store: Store, asked_at: datetime | None, controls: int
) -> None:
    async def scene(shop: Shop) -> None:
        dana, ravi = await shop.person(DANA), await shop.person(RAVI)
        await shop.drawn(dana, 0.1)
        cart = await shop.cart(dana)
        await shop.refused(dana, cart, "holdout")
        if asked_at is not None:
            await shop.sent(dana, cart, None, asked_at, kind=Kind.ASKED)
        await shop.order(dana, "89", START + 2 * DAY, cart)
        await shop.drawn(ravi)
        await shop.sent(ravi, await shop.cart(ravi))
        report = await shop.report()
        assert (report.control.carts, report.control.ordered) == (controls, controls)
        assert (report.treated.carts, report.lift is None) == (1, not controls)
        assert report.held_out + report.messaged == 2

    await play(store, scene)


async def test_only_reminders_of_recovery_count(store: Store) -> None:
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


async def test_costs_stay_in_the_providers_currencies(store: Store) -> None:
    async def scene(shop: Shop) -> None:
        dana = await shop.person(DANA)
        cart = await shop.cart(dana)
        await shop.sent(dana, cart, price=7_900, currency="EUR")
        await shop.sent(dana, cart, 2, price=8_300)
        await shop.sent(dana, cart, 3, price=8_300)
        assert (await shop.report()).costs == (Money(16_600, "USD"), Money(7_900, "EUR"))

    await play(store, scene)


async def test_another_business_has_no_part_in_it(store: Store) -> None:
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
