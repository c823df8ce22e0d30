"""Whoever comes in by a link of ours or says hello is answered by what they are to the business."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.events import MessageReceived
from handlers import router
from handlers.own_events import SOURCE
from storage.database import Database
from storage.inbox import Stored
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
            id_ = desk.unit.ids.new()
            stored = Stored("tiger", id_, SOURCE, "message.received", address.contact, desk.now, 0, event)
            await router.wrote(desk.turn, stored, event)
        page = await desk.unit.messages.page(address.id, None, None, 20)
        answers = [one.text for one in page if one.direction == "out"]
        assert answers == ["You are linked already. /help lists what you can do here."] * 4

    await play(store, scene)
