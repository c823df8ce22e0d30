"""/erase: owners and managers delete a person for good, after they were shown what that does; agents do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.businesses.deeds import Deeds
from storage.database.stores import Database
from storage.profiles.customer_tags import TAGGED
from storage.sourcing.reservations import Reservations
from tests.handlers.sourcing.staff.sourced import Desk, play

SHOWN = (
    "Noor (…0001): name, numbers, chats and all texts will be deleted for good. They never get a message again. "
    "Cancelled, and payments are refunded: order 1234.\nNot done yet. Confirm within 10 minutes."
)

DELETED = (
    "Deleted. Parley keeps nothing that names them. It cannot reach your own chats (delete those messages there), "
    "older database copies, or your shop's own system.\nNext: /help"
)


async def _erased(desk: Desk) -> bool:
    row = await desk.unit.of(Reservations).find_by_number("1234")
    assert row is not None
    assert row.contact is not None
    person = await desk.unit.people.get(row.contact)
    assert person is not None
    return person.erased_at is not None


@pytest.mark.parametrize("role", ["owner", "manager"])
async def test_who_is_responsible_may(store: Database, role: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        await desk.member("Ravi", role, "9002")
        question = await desk.say("/erase Noor", "Ravi")
        assert question.text == SHOWN
        assert not await _erased(desk)
        assert await desk.press(question, who="Ravi") == DELETED
        assert await _erased(desk)

    await play(store, scene)


@pytest.mark.parametrize("text", ["/erase Noor", "/erase_0001", "/erase", "/forget Noor"])
async def test_an_agent_may_not(store: Database, text: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        await desk.member("Ravi", "agent", "9002")
        answer = await desk.say(text, "Ravi")
        assert answer.text is not None
        assert answer.text.startswith("Only an owner or a manager may /erase.")
        assert answer.buttons == []
        assert not await _erased(desk)

    await play(store, scene)


async def test_whoever_is_an_agent_by_then_does_not_confirm_it(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        question = await desk.say("/erase Noor")
        member, address = desk.people["Asha"]
        desk.people["Asha"] = (replace(member, role="agent"), address)
        assert await desk.press(question) == "You are not allowed to do that any more. Nothing was done."
        assert not await _erased(desk)

    await play(store, scene)


async def test_nobody_of_the_staff_is_erased(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.member("Ravi", "agent", "9002")
        answer = await desk.ask("/erase Ravi")
        assert (
            answer == "They are on the staff, so nothing was erased. Remove them from the staff first (`parley apply`)."
        )

    await play(store, scene)


async def test_no_deed_keeps_a_mark_of_whoever_was_erased(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        await desk.say("/tag Noor difficult")
        deeds = desk.unit.of(Deeds)
        assert await deeds.last(None, {TAGGED}) is not None
        await desk.press(await desk.say("/erase Noor"))
        assert await deeds.last(None, {TAGGED}) is None

    await play(store, scene)
