"""Each member of the staff reads what they are told in their own language, and in the business's own wording."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversations import CONVERSATIONS
from flows.phrase import phrase
from flows.policy.departure_facts import Kind
from handlers.business_file import read_business_file
from handlers.business_file.business_wordings import make_text_check
from handlers.business_file.toml_table import WrongBusinessFile
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.staff_chat.staff_command import Command
from handlers.staff_notices import alerts
from storage.database.stores import Database
from templates.message_library import Library
from templates.phrases import LOCALES, Phrases
from tests.cases import each
from tests.handlers.sourcing.staff.sourced import Desk, play

FILE = '[business]\nid = "tiger"\nname = "Tiger Tees"\ncountry = "US"\ntimezone = "America/Chicago"\ncurrency = "USD"\n'
REMOVED = phrase("app_removed", store="Shopify")


async def _hinglish(desk: Desk) -> None:
    """Ravi is an owner who is written to in Hinglish; Asha reads what the business speaks."""
    await desk.member("Ravi", "owner", "9002")
    await desk.unit.access.put_member("Ravi", "owner", desk.now, "hi-Latn", desk.people["Ravi"][0])


async def _told(desk: Desk) -> dict[str, str]:
    """What each is told of an alert."""
    await alerts.tell(desk.turn, "removed", REMOVED)
    page = await desk.unit.messages.page(None, None, None, 20)
    texts = {one.address: one.text or "" for one in reversed(page) if one.direction == "out"}
    return {name: texts[address.id] for name, (_, address) in desk.people.items()}


async def test_an_owner_is_spoken_to_in_hinglish(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        await _hinglish(desk)
        assert (await desk.ask("/help", "Ravi")).startswith("Tiger Tees, aap owner hain:\n")
        question = await desk.say("/erase Noor", "Ravi")
        assert (question.text or "").startswith("Noor (…0001): naam, number, chat aur saare message hamesha ke liye")
        assert (question.text or "").endswith("Aapke paas 10 minute hain.")
        assert [one["text"] for one in question.buttons] == ["1 Sab mita dein", "2 Rehne dein"]
        assert (await desk.press(question, who="Ravi")).startswith("Mita diya: ")
        told = await _told(desk)
        assert told["Ravi"].startswith("Shopify ke anusaar app hata diya gaya.")
        assert told["Asha"].startswith("Shopify reports that the app was removed.")

    await play(store, scene)


async def test_a_text_of_the_staff_is_in_their_language_too(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await _hinglish(desk)
        address = desk.people["Ravi"][1]
        sent = await post(desk.turn, address, OutboundMessage("one", Kind.STAFF, template="staff_answer_sent"))
        assert sent is not None
        message = await desk.unit.messages.get(sent)
        assert message.locale == "hi-Latn"

    await play(store, scene)


async def test_a_business_rewords_what_its_staff_is_told(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        texts = {"app_removed": "Gone from {{ store }}: /resume"}
        desk.house.business = replace(desk.house.business, texts=texts)
        assert await _told(desk) == {"Asha": "Gone from Shopify: /resume"}

    await play(store, scene)


def test_a_wrong_wording_is_refused_with_its_line() -> None:
    text = FILE + '[texts]\napp_removed = "Gone from {{ shop }}"\n'
    with pytest.raises(WrongBusinessFile) as refused:
        read_business_file(text, {}, make_text_check(Library.load()))
    told = str(refused.value)
    assert "line 8" in told
    assert "app_removed has no value 'shop'; it has store" in told


def test_a_language_that_nobody_writes_is_a_mistake() -> None:
    text = FILE + '[[staff]]\nname = "Asha"\nrole = "owner"\nlanguage = "klingon!"\n'
    with pytest.raises(WrongBusinessFile, match="must be a language"):
        read_business_file(text, {})


@each("command", CONVERSATIONS.commands.all, ids=lambda one: one.name)
def test_each_command_has_its_line_of_help(command: Command) -> None:
    assert f"help_{command.name}" in Phrases.load()


@pytest.mark.parametrize("locale", LOCALES)
async def test_what_is_confirmed_is_the_same_in_every_language(store: Database, locale: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.bought()
        asha, _ = desk.people["Asha"]
        await desk.unit.access.put_member("Asha", "owner", desk.now, locale, asha)
        question = await desk.say("/erase Noor")
        await desk.unit.access.put_member("Asha", "owner", desk.now, "en", asha)
        assert (await desk.press(question)).startswith("Deleted. ")

    await play(store, scene)
