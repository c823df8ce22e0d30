"""A person is written to in the language they last clearly wrote in, whatever the shop's system tells of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.clock import PushedClock
from flows.events import MessageReceived
from handlers.engine import person_language
from handlers.engine.turn import Turn
from handlers.sourcing.shop import shop_readers
from storage.database.stores import Database
from storage.people.people import Contact, Identity
from storage.sourcing.partner_shops import Shops
from tests.sourced import SOUVENIRS, Souvenirs, turns_of

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
SAID = MessageReceived("whatsapp", "+919811111111", "+911140000000", "M1", "", NOW)
ENGLISH, HINGLISH, HINDI, SPANISH = "Is it pure cotton?", "kya ye size sahi hai?", "मेरा order कहाँ है", "no lo quiero ya"


@pytest.fixture
async def house(store: Database) -> Souvenirs:
    clock = PushedClock(NOW)
    return await Souvenirs(turns_of(store, clock), clock).open()


async def written(house: Souvenirs, *texts: str | MessageReceived, locale: str | None = None) -> Contact:
    """Who wrote these, one after the other."""

    async def hear(turn: Turn) -> Contact:
        contact = await turn.unit.people.resolve([Identity("whatsapp", SAID.address)], turn.now)
        await turn.unit.people.save_details(contact, {"locale": locale}, turn.now)
        (address,) = await turn.unit.people.addresses_of(contact)
        for one in texts:
            await person_language.learn(
                turn, address, one if isinstance(one, MessageReceived) else replace(SAID, text=one)
            )
        person = await turn.unit.people.get(contact)
        assert person is not None
        return person

    return await house.act(hear)


@pytest.mark.parametrize(
    ("texts", "writes"),
    [
        pytest.param([ENGLISH], "en", id="English"),
        pytest.param([HINGLISH], "hi-Latn", id="Hinglish"),
        pytest.param([HINDI], "hi", id="Hindi"),
        pytest.param([SPANISH], "es", id="Spanish"),
        pytest.param([HINGLISH, ENGLISH], "en", id="the last clear text counts"),
        pytest.param([HINGLISH, ENGLISH, "haan"], "en", id="a word after it changes nothing"),
        pytest.param([HINDI, "haan"], "hi", id="one word in other letters neither"),
        pytest.param([HINDI, HINGLISH], "hi-Latn", id="whoever writes Latin letters gets them"),
        pytest.param([HINGLISH, "ok", "2", "yes", "👍", "M", "", "not now", "sí"], "hi-Latn", id="what tells nothing"),
        pytest.param(["haan"], "hi-Latn", id="a word of whom nothing is known"),
        pytest.param(["haan", ENGLISH], "en", id="until they write more"),
        pytest.param(["not now"], None, id="English words are everybody's"),
        pytest.param(["2", "ok"], None, id="nothing told"),
        pytest.param([HINGLISH, "English please"], "en", id="they name a language"),
        pytest.param([replace(SAID, text=SPANISH, forwarded=True)], None, id="what they forward"),
        pytest.param([replace(SAID, text="Sí, pídelo por favor", button="order")], None, id="a button"),
    ],
)
async def test_what_is_kept(house: Souvenirs, texts: list[str | MessageReceived], writes: str | None) -> None:
    person = await written(house, *texts, locale="en-GB")
    assert (person.writes, person.locale) == (writes, "en-GB")


@pytest.mark.parametrize(
    ("locale", "texts", "of_business", "spoken"),
    [
        pytest.param(None, [], "en-IN", "en-IN", id="nothing is known"),
        pytest.param("hi", [], "en-IN", "hi", id="told"),
        pytest.param("hi", [HINGLISH], "en-IN", "hi-Latn", id="known for Hindi, and writes Hinglish"),
        pytest.param("hi-IN", [HINDI], "en-IN", "hi-IN", id="with the region that is told of them"),
        pytest.param("hi", [ENGLISH], "en-IN", "en-IN", id="with the region of the business"),
        pytest.param("es-MX", [ENGLISH, SPANISH], "en-IN", "es-MX", id="back in their own"),
    ],
)
async def test_in_which_they_are_written_to(
    house: Souvenirs, locale: str | None, texts: list[str], of_business: str, spoken: str
) -> None:
    person = await written(house, *texts, locale=locale)
    assert person_language.of(person, replace(SOUVENIRS, locale=of_business)) == spoken


def test_in_which_nobody_is_written_to() -> None:
    assert person_language.of(None, replace(SOUVENIRS, locale="es")) == "es"


@pytest.mark.parametrize(
    ("follows", "texts", "spoken"),
    [
        pytest.param(True, ["haan 2 hai"], ["hi-Latn"], id="nobody chose one"),
        pytest.param(True, ["2", "yes"], ["en", "en"], id="nothing shows"),
        pytest.param(True, [HINDI, "haan", HINGLISH], ["hi", "hi", "hi-Latn"], id="it changes with what they write"),
        pytest.param(False, [HINDI, HINGLISH], ["en", "en"], id="it was chosen"),
    ],
)
async def test_a_shop_whose_language_nobody_chose(
    house: Souvenirs, follows: bool, texts: list[str], spoken: list[str]
) -> None:
    async def hear(turn: Turn) -> list[str]:
        shop = await turn.unit.of(Shops).find_by_ref("karol")
        assert shop is not None
        assert shop.contact is not None
        await turn.unit.of(Shops).update([replace(shop, follows=follows)])
        (address,) = await turn.unit.people.addresses_of(shop.contact)
        told = []
        for text in texts:
            known = await turn.unit.of(Shops).get(shop.id)
            assert known is not None
            now = await shop_readers.learn(turn, known, address, replace(SAID, text=text))
            kept = await turn.unit.of(Shops).get(shop.id)
            assert kept == now
            told.append(now.language)
        return told

    assert await house.act(hear) == spoken
