"""The picture that counts opened mails: which mails have it, what it answers, and what it changes."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestClient, TestServer
from PIL import Image
from sqlalchemy import select

from bot.inbox import Inbox
from bot.web.open_pixels import OpenPixels
from bot.web.web_server import build
from flows.delivery import MessageStatus
from flows.events import Customer
from handlers.delivery.open_counting import PATH
from handlers.engine.turn import Turn
from storage.schema import messages
from tests.delivery import shop
from tests.delivery.cut import Cut
from tests.delivery.house import House, open_house
from tests.delivery.shop import MINUTE
from tests.delivery.test_mails import ANN, FILE, meet_ann
from tests.providers.smtp import SmtpStand

PIXEL = re.compile(r'<img [^>]*src="([^"]*/i/tiger\.[A-Za-z0-9_-]{48})"')
PARIS = replace(ANN, country="FR", region=None)


@pytest.fixture
async def provider() -> AsyncIterator[SmtpStand]:
    async with SmtpStand() as stand:
        yield stand


@pytest.fixture
async def house(database: str, provider: SmtpStand) -> AsyncIterator[House]:
    async with open_house(database, text=FILE, origins={"smtp_url": provider.url}, whole=True) as opened:
        yield opened


async def remind(house: House, provider: SmtpStand, who: Customer = ANN) -> str:
    """The address of the picture in a reminder; "" if it has none."""
    await meet_ann(house, who)
    await house.tell(shop.cart(who, house.clock.now()))
    await house.pass_(now=31 * MINUTE)
    found = PIXEL.search(provider.messages[-1].read("html"))
    return found[1] if found else ""


async def find_opened(house: House) -> list[tuple[UUID, Any, str]]:
    """The messages that are opened, with the moment and the status."""

    async def look(turn: Turn) -> list[tuple[UUID, Any, str]]:
        query = select(messages.c.id, messages.c.opened_at, messages.c.status)
        rows = await turn.unit.rows(query.where(messages.c.opened_at.is_not(None)))
        return [tuple(row) for row in rows]

    return await house.act(look)


async def fetch(url: str, method: str = "GET") -> tuple[int, str, bytes]:
    async with ClientSession() as session, session.request(method, url) as answer:
        assert (answer.headers["Cache-Control"], "Set-Cookie" in answer.headers) == ("no-store", False)
        return answer.status, answer.headers["Content-Type"], await answer.read()


async def test_a_reminder_is_counted_as_opened_once(house: House, provider: SmtpStand) -> None:
    pixel = await remind(house, provider)
    status, kind, picture = await fetch(pixel)
    assert (status, kind, Image.open(BytesIO(picture)).size) == (200, "image/gif", (1, 1))
    await house.settle()
    ((message, at, state),) = await find_opened(house)
    assert state == MessageStatus.SENT.value, "an open is no receipt"
    house.clock.push(now=5 * MINUTE, elapsed=5 * MINUTE)
    await fetch(pixel)
    await house.settle()
    assert await find_opened(house) == [(message, at, state)]


async def test_a_look_ahead_counts_nothing(house: House, provider: SmtpStand) -> None:
    assert (await fetch(await remind(house, provider), "HEAD"))[0] == 200
    await house.settle()
    assert await find_opened(house) == []


@pytest.mark.parametrize("token", ["x", "tiger." + "a" * 48, "nobody." + "a" * 48, "tiger.", "%00"])
async def test_an_unknown_token_gets_the_same_picture(house: House, token: str) -> None:
    assert (await fetch(f"{house.url}{PATH}{token}"))[:2] == (200, "image/gif")
    await house.settle()
    assert await find_opened(house) == []


async def test_the_token_of_another_page_counts_nothing(house: House, provider: SmtpStand) -> None:
    await remind(house, provider)
    end = provider.messages[-1].mail["List-Unsubscribe"].strip("<>").rpartition("/")[2]
    assert (await fetch(f"{house.url}{PATH}{end}"))[0] == 200
    await house.settle()
    assert await find_opened(house) == []


async def test_news_of_an_order_has_no_picture(house: House, provider: SmtpStand) -> None:
    await house.post(await meet_ann(house), "shipped")
    await house.settle()
    assert "<img" not in provider.messages[-1].read("html")


async def test_where_the_law_asks_for_consent_there_is_no_picture(house: House, provider: SmtpStand) -> None:
    assert await remind(house, provider, PARIS) == ""


async def test_a_business_turns_it_off(database: str, provider: SmtpStand) -> None:
    text = f"{FILE}track_opens = false\n"
    async with open_house(database, text=text, origins={"smtp_url": provider.url}, whole=True) as house:
        assert await remind(house, provider) == ""


async def test_without_the_database_the_open_waits_on_disk(house: House, provider: SmtpStand) -> None:
    path = PATH + (await remind(house, provider)).rpartition("/")[2]
    service = house.service
    turns = Cut(service.turns.store, house.clock, service.turns.tools)
    pixels = OpenPixels(turns, Inbox(turns, service.spool, alone=True))
    async with TestClient(TestServer(build(pixels.add_to))) as client:
        turns.away = 1
        answer = await client.get(path)
        assert (answer.status, (await answer.read())[:6]) == (200, b"GIF89a")
    assert await find_opened(house) == []
    assert await service.inbox.recover() == 1
    await house.settle()
    assert len(await find_opened(house)) == 1
