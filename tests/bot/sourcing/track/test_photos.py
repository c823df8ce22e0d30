"""Photos of an order are answered on its page as in the chat: once, and only those it asks about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.sourcing import order_flow
from flows.sourcing.order import Order
from handlers.engine.turn import Turn
from handlers.sourcing.order_history import load_histories
from storage.sql import json_codec
from tests.bot.sourcing.track.page import Client, Page, look
from tests.sourced import NOOR, Souvenirs


async def press(client: Client, token: str, page: Page, said: str) -> tuple[int, Page]:
    """A button of the page is pressed, and the browser goes where it is led."""
    form = {"asked": page.form["asked"][0], "said": said}
    async with client.post(f"/track/{token}", data=form) as answer:
        assert [one.status for one in answer.history] == [303]
        return answer.status, Page(await answer.text())


async def stands(house: Souvenirs, ref: str) -> tuple[bool, list[str]]:
    """Whether the photos are approved, and what of them is in the history."""

    async def work(turn: Turn) -> tuple[bool, list[str]]:
        known = await turn.unit.orders.find_by_ref("api", ref)
        assert known is not None
        run = await turn.unit.runs.get_open(order_flow.NAME, str(known.id))
        assert run is not None
        history = (await load_histories(turn, [known.id]))[known.id]
        said = [one.note for one in history if (one.by, one.status) == ("customer", "quality_check")]
        return json_codec.load(Order, run.state).approved, said

    return await house.act(work)


@pytest.fixture
async def photographed(house: Souvenirs) -> str:
    """The token of an order whose customer is asked about its photos."""
    order = await house.confirmed("1234")
    await house.picked("1234", "connaught")
    house.later(hours=1)
    await house.photographed("1234", 2)
    house.later(minutes=5)
    return await house.token(order)


ANSWERS = {
    "ship": (True, "the customer approves", "Thank you: the photos are fine, and we ship it."),
    "recheck": (False, "the customer wants it checked again", "we check it again and send you new photos"),
}


@pytest.mark.parametrize(("said", "comes"), ANSWERS.items(), ids=ANSWERS)
async def test_photos_are_answered_on_the_page_as_in_the_chat(
    client: Client, house: Souvenirs, photographed: str, said: str, comes: tuple[bool, str, str]
) -> None:
    approved, note, understood = comes
    _, page = await look(client, photographed)
    assert page.says("Shall we ship it? Without an answer we do:", "Ship it", "Check again")
    assert (page.form["said"], page.loaded) == (["ship", "recheck"], ["img", "img"])
    status, page = await press(client, photographed, page, said)
    assert (status, page.form, page.says(understood)) == (200, {}, True)
    assert (await stands(house, "1234")) == (approved, [note])
    told = await house.act(lambda turn: turn.unit.messages.page(None, None, None, 10))
    assert next(one.data["happened"] for one in told if one.template == "photos_answered") == (
        "approved" if approved else "again"
    )


async def test_an_answer_is_taken_once(client: Client, house: Souvenirs, photographed: str) -> None:
    _, page = await look(client, photographed)
    await press(client, photographed, page, "ship")
    status, again = await press(client, photographed, page, "ship")
    assert (status, again.says("we ship it")) == (200, True)
    await press(client, photographed, page, "recheck")
    assert await stands(house, "1234") == (True, ["the customer approves"])


async def test_an_answer_to_older_photos_is_none_to_the_newer(
    client: Client, house: Souvenirs, photographed: str
) -> None:
    _, old = await look(client, photographed)
    await house.photographed("1234")
    _, page = await press(client, photographed, old, "ship")
    assert page.says("Shall we ship it?")
    assert await stands(house, "1234") == (False, [])


async def test_an_answer_in_the_chat_closes_the_question_on_the_page(
    client: Client, house: Souvenirs, photographed: str
) -> None:
    _, page = await look(client, photographed)
    await house.chooses("1234", 2)
    _, page = await press(client, photographed, page, "ship")
    assert (page.form, page.says("we check it again")) == ({}, True)
    assert await stands(house, "1234") == (False, ["the customer wants it checked again"])


async def test_silence_is_no_word_of_theirs(client: Client, house: Souvenirs, photographed: str) -> None:
    house.later(hours=24)
    await house.elapses("1234", "photos")
    _, page = await look(client, photographed)
    assert (page.form, page.says("Thank you")) == ({}, False)


@pytest.mark.parametrize("locale", ["en", "es", "hi", "hi-Latn"])
async def test_the_question_in_every_language(client: Client, house: Souvenirs, locale: str) -> None:
    order = await house.confirmed("1234", customer=replace(NOOR, locale=locale))
    await house.picked("1234", "connaught")
    await house.photographed("1234")
    token = await house.token(order)
    _, page = await look(client, token)
    assert len(page.form["said"]) == 2
    _, page = await press(client, token, page, "recheck")
    assert page.form == {}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"", 400, id="empty"),
        pytest.param(b"asked=1&said=nothing", 400, id="no answer"),
        pytest.param(b"said=ship", 400, id="to nothing"),
        pytest.param(b"asked=9&said=ship&asked=9", 400, id="more"),
        pytest.param(b"asked=9&said=ship", 200, id="another question"),
        pytest.param(b"a" * 201, 413, id="too long"),
    ],
)
async def test_what_is_no_answer_changes_nothing(
    client: Client, house: Souvenirs, photographed: str, body: bytes, status: int
) -> None:
    async with client.post(f"/track/{photographed}", data=body) as answer:
        assert answer.status == status
    assert await stands(house, "1234") == (False, [])


@pytest.mark.parametrize("token", ["A" * 22, "a", "%3Cb%3E"])
async def test_an_answer_for_no_order(client: Client, token: str) -> None:
    async with client.post(f"/track/{token}", data=b"asked=9&said=ship") as answer:
        assert (answer.status, answer.content_type) == (404, "text/html")
