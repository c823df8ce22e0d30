"""/note on a customer, the buttons of a card, and what becomes of both when the customer is erased."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from storage.database.stores import Database
from storage.profiles.customer_notes import CustomerNotes
from storage.profiles.customer_tags import CustomerTags
from storage.schema import customer_notes, events, messages
from tests.handlers.sourcing.staff.sourced import Desk, play

NOOR = "+919820000001"


async def noor(desk: Desk) -> UUID:
    """The customer of the first order, by id."""
    address = await desk.unit.people.address("whatsapp", NOOR)
    assert address is not None
    found: UUID = address.contact
    return found


async def notes(desk: Desk) -> list[str]:
    """The notes on her, the newest first."""
    return [one.text for one in await desk.unit.of(CustomerNotes).page(await noor(desk), 20)]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("/note noor likes red", "likes red"),
        ("/note Noor: likes red", "likes red"),
        ("/note 20000001 likes red", "likes red"),
        ("/note noo likes red", "likes red"),
        ("/note noor order 1234 was late", "order 1234 was late"),
        ("/note noor noor is her sister's name, too", "noor is her sister's name, too"),
    ],
)  # fmt: skip
async def test_a_note_names_a_customer_as_people_do(store: Database, said: str, kept: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        assert (await desk.ask(said)).startswith("Noted about Noor"), said
        assert await notes(desk) == [kept]
        assert f"Note: “{kept}” (Asha, " in await desk.ask("/customers noor")

    await play(store, scene)


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("/note 1234 leave at the gate", "Noted with Order 1234."),
        ("/note leave it at the gate 1234", "Noted with Order 1234."),
        ("/note call 1234 before noon", "Noted with Order 1234."),
        ("/note zebedee likes red", "No customer or order matches “zebedee”. Nothing was saved."),
        ("/note 99 hello", "There is no order 99 here."),
        ("note noo likes red", "No customer or order matches “noo”. Nothing was saved."),
        ("please note: we close early on friday", "I did not understand that"),
        ("/note", "Which person or order?"),
    ],
)
async def test_what_is_no_note_on_a_customer(store: Database, said: str, answered: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        assert (await desk.ask(said)).startswith(answered), said
        assert await notes(desk) == []

    await play(store, scene)


async def test_a_note_goes_by_undo_and_with_the_customer(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        await desk.member("Ravi", "agent", "9002")
        await desk.ask("/note noor Zebedee wants it wrapped", "Ravi")
        assert await desk.ask("/undo", "Ravi") == "Undone: the note on Noor (…0001).\nNext: /customers_20000001"
        assert await notes(desk) == []
        await desk.ask("/note noor Zebedee wants it wrapped", "Ravi")
        here = await noor(desk)
        desk.unit.written.clear()  # they were written before
        await desk.press(await desk.say("/erase Noor"))
        assert await desk.unit.rows(select(customer_notes).where(desk.unit.owns(customer_notes))) == []
        for table, columns in ((messages, (messages.c.text, messages.c.data)), (events, (events.c.data,))):
            rows = await desk.unit.rows(select(*columns).where(desk.unit.owns(table)))
            assert not [one for one in rows if "Zebedee" in str(one)], table.name
        for tap in ("note", "tag", "customers", "customers_history", "send"):
            answer = await desk.ask(f"/{tap}_{here.hex}")
            assert not any(sign in answer for sign in ("0001", "Write it now", "Noor")), (tap, answer)

    await play(store, scene)


async def test_buttons_are_for_those_who_may_take_them_and_mean_the_customer(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        await desk.member("Ravi", "agent", "9002")
        here = (await noor(desk)).hex
        card = await desk.say("/customers noor", "Ravi")
        taps = [one["id"] for one in card.buttons]
        steps = ("send", "note", "tag", "customers_history", "why")  # an agent is told no consents
        assert taps == [f"/{one}_{here}" for one in steps]
        assert [one["text"] for one in card.buttons[:4]] == ["Write to them", "Note", "Tag", "History"]
        assert (await desk.ask(taps[0], "Ravi")).startswith("What should Noor (…0001) read?")
        assert (await desk.ask(taps[1], "Ravi")).startswith("What should I note about Noor (…0001)?")
        assert (await desk.ask(taps[2], "Ravi")) == "Which tag for Noor (…0001)? Write it now."
        assert (await desk.ask(taps[3], "Ravi")).startswith("Noor (…0001), recent events:")

    await play(store, scene)


async def test_where_there_are_no_buttons_the_steps_are_typed(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        await desk.member("Mira", "owner", "+919830000009", "whatsapp")
        card = await desk.say("/customers noor", "Mira")
        here = (await noor(desk)).hex
        assert (card.text or "").splitlines()[-1] == f"Privacy: /privacy_{here}"
        assert [one["id"] for one in card.buttons][-1] == f"/privacy_{here}"
        await desk.reserve("1235")
        await desk.unit.of(CustomerTags).give(await noor(desk), "vip", desk.now)
        assert (await desk.ask("/tag_20000002", "Mira")).splitlines()[-1] == "vip"

    await play(store, scene)


async def test_tags_in_use_are_offered_the_most_used_first(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        tags = desk.unit.of(CustomerTags)
        people = []
        for number in range(4):
            await desk.reserve(str(1234 + number))
            address = await desk.unit.people.address("whatsapp", f"+9198200000{number + 1:02}")
            people.append(address.contact)
        for tag, many in (("gold", 1), ("vip", 3), ("big spender", 2), ("x" * 29, 1)):
            for person in people[:many]:
                await tags.give(person, tag, desk.now)
        assert await tags.list_used(3) == ["vip", "big spender", "gold"]
        asked = await desk.say(f"/tag_{people[3].hex}")
        assert [one["text"] for one in asked.buttons] == ["vip", "big spender", "gold"], "the long one fits no button"
        for _ in range(2):  # two taps do one thing
            answer = await desk.press(asked, 1)
            assert "now has the tag “big spender”" in answer
        assert await tags.list_tags(people[3]) == ["big spender"]

    await play(store, scene)
