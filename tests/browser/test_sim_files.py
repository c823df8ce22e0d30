"""A file of ours in a thread of the demo page: a picture as one, anything else by its name, and both open."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from PIL import Image
from playwright.async_api import Browser, expect

from bot.app import Service
from flows.message_files import Attachment
from flows.policy.departure_facts import Kind
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from tests.bot.simulator.shop import DELHI, TUESDAY, application, sandbox
from tests.browser.phones import LAPTOP, fits, open_page, take

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


@pytest_asyncio.fixture(loop_scope="package")
async def service(database: str) -> AsyncIterator[Service]:
    async with sandbox(database, DELHI.find_first_moment(TUESDAY), DELHI.toml) as opened:
        yield opened


def chart() -> Attachment:
    held = io.BytesIO()
    Image.new("RGB", (640, 360), "#e85a4f").save(held, "PNG")
    return Attachment("orders.png", "image/png", held.getvalue())


async def test_it_is_shown_and_opens(browser: Browser, service: Service) -> None:
    async def tell(turn: Turn) -> None:
        owner = (await turn.unit.access.members())[0]
        assert owner.contact is not None
        to = (await turn.unit.people.addresses_of(owner.contact))[0]
        for name, file in (("chart", chart()), ("table", Attachment("vips.csv", "text/csv", b"name\nAsha\n"))):
            await post(turn, to, OutboundMessage(name, Kind.STAFF, text=f"The {name}.", attachment=file))

    async with TestServer(application(service)) as server:
        url = str(server.make_url("/sim"))
        async with open_page(browser, url, LAPTOP) as page:
            await service.turns.act("chandni", tell)
            staff = await take(page, "staff", "")
            await page.request.post(str(server.make_url("/sim/api/settle")))
            shown = staff.get_by_role("img", name="orders.png")
            await expect(shown).to_be_visible()
            assert await shown.evaluate("one => one.complete && one.naturalWidth") == 640
            href = await staff.get_by_role("link", name="vips.csv").get_attribute("href")
            assert href is not None
            assert await (await page.request.get(str(server.make_url(href)))).text() == "name\nAsha\n"
            assert await fits(page)
