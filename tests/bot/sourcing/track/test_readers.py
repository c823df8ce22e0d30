"""To whom the page of an order speaks, in which words and times, and what it keeps to itself."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.sourcing.tracking_routes import OrderPages
from bot.web.web_server import build
from flows.events import Customer
from handlers.engine.turn import Turn
from storage.database.stores import DatabaseAway
from storage.erasure.erasure import scrub_person
from storage.sourcing.reservations import Reservations
from tests.bot.sourcing.track.page import Client, look, shown
from tests.sourced import NOOR, Souvenirs

LANGUAGES = {
    "en-IN": ("en", "We are looking for it", "Mon, 2 Mar, 11:30 am"),
    "es-MX": ("es", "Lo estamos buscando", "Lun 2 de mar a las 11:30 am"),
    "hi": ("hi", "हम इसे ढूँढ रहे हैं", "सोम, 2 मार्च, सुबह 11:30 बजे"),
    "hi-Latn": ("hi-Latn", "Hum ise dhoondh rahe hain", "Som, 2 Mar, subah 11:30 baje"),
    "fr": ("en", "We are looking for it", "Mon, Mar 2, 11:30 am"),
}


@pytest.mark.parametrize(("locale", "told"), LANGUAGES.items(), ids=LANGUAGES)
async def test_the_customer_s_language(
    client: Client, house: Souvenirs, locale: str, told: tuple[str, str, str]
) -> None:
    page = await shown(client, house, await house.reserve("1", customer=replace(NOOR, locale=locale)))
    assert (page.lang, page.says(*told[1:])) == (told[0], True)


async def test_the_language_in_which_the_customer_writes(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1", customer=replace(NOOR, locale="en-IN"))

    async def write(turn: Turn) -> None:
        found = await turn.unit.of(Reservations).get(order)
        assert found is not None
        assert found.contact is not None
        await turn.unit.people.write_in(found.contact, "hi-Latn")

    await house.act(write)
    page = await shown(client, house, order)
    assert (page.lang, page.says("Hum ise dhoondh rahe hain")) == ("hi-Latn", True)


async def test_the_customer_s_zone(client: Client, house: Souvenirs) -> None:
    abroad = Customer(name="Ana", whatsapp="+34600000001")
    page = await shown(client, house, await house.reserve("1", customer=abroad))
    assert page.says("Mon, Mar 2, 7 am")


async def test_what_people_and_catalogues_say_stays_text(client: Client, house: Souvenirs) -> None:
    name = "<b>Noor</b><script>x</script> Khan"
    order = await house.reserve("1", customer=replace(NOOR, name=name), number="<i>7")
    page = await shown(client, house, order)
    assert page.loaded == []
    assert page.says("<b>Noor</b><script>x</script>", "Order <i>7")


async def test_only_the_first_name_is_on_it(client: Client, house: Souvenirs) -> None:
    token = await house.token(await house.confirmed("1234", customer=replace(NOOR, email="noor@home.example")))
    async with client.get(f"/track/{token}") as answer:
        text = await answer.text()
    assert "Noor" in text
    assert not re.search(r"Khan|9811111111|noor@|Connaught|Asha|staff|commission", text)


async def test_nobody_keeps_it_and_it_loads_nothing(client: Client, house: Souvenirs) -> None:
    async with client.get(f"/track/{await house.token(await house.reserve('1'))}") as answer:
        headers, text = answer.headers, await answer.text()
    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert 'name="robots" content="noindex' in text
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert not re.search(r"""(src|href)=["']?(https?:)?//(?!pay)|@import|url\(|<script""", text)


UNKNOWN = {"no such token": "A" * 22, "no token": "x", "too long": "A" * 40, "bytes": "%00%ff" + "A" * 20}


@pytest.mark.parametrize("token", UNKNOWN.values(), ids=UNKNOWN)
async def test_a_link_that_leads_nowhere_says_what_to_do(client: Client, token: str) -> None:
    status, page = await look(client, token)
    assert (status, page.lang, page.says("Open it once more from the chat where you got it")) == (404, "en", True)
    status, page = await look(client, token, **{"Accept-Language": "fr-FR, hi;q=0.9, en;q=0.8"})
    assert (status, page.lang, page.says("यहाँ कोई ऑर्डर नहीं है")) == (404, "hi", True)


async def test_who_was_erased_has_no_page_any_more(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1")

    async def forget(turn: Turn) -> None:
        found = await turn.unit.of(Reservations).get(order)
        assert found is not None
        assert found.contact is not None
        await scrub_person(turn.unit, found.contact, turn.now, str)

    await house.act(forget)
    assert (await look(client, await house.token(order)))[0] == 404


async def test_while_the_database_is_away(house: Souvenirs, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(_business: str, _work: Callable[[Any], Awaitable[Any]]) -> Any:
        raise DatabaseAway("the database is away")

    monkeypatch.setattr(house.turns.store, "read", away)
    pages = TestClient(TestServer(build(OrderPages(house.turns).add_to)))
    async with pages as client, client.get("/track/" + "A" * 22) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
        assert "Your order is not affected" in await answer.text()
