"""A return on the demo page: the button, the banner in the app, and the offer's link on the customer's phone."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, expect

from bot.simulator.sample_partners import add_consent, add_customer, add_partners
from handlers.engine.turn import Turn
from tests.bot.simulator.shop import TIGER, application, sandbox
from tests.bot.simulator.test_returning import BUYER, OPEN
from tests.browser.phones import LAPTOP, NAMELESS, fits, open_page, push, take

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


async def _open(turn: Turn) -> None:
    await add_partners(turn, TIGER.partners)
    await add_consent(turn, await add_customer(turn, BUYER), [one.name for one in TIGER.partners])


async def test_a_return_leads_to_an_offer(browser: Browser, database: str) -> None:
    async with sandbox(database, toml=OPEN) as service, TestServer(application(service)) as server:
        await service.turns.act(TIGER.business, _open)
        async with open_page(browser, str(server.make_url("/sim")), LAPTOP) as page:
            customer = await take(page, "customer", BUYER.address)
            await customer.get_by_role("button", name="Complete a return").click()
            screen = customer.get_by_role("dialog")
            await screen.get_by_label("What").select_option(label="Tiger Print Shorts, by Northfold, size M")
            await screen.get_by_label("Why").select_option("too_small")
            assert await page.evaluate(NAMELESS) == []
            await screen.get_by_role("button", name="Complete the return").click()
            await expect(screen).to_contain_text("In the app")
            assert await fits(page)
            await screen.get_by_role("link", name="Open it").click()
            await expect(screen).to_contain_text("northfold.example")
            await screen.get_by_role("button", name="Back to the messages").click()
            await push(page, "Next event")
            await customer.get_by_role("link", name="See the offer").click()
            await expect(screen).to_contain_text("parley_click=")
            await screen.get_by_role("button", name="Back to the messages").click()
            writer = await take(page, "staff", TIGER.partners[0].writer)
            await expect(writer.locator(".role")).to_have_text("Partner")
            await writer.get_by_role("button", name="page", exact=True).click()
            async with page.context.expect_page() as opened:
                await writer.get_by_role("link", name="/page/login/").or_(writer.locator(".keys a")).first.click()
            theirs = await opened.value
            await theirs.get_by_role("button").first.click()
            await expect(theirs.get_by_text("Northfold").first).to_be_visible()
