"""Pages with a sign-in in a real browser, whose cookies, origins and policies decide what works, without script."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer, unused_port
from playwright.async_api import Browser

from bot.config import Settings
from bot.proxies import Proxies
from bot.web.session_pages import PageLogin, SessionPages
from bot.web.web_server import build
from handlers.engine.page_login import make_login_link
from handlers.engine.turn import Turn
from tests.bot.commands.test_keys import Watch
from tests.bot.installed import apply, installed
from tests.bot.web.garden import ANNA, GARDEN, Garden
from tests.browser.test_track import _FAINT, _LOW, _WIDE, looks, opened, photograph
from tests.conftest import START

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


@pytest_asyncio.fixture(loop_scope="package")
async def link(database: str) -> AsyncIterator[str]:
    """A login link to a garden with four beds."""
    port = unused_port()
    settings = Settings(database_url=database, public_url=f"http://127.0.0.1:{port}")
    async with installed(settings, Watch(START)) as service:
        await apply(service, "")
        garden = Garden(SessionPages(service.turns, Proxies(), GARDEN))
        garden.beds += [("tiger", "", bed, 0) for bed in ("Roses", "Sunflowers and tall grasses", "दीपावली", "Mint")]
        app = build(PageLogin(service.turns, Proxies(), (GARDEN,)).add_to, garden.add_to)
        async with TestServer(app, port=port):

            async def make(turn: Turn) -> str:
                return await make_login_link(turn, "garden", ANNA)

            yield await service.turns.act("tiger", make)


def list_mistakes(wrong: list[str], link: str, status: str) -> list[str]:
    """What went wrong, but for requests of our own pages and the refusal of that status."""
    ours = link.partition("/page/")[0]
    return [line for line in wrong if not line.startswith(ours) and f"a status of {status}" not in line]


async def test_a_reader_signs_in_works_and_signs_out(browser: Browser, link: str) -> None:
    async with opened(browser, link, script=False) as (page, wrong):
        await page.click("button")
        await page.wait_for_url("**/page/garden")
        await page.fill("#bed", "Tulips")
        await page.check("input[value=rake]")
        await page.click("text=Add")
        assert await page.inner_text("h1") == "5 beds"
        await page.locator("footer .button").click()
        assert await page.inner_text("h1") == "You are signed out"
        await page.goto(link)
        assert await page.inner_text("h1") == "This link was already used"
        assert list_mistakes(wrong, link, "410") == []


async def test_a_page_is_readable_at_every_size_in_light_and_dark(browser: Browser, link: str) -> None:
    async with opened(browser, link) as (page, wrong):
        await page.click("button")
        await page.wait_for_url("**/page/garden")
        await page.click("summary")
        async for look in looks(page):
            await photograph(page, f"console-{look}")
            assert [await page.evaluate(one) for one in (_FAINT, _WIDE, _LOW)] == [[], 0, []], look
        await page.fill("#bed", " ")
        await page.click("text=Add")
        assert await page.locator(".errors").evaluate("one => one === document.activeElement")
        await page.click(".errors a")
        assert await page.locator("#bed").evaluate("one => one.matches(':target')")
        assert list_mistakes(wrong, link, "422") == []
