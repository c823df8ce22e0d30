"""Paid orders that are late and money to be sent by hand: told each morning until done, once a day, never at night."""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.sourcing.lateness import GRACE, UNDELIVERED
from handlers.sourcing.staff import overdue_orders
from storage.database.stores import Database
from storage.events.event_inbox import Stored
from tests.handlers.sourcing.staff.sourced import Desk, play

DAY = timedelta(days=1)


async def look(desk: Desk, at: datetime) -> list[str]:
    """What the staff is told by a look at that moment."""
    before, desk.now = len(await desk.told()), at
    firing = Stored("tiger", desk.unit.ids.make(), "schedule", overdue_orders.JOB, None, desk.now, 0, None)
    assert await overdue_orders.run_check(desk.turn, firing)
    return (await desk.told())[before:]


def at_nine(desk: Desk, day: datetime) -> datetime:
    """The morning of a day, where the business is."""
    return day.astimezone(desk.turn.zone).replace(hour=9, minute=20)


async def test_a_late_order_is_told_each_morning_until_it_has_left(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.bought("1234")
        promised = (await desk.order(order)).promised_at
        assert promised is not None
        assert await look(desk, at_nine(desk, promised)) == [], "the order asks by itself on that day"
        assert await look(desk, at_nine(desk, promised + GRACE)) == [], "and a day later"
        third = at_nine(desk, promised + GRACE + DAY)
        assert "/order_1234 is to be fetched, promised for " in (await look(desk, third))[0]
        assert await look(desk, third + timedelta(hours=2)) == [], "once a day"
        await desk.ask("/picked 1234 connaught")
        await desk.heard()
        assert "/order_1234 is here, to be packed" in (await look(desk, third + DAY))[0]
        await desk.ask("/packed 1234")
        await desk.heard()
        assert "/order_1234 is packed, to be shipped" in (await look(desk, third + 2 * DAY))[0]
        assert "/order_1234 is packed, to be shipped" in (await look(desk, third + 3 * DAY))[0]
        assert await look(desk, third + 4 * DAY + timedelta(hours=14)) == [], "never at night"
        await desk.ask("/shipped 1234")
        await desk.heard()
        (told,) = await look(desk, third + 5 * DAY)
        assert told.startswith("A parcel left and should be there:\n/order_1234 promised for ")
        assert "There? /delivered_1234" in told
        assert "1 shipped and not delivered" in await desk.ask("hello")
        await desk.ask("/delivered 1234")
        await desk.heard()
        assert await look(desk, third + 6 * DAY) == []

    await play(store, scene)


async def test_a_parcel_may_take_its_days(store: Database) -> None:
    """It is told of some days after the promise, and not before."""

    async def scene(desk: Desk) -> None:
        order = await desk.bought("1234")
        promised = (await desk.order(order)).promised_at
        assert promised is not None
        for command in ("/picked 1234 connaught", "/packed 1234", "/shipped 1234"):
            await desk.ask(command)
            await desk.heard()
        desk.now = promised + UNDELIVERED - timedelta(hours=1)
        assert "shipped and not" not in await desk.ask("hello")
        desk.now = promised + UNDELIVERED + timedelta(hours=1)
        assert "1 shipped and not delivered" in await desk.ask("hello")

    await play(store, scene)


async def test_orders_of_today_are_counted(store: Database) -> None:
    """Those that came in, also paid ones; those of another day are not among them."""

    async def scene(desk: Desk) -> None:
        await desk.bought("1234")
        desk.now += DAY
        assert (await desk.ask("/orders today")).startswith("No order came in today.")
        await desk.reserve("1235")
        await desk.reserve("1236")
        assert "2 orders came in today" in await desk.ask("hello")
        told = await desk.ask("/orders today")
        assert told.startswith("2 orders came in today, ")
        assert "1234" not in told

    await play(store, scene)


async def test_money_to_be_sent_by_hand_is_told_until_it_was_sent(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        order = await desk.reserve("1234")
        await desk.answers(order, "connaught")
        for command in ("/settled 1234", "/cancel 1234"):
            await desk.press(await desk.say(command))
            await desk.heard()
        today = at_nine(desk, desk.now)
        assert await look(desk, today) == [], "the order told of it today"
        assert "1234: ₹1,798. Sent? /refunded_1234" in (await look(desk, today + DAY))[0]
        assert "1234: ₹1,798. Sent? /refunded_1234" in (await look(desk, today + 2 * DAY))[0]
        await desk.press(await desk.say("/refunded 1234"))
        await desk.heard()
        assert await look(desk, today + 3 * DAY) == []

    await play(store, scene)
