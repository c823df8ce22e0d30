"""Returns on the demo page: the button, the banner in the app, the offer's link, and a partner's first offer."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, FilePayload, Page, ViewportSize, expect

from bot.simulator.sample_partners import add_consent, add_customer, add_partners
from bot.simulator.sample_pictures import draw_offer
from handlers.engine.turn import Turn
from tests.bot.simulator.shop import TIGER, application, sandbox
from tests.bot.simulator.test_returning import BUYER, OPEN
from tests.browser.phones import EVERY_SIZE, LAPTOP, NAMELESS, SMALL_PHONE, fits, of, open_page, take

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]
NORTHFOLD = TIGER.partners[0].writer


@pytest_asyncio.fixture(loop_scope="package")
async def url(database: str) -> AsyncIterator[str]:
    """The page of the sample shop with its partners, and a customer who agreed to their offers."""

    async def open_(turn: Turn) -> None:
        await add_partners(turn, TIGER.partners, service.accounts.photographs.home)
        await add_consent(turn, await add_customer(turn, BUYER), [one.name for one in TIGER.partners])

    async with sandbox(database, toml=OPEN) as service, TestServer(application(service)) as server:
        await service.turns.act(TIGER.business, open_)
        yield str(server.make_url("/sim"))


async def test_a_return_leads_to_an_offer(browser: Browser, url: str) -> None:
    async with open_page(browser, url, LAPTOP) as page:
        customer = await take(page, "customer", BUYER.address)
        await expect(customer.locator(".consent")).to_have_text("Agreed to partners’ offers")
        await customer.get_by_role("button", name="Complete a return").click()
        screen = customer.get_by_role("dialog")
        await screen.get_by_label("What").select_option(label="Tiger Print Shorts, by Northfold, size M")
        await screen.get_by_label("Why").select_option("too_small")
        assert await page.evaluate(NAMELESS) == []
        await screen.get_by_role("button", name="Complete the return").click()
        await screen.get_by_role("link", name="See the offer").click()
        await expect(screen).to_contain_text("northfold.example")
        await screen.get_by_role("button", name="Back to the messages").click()
        writer = await take(page, "staff", NORTHFOLD)
        await expect(writer.locator(".role")).to_have_text("Partner")
        await writer.get_by_role("button", name="page", exact=True).click()
        async with page.context.expect_page() as opened:
            await writer.get_by_role("link", name="/page/login/").or_(writer.locator(".keys a")).first.click()
        theirs = await opened.value
        await theirs.get_by_role("button").first.click()
        await expect(theirs.get_by_text("Northfold").first).to_be_visible()


@pytest.mark.parametrize("size", EVERY_SIZE, ids=lambda one: str(one["width"]))
async def test_the_guide_leads_from_a_return_to_the_message(browser: Browser, url: str, size: ViewportSize) -> None:
    async with open_page(browser, url, size) as page:
        await page.get_by_role("button", name="A customer returns something").click()
        await expect(page.locator("#outcome")).to_contain_text("the app shows an offer of Northfold")
        screen = of(page, "customer").get_by_role("dialog")
        await expect(screen.locator(".banner img")).to_have_js_property("naturalWidth", 960)
        assert await fits(page)
        await screen.get_by_role("button", name="See the message, 2 h later").click()
        await expect(screen).to_be_hidden()
        await of(page, "customer").get_by_role("link", name="See the offer").click()
        await expect(screen).to_contain_text("The click is counted")
        await expect(of(page, "shop").locator(".role")).to_have_text("Partner")


async def test_a_return_without_an_offer_says_why(browser: Browser, url: str) -> None:
    async with open_page(browser, url, SMALL_PHONE) as page:
        customer = await take(page, "customer", "new:telegram")
        await customer.get_by_role("button", name="Complete a return").click()
        await customer.get_by_role("button", name="Complete the return").click()
        await expect(customer.get_by_role("dialog")).to_contain_text("They have not agreed to offers of this partner.")


async def approve(page: Page, taps: int) -> None:
    """Tap the first answer of each question, ``taps`` times, and approve the offer as the owner."""
    partner, staff = of(page, "shop"), await take(page, "staff", "")
    await take(page, "shop", "")
    for question in ("Who should see it?", "For how long?", "Which budget?", "Nobody sees it before")[:taps]:
        await partner.locator(".msg", has_text=question).last.locator(".keys button").first.click()
    await expect(partner.get_by_text("waits for approval")).to_be_visible()
    await take(page, "staff", "")
    await staff.get_by_role("button", name="Approve").click()
    await take(page, "shop", "")
    await expect(partner.get_by_text("is approved")).to_be_visible()


async def test_the_guide_leads_to_a_partners_first_offer(browser: Browser, url: str) -> None:
    async with open_page(browser, url, SMALL_PHONE) as page:
        await page.get_by_role("button", name="A partner makes an offer").click()
        await expect(page.locator("#outcome")).to_contain_text("sent a photo with a caption and a link")
        await approve(page, 4)
        await expect(page.locator(".tabs")).to_contain_text("Partner")


async def test_a_newcomer_makes_the_first_offer_by_hand(browser: Browser, url: str) -> None:
    photo: FilePayload = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": draw_offer("Northfold", "Rain")}
    async with open_page(browser, url, LAPTOP) as page:
        partner = await take(page, "shop", NORTHFOLD)
        await partner.get_by_role("textbox").fill("Rain jackets, 25 % off https://northfold.example/rain")
        await partner.get_by_label("Photo or CSV file").set_input_files(photo)
        await expect(partner.get_by_text("What is the text below the title?")).to_be_visible()
        await partner.get_by_role("textbox").fill("Light, and dry for a day.")
        await partner.get_by_role("button", name="Send", exact=True).click()
        await approve(page, 4)
