"""The quoted part of a mail is folded: a button of the question's card shows it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.database.stores import Database
from storage.helpdesk.customer_questions import CustomerQuestions
from storage.people.people import Identity
from tests.handlers.sourcing.staff.rows import blank
from tests.handlers.sourcing.staff.sourced import Desk, play


@pytest.mark.parametrize("quoted", ["> Your parcel left.", ""])
async def test_a_button_shows_the_quoted_part_of_a_mail(store: Database, quoted: str) -> None:
    async def scene(desk: Desk) -> None:
        contact = await desk.unit.people.resolve([Identity("email", "dana@mail.example")], desk.now)
        address = await desk.unit.people.address("email", "dana@mail.example")
        assert address is not None
        wrote = blank(desk.house, address, "in:mail", "in", "When does it come?", desk.now)
        assert await desk.unit.messages.add(replace(wrote, data={"quoted": quoted} if quoted else {}))
        one = await desk.unit.of(CustomerQuestions).ask(contact, address.id, wrote.id, desk.now)
        card = await desk.say(f"/question {one.number}")
        assert quoted == "" or quoted not in (card.text or "")
        taps = [button["id"] for button in card.buttons if "quoted" in button["id"]]
        assert len(taps) == bool(quoted)
        shown = await desk.ask(f"/question quoted {one.number}")
        assert (quoted or "It quotes no earlier mail.") in shown

    await play(store, scene)
