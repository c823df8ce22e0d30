"""Answers on the page of an order that meet something else: a word in the chat, newer photos, an order that is none."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.sourcing.tracking_routes import OrderPages
from bot.web.web_server import build
from flows.sourcing.order_events import Remarked
from storage.database.stores import DatabaseAway
from tests.bot.sourcing.track.page import Client, look
from tests.bot.sourcing.track.test_photos import press
from tests.sourced import Souvenirs

ANSWER = b"asked=9&said=ship"


async def asked(house: Souvenirs) -> str:
    """The token of an order whose customer is asked about its photos."""
    order = await house.confirmed("1234")
    await house.picked("1234", "connaught")
    house.later(hours=1)
    await house.photographed("1234")
    return await house.token(order)


async def test_what_they_wrote_is_judged_first_and_no_hour_is_named(client: Client, house: Souvenirs) -> None:
    token = await asked(house)
    _, before = await look(client, token)
    assert before.says("Without an answer we do: ")
    await house.give("1234", lambda order: Remarked(order.id))
    _, page = await look(client, token)
    assert page.says("The team has what you wrote, and nothing ships before.")
    assert not page.says("Without an answer")
    _, page = await press(client, token, page, "ship")
    assert page.says("It is ready to be packed", "we ship it")


async def test_a_word_about_older_photos_is_none_about_the_newer(client: Client, house: Souvenirs) -> None:
    token = await asked(house)
    _, page = await look(client, token)
    await press(client, token, page, "recheck")
    house.later(hours=1)
    await house.photographed("1234")
    house.later(hours=24)
    await house.elapses("1234", "photos")
    _, page = await look(client, token)
    assert not page.says("Thank you")


async def test_an_answer_that_nobody_waits_for_leads_back_and_one_for_no_order_does_not(
    client: Client, house: Souvenirs
) -> None:
    token = await house.token(await house.reserve("1"))
    for opens, told in ((token, (303, token)), ("A" * 22, (404, None))):
        async with client.post(f"/track/{opens}", data=ANSWER, allow_redirects=False) as answer:
            assert (answer.status, answer.headers.get("Location")) == told
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_form_of_unknown_length_is_not_read(client: Client, house: Souvenirs) -> None:
    async def parts() -> AsyncIterator[bytes]:
        yield ANSWER

    async with client.post(f"/track/{await asked(house)}", data=parts()) as answer:
        assert answer.status == 413


async def test_an_answer_while_the_database_is_away(house: Souvenirs, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(_business: str, _work: Callable[[Any], Awaitable[Any]]) -> Any:
        raise DatabaseAway("the database is away")

    monkeypatch.setattr(house.turns.store, "read", away)
    pages: TestClient[web.Request, web.Application] = TestClient(TestServer(build(OrderPages(house.turns).add_to)))
    async with pages as client, client.post("/track/" + "A" * 22, data=ANSWER) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
