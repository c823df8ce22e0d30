"""Paid orders that are late and money to be sent by hand: told each morning until done, once a day, never at night."""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.sourcing.lateness import GRACE
from handlers.sourcing.staff import forgotten
from storage.database import Database
from storage.inbox import Stored
from tests.handlers.sourcing.staff.sourced import Desk, play

DAY = timedelta(days=1)


async def look(desk: Desk, at: datetime) -> list[str]:
    """What the staff is told by a look at that moment."""
    before, desk.now = len(await desk.told()), at
    firing = Stored("tiger", desk.unit.ids.new(), "schedule", forgotten.JOB, None, desk.now, 0, None)
    assert await forgotten.look(desk.turn, firing)
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
        assert await look(desk, third + 5 * DAY) == []

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
