"""A partner's pages in a real browser: at two sizes, in every language, by keyboard, and without script.

With ORDER_SHOTS naming a folder, the pages are photographed into it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer, unused_port
from playwright.async_api import Browser, Page

from bot.app import Service
from bot.config import Settings
from bot.conversations import pages
from bot.proxies import Proxies
from bot.web.web_server import build
from flows.promotions.charge import Charge, ChargeKind
from flows.promotions.promotion import PromotionStatus
from flows.promotions.sponsor import Fees, Sponsor
from handlers.engine.page_login import make_login_link
from handlers.engine.turn import Turn
from storage.people.people import Identity
from storage.promotions.charge_ledger import ChargeLedger
from storage.promotions.promotions import Promotions
from storage.promotions.sponsors import Sponsors
from templates.private_pages import get_words, list_locales
from tests.bot.commands.test_keys import Watch
from tests.bot.installed import apply, installed
from tests.bot.returns.partnered import RETURNS, draw
from tests.bot.returns.test_sponsor_pages import add_invoice
from tests.browser.phones import SMALL_PHONE
from tests.browser.test_session_pages import list_mistakes
from tests.browser.test_track import _FAINT, _LOW, _WIDE, looks, opened, photograph
from tests.conftest import START
from tests.storage.promotions.promoted import promotion, prompt, sponsor

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]
_MOST_TABS = 40
_NAME = "() => document.activeElement.innerText || document.activeElement.labels?.[0]?.innerText || ''"


@dataclass(slots=True)
class Desk:
    """A served business with a partner, and how the partner gets its links."""

    service: Service
    sponsor: Sponsor
    origin: str

    async def make_link(self) -> str:
        async def make(turn: Turn) -> str:
            return await make_login_link(turn, "sponsor", self.sponsor.id)

        return await self.service.turns.act("tiger", make)

    async def speak(self, language: str) -> None:
        self.sponsor = replace(self.sponsor, language=language)
        await self.service.turns.act("tiger", lambda turn: turn.unit.of(Sponsors).save(self.sponsor))


@pytest_asyncio.fixture(loop_scope="package")
async def desk(database: str) -> AsyncIterator[Desk]:
    """A partner with the brand Boots & Co, whose pages are served at a port of their own."""
    port = unused_port()
    watch = Watch(START)
    settings = Settings(database_url=database, public_url=f"http://127.0.0.1:{port}")
    async with installed(settings, watch) as service:
        await apply(service, RETURNS)
        pays = await service.turns.act("tiger", lambda turn: sponsor(turn.unit, fees=Fees("USD", pilot=True)))
        async with TestServer(build(*pages(service, Proxies())), port=port):
            desk = Desk(service, pays, settings.public_url or "")
            yield desk


async def fill_month(desk: Desk) -> None:
    """Forty people returned boots and saw an offer. Half of them clicked, and some bought."""

    async def work(turn: Turn) -> None:
        shown = await promotion(turn.unit, desk.sponsor)
        for number in range(40):
            who = await turn.unit.people.resolve([Identity("sms", f"+1314555{number:04}")], turn.now)
            at = turn.now - timedelta(days=1)
            more = {"clicked_at": at} if number < 24 else {}
            more |= {"bought_at": at} if number < 12 else {}
            await prompt(turn.unit, shown, who, f"r{number}", decided_at=at, shown_at=at, **more)
            back = timedelta(days=number // 5)
            charge = Charge(
                turn.unit.ids.make(), desk.sponsor.id, ChargeKind.CLICK, 250_000, "USD", (at - back).date(), "2026-03",
                f"click:{number}", at - back, shown.id,
            )  # fmt: skip
            assert await turn.unit.of(ChargeLedger).add(charge)
        await add_invoice(turn, desk.sponsor.id)

    await desk.service.turns.act("tiger", work)


async def sign_in(page: Page, link: str) -> None:
    await page.goto(link)
    await page.click("button")
    await page.wait_for_url("**/page/partner")


async def test_the_first_offer_is_made_and_sent_on_a_phone_without_script(
    browser: Browser, desk: Desk, tmp_path: Path
) -> None:
    picture = tmp_path / "boots.png"
    picture.write_bytes(draw(size=(640, 360)))
    link = await desk.make_link()
    async with opened(browser, link, SMALL_PHONE, script=False) as (page, wrong):
        await page.click("button")
        await page.click("text=New offer")
        await page.fill("#title", "Autumn sale")
        await page.fill("#text", "20 % off all boots until Sunday.")
        await page.fill("#url", "http://boots.example/sale")
        await page.set_input_files("#image", picture)
        await page.fill("#budget", "200")
        await page.click("text=Save")
        assert await page.locator(".errors li").count() == 1
        assert await page.evaluate(_WIDE) == 0
        await photograph(page, "partner-errors")
        await page.click(".errors a")
        await page.fill("#url", "https://boots.example/sale")
        await page.click("text=Check reach")
        assert "fewer than 10" in await page.inner_text("main")
        assert "fewer than 10" in str(await page.evaluate("() => document.activeElement.innerText"))
        await photograph(page, "partner-check")
        assert (await page.input_value("#budget"), await page.evaluate(_WIDE)) == ("200", 0)
        await page.click("text=Save")
        assert await page.inner_text("h1") == "Autumn sale"
        assert await page.locator(".bubble img").count() == 2  # Telegram and the banner
        await photograph(page, "partner-offer")
        await page.click("text=Send for approval")
        assert "waiting for approval" in await page.inner_text("main")
        assert list_mistakes(wrong, link, "422") == []
    (made,) = await desk.service.turns.look("tiger", lambda turn: turn.unit.of(Promotions).of(desk.sponsor.id))
    assert (made.status, made.limits.budget) == (PromotionStatus.WAITING, 200_000_000)


async def press(page: Page, name: str) -> None:
    """Press Tab until what has the focus is called so."""
    for _ in range(_MOST_TABS):
        await page.keyboard.press("Tab")
        if str(await page.evaluate(_NAME)).strip().startswith(name):
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")


async def test_the_first_offer_is_made_and_sent_by_keyboard(browser: Browser, desk: Desk) -> None:
    link = await desk.make_link()
    async with opened(browser, link) as (page, _):
        for name in ("Sign in", "New offer"):
            await press(page, name)
            async with page.expect_navigation():
                await page.keyboard.press("Enter")
        for name, typed in (("Title", "Autumn sale"), ("Text", "20 % off"), ("Link", "https://boots.example")):
            await press(page, name)
            await page.keyboard.type(typed)
        await press(page, "Size")
        await page.keyboard.press("Space")
        await press(page, "Save")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**?done")
        assert "People: Size." in await page.inner_text("main")
        await press(page, "Send for approval")
        async with page.expect_navigation():
            await page.keyboard.press("Enter")
        assert "It is waiting for approval." in await page.inner_text("main")


@pytest.mark.parametrize("locale", list_locales("partner"))
async def test_every_page_is_readable_at_every_size_and_in_the_dark(browser: Browser, desk: Desk, locale: str) -> None:
    await fill_month(desk)
    await desk.speak(locale)
    link, words = await desk.make_link(), get_words("partner", locale)
    async with opened(browser, link) as (page, wrong):
        await sign_in(page, link)
        (made,) = await desk.service.turns.look("tiger", lambda turn: turn.unit.of(Promotions).of(desk.sponsor.id))
        paths = {"home": "", "figures": "/figures", "invoices": "/invoices", "settings": "/settings"}
        for name, path in (paths | {"offer": f"/offers/{made.id}", "form": f"/offers/{made.id}/edit"}).items():
            await page.goto(f"{desk.origin}/page/partner{path}")
            assert name not in words["tabs"] or await page.inner_text("h1") == words["tabs"][name]
            async for look in looks(page):
                await photograph(page, f"partner-{locale}-{name}-{look}")
                assert [await page.evaluate(one) for one in (_FAINT, _WIDE, _LOW)] == [[], 0, []], (name, look)
            await page.set_viewport_size(SMALL_PHONE)
            assert await page.evaluate(_WIDE) == 0, name
        assert list_mistakes(wrong, link, "422") == []
