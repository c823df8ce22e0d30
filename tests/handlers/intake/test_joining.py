"""Whoever comes in by a link of ours or says hello is answered by what they are to the business."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.events import MessageReceived
from flows.policy.departure_facts import AddressState
from handlers.engine.own_events import SOURCE
from handlers.intake import router
from storage.database.stores import Database
from storage.events.event_inbox import Stored
from tests.handlers.sourcing.staff.rows import blank
from tests.handlers.sourcing.staff.sourced import Desk, play


@pytest.mark.parametrize("pressed", [True, False])
@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_hello_of_the_staff(store: Database, channel: str, pressed: bool) -> None:
    """Pressed as a button or typed, on either channel: a hello and no command, and answered each time."""

    async def scene(desk: Desk) -> None:
        await desk.member("Ravi", "agent", "+919820000001" if channel == "whatsapp" else "9002", channel)
        _, address = desk.people["Ravi"]
        for time in range(4):
            event = MessageReceived(channel, address.value, "bot", f"hello:{time}", "/start", desk.now)
            event = replace(event, start="") if pressed else event
            said = blank(desk.house, address, event.key, "in", "/start", desk.now)
            assert await desk.unit.messages.add(said)
            id_ = desk.unit.ids.make()
            stored = Stored("tiger", id_, SOURCE, "message.received", address.contact, desk.now, 0, event)
            await router.route_message(desk.turn, stored, event)
        page = await desk.unit.messages.page(address.id, None, None, 20)
        answers = [one.text for one in page if one.direction == "out"]
        assert answers == ["Hello, Ravi. Nothing waits for you.\nNext: /stats · /help"] * 4

    await play(store, scene)


@pytest.mark.parametrize(
    ("text", "back"), [("START", True), ("start", True), ("/start", True), ("/resume", False), ("resume", False)]
)
async def test_start_lifts_the_stop_of_the_staff(store: Database, text: str, back: bool) -> None:
    """As it does for customers; a command stays one."""

    async def scene(desk: Desk) -> None:
        _, address = desk.people["Asha"]
        await desk.unit.people.set_state(address.id, AddressState.SUPPRESSED, "they wrote STOP ALL", desk.now)
        event = MessageReceived(address.channel, address.value, "bot", "in:1", text, desk.now)
        assert await desk.unit.messages.add(blank(desk.house, address, event.key, "in", text, desk.now))
        id_ = desk.unit.ids.make()
        stored = Stored("tiger", id_, SOURCE, "message.received", address.contact, desk.now, 0, event)
        await router.route_message(desk.turn, stored, event)
        (answer,) = await desk.told()
        assert answer.startswith("Welcome back: staff alerts come to this chat again.") is back, answer
        now = await desk.unit.people.address_by_id(address.id)
        assert now.state is (AddressState.USABLE if back else AddressState.SUPPRESSED)

    await play(store, scene)
