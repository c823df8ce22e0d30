"""A shopkeeper comes in by a start link and says in which language we are to write, through the whole service."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from bot.conversations import CONVERSATIONS
from flows.events import MessageReceived
from flows.policy.departure_facts import ConsentState, Programme
from handlers.actions.business_file_apply import apply_file
from handlers.business_file import read_business_file
from handlers.engine.turn import Turn
from handlers.replies.text_language import find_named_language
from storage.sourcing.partner_shops import Shop, Shops
from tests.bot.simulator.shop import TUESDAY, sandbox
from tests.cases import each
from tests.handlers.sourcing.shop.house import HEAD, RAVI, House

CONNAUGHT = '[[shops]]\nid = "connaught"\nname = "Connaught Souvenirs"\nlanguage = "hi-Latn"\n'
JANPATH = '[[shops]]\nid = "janpath"\nname = "Janpath Crafts"\n'
STRANGER = "telegram:78"


@dataclass
class Joined(House):
    """A business whose shops come in by links."""

    links: dict[str, str] = field(default_factory=dict)

    async def apply(self, shops: str = CONNAUGHT + JANPATH) -> None:
        service, file = self.service, read_business_file(HEAD + shops, {})
        now, elapsed = service.clock.now(), service.clock.get_real_time()
        applied = await apply_file(CONVERSATIONS, service.turns.store, file, service.vault, now, elapsed)
        self.links = {link.name: link.url for link in applied.links}

    async def shop_of(self, person: str) -> Shop | None:
        channel, _, value = person.partition(":")

        async def look(turn: Turn) -> Shop | None:
            address = await turn.unit.people.address(channel, value)
            return None if address is None else await turn.unit.of(Shops).find_by_contact(address.contact)

        return await self.look(look)


@pytest.fixture
async def house(database: str) -> AsyncIterator[Joined]:
    async with sandbox(database, TUESDAY, HEAD + CONNAUGHT + JANPATH) as service:
        made = Joined(service)
        await made.apply()
        yield made


@pytest.mark.parametrize("person", [RAVI, "whatsapp:+919800000001"])
async def test_who_opens_the_link_answers_for_the_shop(house: Joined, person: str) -> None:
    (welcome,) = await house.say(person, house.links["Connaught Souvenirs"])
    assert welcome.text is not None
    assert welcome.text.startswith("Connaught Souvenirs, swagat hai! Grahak ka order")
    assert "Tiger Tees yahin poochega" in welcome.text
    assert welcome.text.endswith("Kis bhasha mein likhein: English, Español, हिन्दी ya Hinglish?")
    shown = ["English", "Español", "हिन्दी", "Hinglish"] if person == RAVI else []  # WhatsApp has room for three
    assert [button["text"] for button in welcome.buttons] == shown
    shop = await house.shop_of(person)
    assert shop is not None
    assert (shop.ref, shop.linked_at) == ("connaught", TUESDAY)
    await house.apply()
    assert list(house.links) == ["Janpath Crafts"]


@pytest.mark.parametrize(
    ("text", "button", "locale", "answer"),
    [
        ("English", "language.en", "en", "Good, we write in English"),
        ("हिन्दी", "language.hi", "hi", "ठीक है, अब से हिन्दी में"),
        ("Hinglish me likhna", "language.hi-Latn", "hi-Latn", "Theek hai, ab se Hinglish"),
        ("Español", "language.es", "es", "Bien, desde ahora escribimos en español"),
        ("en español por favor", None, "es", "Bien, desde ahora escribimos en español"),
        ("in English please", None, "en", "Good, we write in English"),
        ("Hindi mein ji", None, "hi", "ठीक है"),
    ],
)
async def test_the_language_they_choose_is_kept(
    house: Joined, text: str, button: str | None, locale: str, answer: str
) -> None:
    await house.say(RAVI, house.links["Connaught Souvenirs"])
    (told,) = await house.say(RAVI, text, button=button)
    assert told.text is not None
    assert told.text.startswith(answer)
    shop = await house.shop_of(RAVI)
    assert shop is not None
    assert shop.language == locale
    await house.apply()
    kept = await house.shop_of(RAVI)
    assert kept is not None
    assert kept.language == locale


async def test_where_nobody_chose_a_language_the_shop_is_written_to_in_its_own(house: Joined) -> None:
    await house.say(RAVI, house.links["Janpath Crafts"])
    told = await house.say(RAVI, "mera stock dikhao bhai")
    assert {one.locale for one in told} == {"hi-Latn"}
    await house.say(RAVI, "English", button="language.en")
    told = await house.say(RAVI, "mera stock dikhao bhai")
    assert {one.locale for one in told} == {"en"}


async def test_a_link_works_once(house: Joined) -> None:
    await house.say(RAVI, house.links["Connaught Souvenirs"])
    (answer,) = await house.say(STRANGER, house.links["Connaught Souvenirs"])
    assert "used already or has expired" in (answer.text or "")
    assert await house.shop_of(STRANGER) is None


async def test_starting_again_welcomes_again_and_agrees_to_nothing(house: Joined) -> None:
    await house.say(RAVI, house.links["Connaught Souvenirs"])
    (again,) = await house.say(RAVI, "/start")
    assert again.template == "shop_joined"

    async def consent(turn: Turn) -> ConsentState:
        address = await turn.unit.people.address("telegram", "77")
        assert address is not None
        return await turn.unit.consents.state(address.id, Programme.REMINDERS)

    assert await house.look(consent) is ConsentState.NONE


async def test_a_person_answers_for_one_shop(house: Joined) -> None:
    await house.say(RAVI, house.links["Connaught Souvenirs"])
    (answer,) = await house.say(RAVI, house.links["Janpath Crafts"])
    assert answer.text is not None
    assert answer.text.startswith("This chat already answers for Connaught Souvenirs. Janpath Crafts needs")
    shop = await house.shop_of(RAVI)
    assert shop is not None
    assert shop.ref == "connaught"


async def test_a_link_of_a_shop_that_left_does_nothing(house: Joined) -> None:
    link = house.links["Janpath Crafts"]
    await house.apply(CONNAUGHT)
    (answer,) = await house.say(RAVI, link)
    assert "used already or has expired" in (answer.text or "")
    assert await house.shop_of(RAVI) is None


async def test_a_customer_who_writes_the_name_of_a_language_is_no_shop(house: Joined) -> None:
    (answer,) = await house.say(STRANGER, "English please")
    assert answer.template not in {"shop_language", "shop_joined"}


@each(
    ("text", "button", "expected"),
    [
        ("English", None, "en"),
        ("hindi me", None, "hi"),
        ("हिंदी", None, "hi"),
        ("hindi mein likhiye", None, "hi"),
        ("please write in English only", None, "en"),
        ("English mein nahi", None, None),
        ("HINGLISH!", None, "hi-Latn"),
        ("Español por favor", None, "es"),
        ("anything", "language.hi", "hi"),
        ("English", "language.fr", None),
        ("English", "later", None),
        ("English or Hindi?", None, None),
        ("I have 2 English mugs", None, None),
        ("", None, None),
        ("me", None, None),
    ],
)
def test_which_language_is_named(text: str, button: str | None, expected: str | None) -> None:
    event = MessageReceived("telegram", "77", "bot", "m1", text, TUESDAY, button=button)
    assert find_named_language(event) == expected
