"""/note: what the staff keeps with an order, and how long."""

from __future__ import annotations

from sqlalchemy import select

from storage.database.stores import Database
from storage.schema import events, messages, order_notes
from tests.handlers.sourcing.staff.sourced import Desk, play


async def test_a_note_says_who_and_when_and_goes_with_the_customer(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        await desk.member("Ravi", "agent", "9002")
        assert (await desk.ask("/note 1234 call before noon, please", "Ravi")).startswith("Noted with Order 1234.")
        assert "Note: “call before noon, please” (Ravi, Mon 21:30)" in await desk.ask("/order 1234")
        assert (await desk.ask("/note 1234")).startswith("What should I note on order 1234?")
        assert (await desk.ask("/note 99 hello")).startswith("There is no order 99 here.")
        desk.unit.met.clear()  # nothing else is said of the customer in that message
        await desk.ask("/note 1234 Zebedee wants it wrapped", "Ravi")
        desk.unit.written.clear()  # they were written before
        await desk.press(await desk.say("/erase Noor"))
        said = await desk.unit.rows(select(messages.c.text, messages.c.data).where(desk.unit.owns(messages)))
        assert not [one for one in said if "Zebedee" in f"{one.text}{one.data}" or "noon" in f"{one.text}{one.data}"]
        told = await desk.unit.rows(select(events.c.data).where(desk.unit.owns(events)))
        assert not [one for one in told if "Zebedee" in str(one.data)]
        rows = await desk.unit.rows(select(order_notes).where(desk.unit.owns(order_notes)))
        assert rows == []

    await play(store, scene)
