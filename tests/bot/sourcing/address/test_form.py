"""The page on which a customer fills in where an order goes, over HTTP."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from bot.sourcing.address_routes import AddressPages
from bot.web.web_server import build
from handlers.engine.turn import Turn
from handlers.sourcing.pages.address_fields import list_fields
from handlers.sourcing.pages.order_links import make_address_link
from storage.database.stores import DatabaseAway
from storage.erasure.erasure import scrub_person
from storage.schema import delivery_addresses, messages, questions
from storage.sourcing.order_addresses import DeliveryAddress, DeliveryAddresses
from tests.bot.sourcing.track.page import Client, Page
from tests.sourced import NOOR, SOUVENIRS, Souvenirs

TYPED = {
    "do": "save", "shown": "IN", "country": "IN", "name": "Noor Khan", "street_address": "Flat 4\r\n12 MG Road",
    "city": "New Delhi", "country_area": "Delhi", "postal_code": "110 001", "note": "Ring twice",
}  # fmt: skip
KEPT = "Noor Khan\nFlat 4\n12 MG Road\nNEW DELHI 110001\nDelhi"


async def opened(house: Souvenirs, order: UUID) -> str:
    """Return the path of the page of an order, as it is made now."""

    async def work(turn: Turn) -> str:
        return make_address_link(turn, order).removeprefix(SOUVENIRS.link_domain or "")

    return await house.act(work)


async def kept(house: Souvenirs, order: UUID) -> DeliveryAddress | None:
    async def work(turn: Turn) -> DeliveryAddress | None:
        return await turn.unit.of(DeliveryAddresses).find_address(order)

    return await house.act(work)


async def said(house: Souvenirs) -> list[tuple[str, str]]:
    """Return the messages that show an address, with what their questions expect."""

    async def work(turn: Turn) -> list[tuple[str, str]]:
        asked = select(messages.c.template, questions.c.expects).join(questions, questions.c.message == messages.c.id)
        rows = await turn.unit.rows(asked.where(turn.unit.owns(messages), questions.c.answered_at.is_(None)))
        return [(row.template, row.expects) for row in rows]

    return await house.act(work)


async def post(client: Client, path: str, **typed: str) -> tuple[int, str]:
    async with client.post(path, data=TYPED | typed) as answer:
        return answer.status, await answer.text()


async def test_a_form_that_is_posted_is_the_address_and_is_shown_in_the_chat(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1234")
    path = await opened(house, order)
    house.later(minutes=1)
    async with client.get(path) as answer:
        text = await answer.text()
        assert answer.status == 200
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
        assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert 'value="Noor Khan"' in text
    assert '<option value="IN" selected>India</option>' in text
    assert Page(text).loaded == []
    assert await kept(house, order) is None, "a look changes nothing"
    status, page = await post(client, path)
    assert (status, Page(page).says("we have your address")) == (200, True)
    told = await kept(house, order)
    assert told is not None
    assert (told.text, told.note) == (KEPT, "Ring twice")
    assert await said(house) == [("address_kept", "address_kept")]


async def test_a_link_is_used_up_by_an_address_that_is_told_later(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1234")
    path = await opened(house, order)
    house.later(minutes=1)
    await post(client, path)
    house.later(minutes=1)
    async with client.get(path) as answer:
        assert (answer.status, Page(await answer.text()).says("already")) == (410, True)
    assert (await post(client, path, city="Pune"))[0] == 410
    again = await opened(house, order)
    assert (await post(client, again, city="Pune", country_area="Maharashtra", postal_code="411001"))[0] == 200
    told = await kept(house, order)
    assert told is not None
    assert "PUNE 411001" in (told.text or "")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        pytest.param({"street_address": ""}, "This is needed: House, street and area", id="required"),
        pytest.param({"postal_code": "12"}, "This does not look right for the country: PIN code", id="code"),
        pytest.param({"country_area": "Texas"}, "This does not look right for the country: State", id="state"),
        pytest.param({"city": "x" * 61}, "This is too long: Town or city", id="long"),
        pytest.param({"country": "XX"}, "This is needed: Country", id="country"),
        pytest.param({"country": "XX", "do": "country"}, "This is needed: Country", id="other country"),
        pytest.param({"city": "\u200b\u2060"}, "This is needed: Town or city", id="invisible"),
        pytest.param({"city": "\u3164 \ufe0f\x01"}, "This is needed: Town or city", id="empty letters"),
    ],
)
async def test_a_mistake_stands_at_its_field_and_nothing_is_lost(
    client: Client, house: Souvenirs, typed: dict[str, str], says: str
) -> None:
    order = await house.reserve("1234")
    status, page = await post(client, await opened(house, order), **{"note": "Ring <twice>"} | typed)
    assert (status, Page(page).says(says)) == (422, True)
    assert 'value="Ring &lt;twice&gt;"' in page
    assert "12 MG Road" in page or typed.get("street_address") == ""
    assert await kept(house, order) is None


async def test_an_opt_out_for_the_courier_is_told_where_to_go(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1234")
    status, page = await post(client, await opened(house, order), note="stop")
    assert (status, Page(page).says("To end our messages, write STOP in the chat.")) == (422, True)
    assert 'aria-describedby="note-about" aria-invalid="true"' in page


async def test_another_country_has_other_fields_and_keeps_what_was_typed(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1234")
    path = await opened(house, order)
    for typed in ({"country": "US", "do": "country"}, {"country": "US"}):
        status, page = await post(client, path, **typed)
        assert (status, Page(page).says("ZIP code")) == (200, True)
        assert 'name="city" value="New Delhi"' in page
        assert await kept(house, order) is None
    abroad = {"shown": "US", "country": "US", "country_area": "IL", "postal_code": "60601", "city": "Chicago"}
    assert (await post(client, path, **abroad))[0] == 200
    told = await kept(house, order)
    assert told is not None
    assert (told.text or "").splitlines()[-2:] == ["CHICAGO, IL 60601", "UNITED STATES"]


@pytest.mark.parametrize(
    ("locale", "word"), [("es", "Dirección"), ("hi", "पता"), ("hi-Latn", "Pata"), ("en", "address")]
)
async def test_the_page_is_in_its_customers_language(client: Client, house: Souvenirs, locale: str, word: str) -> None:
    order = await house.reserve("1234", customer=replace(NOOR, locale=locale))
    async with client.get(await opened(house, order)) as answer:
        page = await answer.text()
    assert Page(page).lang == locale
    save = {"en": "Save the address", "es": "Guardar la dirección", "hi": "पता सेव कीजिए", "hi-Latn": "Pata save kijiye"}
    assert Page(page).says(save[locale])


async def test_a_link_that_is_over_says_so(client: Client, house: Souvenirs) -> None:
    order = await house.confirmed("1234")
    path = await opened(house, order)
    await house.picked("1234", "connaught")
    await house.moved("1234", "packed")
    await house.moved("1234", "shipped")
    assert ((await post(client, path))[0], (await client.get(path)).status) == (410, 410)
    assert await kept(house, order) is None, "what has left goes nowhere else"
    other = await opened(house, await house.reserve("1235"))
    house.later(days=8)
    async with client.get(other) as answer:
        assert (answer.status, Page(await answer.text()).says("This link has expired")) == (410, True)


async def test_nobody_guesses_a_link(client: Client, house: Souvenirs) -> None:
    path = await opened(house, await house.reserve("1234"))
    for wrong in ("/address/x", path[:-1] + ("A" if path[-1] != "A" else "B"), path.replace("souvenirs.", "others.")):
        assert ((await client.get(wrong)).status, (await post(client, wrong))[0]) == (404, 404)
    async with client.post(path, data=b"\xff\xfe") as answer:
        assert answer.status == 400
    async with client.post(path, data=b"a=" + b"x" * 20_000) as answer:
        assert answer.status == 413


async def test_an_erased_customer_has_no_page_and_no_address(client: Client, house: Souvenirs) -> None:
    order = await house.reserve("1234")
    path = await opened(house, order)
    house.later(minutes=1)
    await post(client, path)
    later = await opened(house, order)

    async def forget(turn: Turn) -> int:
        row = await turn.unit.row(select(delivery_addresses.c.contact).where(turn.unit.owns(delivery_addresses)))
        assert row is not None
        await scrub_person(turn.unit, row.contact, turn.now, str)
        return len(await turn.unit.rows(select(delivery_addresses.c.id).where(turn.unit.owns(delivery_addresses))))

    assert await house.act(forget) == 0
    assert ((await client.get(later)).status, (await post(client, later))[0]) == (404, 404)


async def test_the_page_while_the_database_is_away(house: Souvenirs, monkeypatch: pytest.MonkeyPatch) -> None:
    path = await opened(house, await house.reserve("1234"))

    async def away(_business: str, _work: Callable[[Any], Awaitable[Any]], **_more: Any) -> Any:
        raise DatabaseAway("the database is away")

    monkeypatch.setattr(house.turns.store, "read", away)
    monkeypatch.setattr(house.turns.store, "write", away)
    served = TestClient(TestServer(build(AddressPages(house.turns).add_to)))
    async with served as pages, pages.get(path) as looked, pages.post(path, data=TYPED) as posted:
        assert (looked.status, posted.status, looked.headers["Retry-After"]) == (503, 503, "30")


def test_india_lists_each_state_once_by_its_latin_name() -> None:
    states = [name for field in list_fields("IN") if field.name == "country_area" for _, name in field.choices]
    assert len(states) == 36  # 28 states and 8 union territories, https://www.india.gov.in
    assert all(name.isascii() for name in states)
