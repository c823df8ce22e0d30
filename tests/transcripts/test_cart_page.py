"""The page of an order that is picked: it changes lines, and orders nothing."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.sourcing.cart_routes import CartPages
from bot.web.web_server import build
from flows.sourcing.basket import MOST_PIECES
from handlers.sourcing.pages.cart_link import VALID_FOR
from storage.sending.message import Message
from tests.bot.sourcing.track.page import Client
from tests.transcripts.runner import Story
from tests.transcripts.script import read
from tests.transcripts.world import world

pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True)
SCENE = """A list of lines is open.

sells souvenirs

Mon 2026-03-02 11:00 IST
noor> 2 tiger shorts L and 3 taj mug
noor> change
"""


class Cart:
    """A browser at the page, and the chat beside it."""

    def __init__(self, story: Story, client: Client, path: str) -> None:
        self.story, self.client, self.path = story, client, path

    async def look(self) -> tuple[int, str]:
        async with self.client.get(self.path) as answer:
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
            return answer.status, unescape(await answer.text())

    async def post(self, **typed: str) -> tuple[int, str]:
        async with self.client.post(self.path, data=typed) as answer:
            await self.story.world.settle()
            return answer.status, unescape(await answer.text())

    async def once(self) -> str:
        found = re.search(r'name="once" value="(\d+)"', (await self.look())[1])
        assert found is not None
        return found[1]

    async def last(self) -> Message:
        return [one for one in await self.story.world.messages() if one.direction == "out"][-1]


@pytest.fixture
async def cart(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Cart]:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "scene.txt"
    file.write_text(SCENE, encoding="utf-8")
    async with world(read(file), database) as here:
        story = Story(here)
        for line in here.script.lines:
            await story.do(line)
        asked = [one for one in await here.messages() if one.template == "pick_lines"][-1]
        (url,) = [one["url"] for one in asked.buttons if "url" in one]
        async with TestClient(TestServer(build(CartPages(here.service.turns).add_to))) as client:
            yield Cart(story, client, urlsplit(str(url)).path)


async def test_lines_are_changed_and_the_summary_comes_to_the_chat(cart: Cart) -> None:
    status, page = await cart.look()
    assert (status, page.count('maxlength="2"')) == (200, 2)
    form = {"once": await cart.once(), "count-0": "2", "count-1": "3"}
    status, page = await cart.post(**form, do="more-0")
    assert 'name="count-0" value="3"' in page
    status, page = await cart.post(**form, do="fewer-1")
    assert 'name="count-1" value="2"' in page
    before = await cart.last()
    assert before.template == "pick_lines", "a button of a line changes nothing"
    status, page = await cart.post(**form | {"count-0": "3", "count-1": "0"}, do="save")
    assert (status, "in the chat" in page) == (200, True)
    last = await cart.last()
    assert last.template == "pick_summary"
    assert "3 Tiger Shorts L" in (last.text or "")
    assert "Mug" not in (last.text or "")
    assert "address_ask" not in {one.template for one in await cart.story.world.messages()}


async def test_a_form_is_good_once(cart: Cart) -> None:
    form = {"once": await cart.once(), "count-0": "1", "count-1": "1", "do": "save"}
    assert (await cart.post(**form))[0] == 200
    before = await cart.last()
    assert (await cart.post(**form | {"count-0": "9"}))[0] == 410
    assert (await cart.last()).id == before.id


@pytest.mark.parametrize("do", ["save", "more-1"])
@pytest.mark.parametrize("count", ["-1", "x", "1e5", "51", "100", "999", "२"])
async def test_what_is_no_number_of_pieces_is_told_at_its_field(cart: Cart, count: str, do: str) -> None:
    assert MOST_PIECES == 50, "the words of the page say it"
    before = await cart.last()
    status, page = await cart.post(once=await cart.once(), do=do, **{"count-0": count, "count-1": "3"})
    assert (status, page.count("from 0 to 50"), page.count('aria-invalid="true"')) == (422, 1, 1)
    assert f'name="count-0" value="{count}"' in page
    assert (await cart.last()).id == before.id


async def test_an_empty_field_changes_no_line(cart: Cart) -> None:
    await cart.post(once=await cart.once(), do="save", **{"count-0": "", "count-1": "3"})
    assert "2 Tiger Shorts L and 3 Taj Mug" in ((await cart.last()).text or "")


async def test_an_empty_cart_drops_nothing(cart: Cart) -> None:
    status, page = await cart.post(once=await cart.once(), do="save", **{"count-0": "0", "count-1": "0"})
    assert (status, "To leave the order" in page) == (422, True)
    assert (await cart.last()).template == "pick_lines"


async def test_a_link_of_nobody_and_of_yesterday_opens_nothing(cart: Cart) -> None:
    right = cart.path
    cart.path = right[:-1] + ("A" if right[-1] != "A" else "B")
    assert (await cart.look())[0] == 404
    cart.path = right
    await cart.story.world.push(cart.story.world.now + VALID_FOR)
    assert (await cart.look())[0] == 410
