"""Totals of customers: late, doubled, cancelled, refunded, merged and erased things move them rightly."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from flows.events import Customer, OrderCreated
from flows.lifetime_totals import CustomerTotals
from flows.money import Money
from storage.database.stores import Database
from storage.erasure import erasure
from storage.people.people import Identity
from storage.store.customer_totals import START, Totals
from storage.unit import Unit
from tests.storage.world import NOW, after, do, open_shops, person

SMS, CHAT = Identity("sms", "+13145550123"), Identity("telegram", "77019")
DAY = 24 * 60


@pytest.fixture(autouse=True)
async def _open(store: Database) -> None:
    await open_shops(store)


async def place(unit: Unit, ref: str, contact: UUID | None, total: str, day: float = 0, currency: str = "USD") -> UUID:
    """An order of that day. The shop sells in dollars."""
    known = await unit.orders.ensure("shop", ref, NOW)
    told = OrderCreated(ref, ref, Money.parse(total, currency), (), Customer(), after(day * DAY))
    if known.placed_at is None:
        await unit.orders.place(known, told, contact, None)
    return known.id


async def totals(unit: Unit, contact: UUID) -> CustomerTotals:
    found = await Totals(unit).find_totals(contact)
    assert found is not None
    return found


async def test_orders_are_added_up_in_the_currency_of_the_business(store: Database) -> None:
    """An order in another currency is one more, and adds nothing."""

    async def work(unit: Unit) -> None:
        ann, _ = await person(unit)
        assert await Totals(unit).find_totals(ann) is None
        for ref, total, day in (("o1", "10", 0), ("o2", "20.50", 10), ("o3", "30", 13)):
            await place(unit, ref, ann, total, day)
        await place(unit, "o4", ann, "99", 33, "EUR")
        found = await totals(unit, ann)
        assert (found.orders, found.priced, found.spend) == (4, 3, 60_500_000)
        assert found.average_order == 20_166_666
        assert (found.first_order_at, found.last_order_at) == (NOW, after(33 * DAY))
        assert found.rhythm == timedelta(days=10), "the median of 10, 3 and 20 days"
        assert (found.last_active_at, found.acquired_at) == (after(33 * DAY), NOW)

    await do(store, work)


async def test_money_that_went_back_and_orders_that_were_called_off_do_not_count(store: Database) -> None:
    """Whichever of the news comes first, and however often."""

    async def work(unit: Unit) -> None:
        ann, _ = await person(unit)
        await place(unit, "o1", ann, "10", 0)
        second = await place(unit, "o2", ann, "20", 4)
        early = await unit.orders.ensure("shop", "o3", NOW)
        await unit.orders.refund(early.id, "r1", Money.parse("5", "USD"), NOW)
        await place(unit, "o3", ann, "30", 6)
        for _ in range(2):
            await unit.orders.refund(second, "r2", Money.parse("7", "USD"), NOW)
        found = await totals(unit, ann)
        assert (found.orders, found.spend, found.rhythm) == (3, 48_000_000, timedelta(days=3))
        await unit.orders.call_off(second, after(5))
        gone = await unit.orders.ensure("shop", "o4", NOW)
        await unit.orders.call_off(gone.id, after(5))
        await place(unit, "o4", ann, "40", 8)
        found = await totals(unit, ann)
        assert (found.orders, found.spend, found.rhythm) == (2, 35_000_000, timedelta(days=6))
        assert (found.last_order_at, found.last_active_at) == (after(6 * DAY), after(8 * DAY))

    await do(store, work)


async def test_two_who_are_one_did_what_both_did(store: Database) -> None:
    async def work(unit: Unit) -> None:
        ann, _ = await person(unit, SMS)
        bo, _ = await person(unit, CHAT)
        await place(unit, "o1", ann, "10", 0)
        await place(unit, "o2", bo, "20", 7)
        both = await unit.people.prove([CHAT, SMS], NOW)
        found = await totals(unit, both)
        assert (found.orders, found.spend, found.rhythm) == (2, 30_000_000, timedelta(days=7))
        assert await Totals(unit).find_totals(bo if both == ann else ann) is None

    await do(store, work)


async def test_of_who_was_erased_there_are_no_totals(store: Database) -> None:
    """Nor are any made by what is told later."""

    async def work(unit: Unit) -> None:
        ann, _ = await person(unit, SMS)
        order = await place(unit, "o1", ann, "10", 0)
        await erasure.scrub_person(unit, ann, NOW, lambda value: "h")
        assert await Totals(unit).find_totals(ann) is None
        await unit.orders.refund(order, "r1", Money.parse("5", "USD"), NOW)
        await Totals(unit).rebuild(START)
        assert await Totals(unit).find_totals(ann) is None

    await do(store, work)


async def test_made_anew_in_parts_they_are_the_same(store: Database) -> None:
    async def work(unit: Unit) -> None:
        people = [(await person(unit, Identity("sms", f"+1314555010{one}")))[0] for one in range(5)]
        for number, who in enumerate(people):
            await place(unit, f"o{number}", who, str(number + 1), number)
        before = [await totals(unit, who) for who in people]
        await Totals(unit).forget(people)
        reached: UUID | None = START
        parts: list[int] = []
        while reached is not None:
            done, reached = await Totals(unit).rebuild(reached, 2)
            parts.append(done)
        assert parts == [2, 2, 1]
        assert [await totals(unit, who) for who in people] == before

    await do(store, work)
