"""Who was reminded against who was left alone: the two groups of the recovery report, and what they bought."""

from __future__ import annotations

from datetime import datetime

import pytest

from flows.delivery import MessageStatus
from flows.events import ConsentAction
from flows.policy.departure_facts import Kind
from storage.database.stores import Database
from storage.people.people import Identity
from storage.reports.report_values import HoldoutGroup, compute_lift
from tests.handlers.sourcing.staff.rows import DAY, HOUR, MINUTE, START, Shop, play, usd
from tests.storage.customers import DANA, LENA, OMAR, RAVI


def group(ordered: int, people: int) -> HoldoutGroup:
    return HoldoutGroup(people, ordered, usd(0))


@pytest.mark.parametrize(
    ("treated", "control", "expected"),
    [
        # Newcombe 1998, table II, method 6: Miettinen and Nurminen's.
        pytest.param(group(56, 70), group(48, 80), (0.2000, 0.0528, 0.3382), id="a"),
        pytest.param(group(9, 10), group(3, 10), (0.6000, 0.1700, 0.8406), id="b"),
        pytest.param(group(5, 56), group(0, 29), (0.0893, -0.0326, 0.1933), id="d"),
        pytest.param(group(0, 10), group(0, 20), (0.0000, -0.1658, 0.2844), id="nobody bought"),
        pytest.param(group(10, 10), group(0, 20), (1.0000, 0.7156, 1.0000), id="all and none"),
    ],
)
def test_lift_is_the_difference_of_two_arms(
    treated: HoldoutGroup, control: HoldoutGroup, expected: tuple[float, float, float]
) -> None:
    lift = compute_lift(treated, control)
    assert lift is not None
    assert (lift.rate, lift.low, lift.high) == pytest.approx(expected, abs=0.00006)


@pytest.mark.parametrize(("treated", "control"), [(0, 5), (5, 0), (0, 0)])
def test_no_lift_without_two_groups(treated: int, control: int) -> None:
    assert compute_lift(group(0, treated), group(0, control)) is None


async def test_groups_are_compared_by_what_they_bought_in_time(store: Database) -> None:
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
        assert report.treated == HoldoutGroup(2, 1, usd(57))
        assert report.control == HoldoutGroup(2, 1, usd(20))
        # One in two of both says next to nothing.
        lift = report.lift
        assert lift is not None
        assert (lift.rate, lift.low, lift.high) == pytest.approx((0.0, -0.7493, 0.7493), abs=0.0001)
        assert report.refused == {"holdout": 4}

    await play(store, scene)


async def test_a_person_is_in_the_group_of_their_first_departure(store: Database) -> None:
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


async def test_what_fails_after_it_was_handed_over_stays_in_its_group(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        dana = await shop.person(DANA)
        await shop.drawn(dana)
        await shop.sent(dana, await shop.cart(dana), reached=MessageStatus.FAILED)
        report = await shop.report()
        assert (report.messaged, report.treated.carts) == (0, 1)

    await play(store, scene)


async def test_a_draw_follows_a_person_who_was_merged(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        dana, also_dana = await shop.person(DANA), await shop.person("9001", channel="telegram")
        await shop.drawn(also_dana)
        message = await shop.sent(also_dana, await shop.cart(also_dana))
        await shop.click(message, START + HOUR)
        await shop.consent(also_dana, ConsentAction.REVOKED, START + DAY)
        both = [Identity(one.channel, one.value) for one in (dana, also_dana)]
        assert await shop.unit.people.prove(both, START + DAY) == dana.contact
        await shop.order(dana, "89", START + HOUR)
        report = await shop.report()
        assert report.treated == HoldoutGroup(1, 1, usd(89))
        assert (report.clicked, report.opted_out) == (1, 1)

    await play(store, scene)


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
    store: Database, asked_at: datetime | None, controls: int
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
