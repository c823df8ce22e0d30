"""The pictures of the demo page in docs/, taken when they are asked for."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, ViewportSize, expect

from bot.simulator.demo_businesses import play_month
from handlers.engine.turn import Turn
from tests.bot.simulator.shop import MAILED, TIGER, application, sandbox
from tests.browser.order_steps import MEHTA, answer, command, pay, reserve
from tests.browser.phones import DOCS, LAPTOP, PHONE, choose, of, open_page, take, write
from tests.browser.test_sim_mailbox import read_mail

TALL = ViewportSize(width=390, height=1080)
"""A large phone: the whole of a card."""
CAMPAIGN = "/campaign new lamps to all customers now: Hi {name|friend}, lamps are here: {link}"

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.asyncio(loop_scope="package")]


@pytest.mark.skipif(not os.environ.get("SHOTS"), reason="takes the pictures in docs/; run with SHOTS=1")
async def test_pictures(browser: Browser, database: str) -> None:
    """The sample shop after its month: a reminder that waited for somebody's morning, and the month's figures."""
    begins = TIGER.find_first_moment(datetime(2026, 3, 12, 20, 0, tzinfo=UTC))
    async with sandbox(database, begins, toml=None) as service:
        await play_month(service, TIGER)
        message, address = await service.turns.look(TIGER.business, waited_for_morning)
        async with TestServer(application(service)) as server:
            for size, file in ((LAPTOP, "sim.png"), (PHONE, "sim-phone.png")):
                async with open_page(browser, str(server.make_url("/sim")), size) as page:
                    await choose(of(page, "customer"), address)
                    line = of(page, "customer").locator(".msg", has_text=message)
                    await line.get_by_role("button", name="why now?").click()
                    await expect(page.locator("#story")).to_contain_text("Quiet hours")
                    await page.screenshot(path=str(DOCS / file))
            async with open_page(browser, str(server.make_url("/sim")), LAPTOP) as page:
                await page.get_by_role("button", name="A customer returns something").click()
                await expect(page.locator("#outcome")).to_contain_text("shows an offer", timeout=20_000)
                await expect(page.locator(".banner img")).to_have_js_property("naturalWidth", 960)
                await page.screenshot(path=str(DOCS / "sim-return.png"), animations="disabled")


async def waited_for_morning(turn: Turn) -> tuple[str, str]:
    """A text message that waited until it was allowed, and whose it is."""
    found = await turn.unit.messages.page(None, None, None, 500)
    verdicts = await turn.unit.verdicts.find_verdicts([one.id for one in found])
    reminders = [one for one in found if one.template == "cart_reminder" and one.channel == "sms" and one.left_at]
    message = next(one for one in reminders if any("quiet" in told.verdict.rule for told in verdicts[one.id]))
    address = await turn.unit.people.address_by_id(message.address)
    return message.text or "", str(address)


@pytest.mark.skipif(not os.environ.get("SHOTS"), reason="takes the pictures in docs/; run with SHOTS=1")
async def test_pictures_of_an_order(browser: Browser, url: str) -> None:
    """An order in the middle of its way: paid and to be fetched, on all three phones."""
    async with open_page(browser, url, LAPTOP) as page:
        customer = await reserve(page)
        await answer(page, MEHTA, "haan 2 hai")
        await pay(customer, "$68.00")
        await expect(of(page, "shop").get_by_text("Taiyaar rakhiye")).to_be_visible()
        await command(of(page, "staff"), "/order 1001", "2 wanted, 2 kept")
        await page.screenshot(path=str(DOCS / "sim-order.png"), animations="disabled")
    async with open_page(browser, url, PHONE) as page:
        await take(page, "shop", MEHTA)
        await expect(of(page, "shop").get_by_text("Taiyaar rakhiye")).to_be_visible()
        await page.screenshot(path=str(DOCS / "sim-order-phone.png"), animations="disabled")


@pytest.mark.skipif(not os.environ.get("SHOTS"), reason="takes the pictures in docs/; run with SHOTS=1")
async def test_picture_of_a_mailbox(browser: Browser, database: str) -> None:
    """A reminder by mail that is read, beside the staff's phone with the question that answered it."""
    async with (
        sandbox(database, toml=MAILED) as service,
        TestServer(application(service)) as server,
        open_page(browser, str(server.make_url("/sim")), LAPTOP) as page,
    ):
        mailbox = await read_mail(page)
        await write(mailbox, "Is it warm enough for the lake?")
        await expect(of(page, "staff").get_by_text("Is it warm enough for the lake?")).to_be_visible()
        await page.get_by_role("button", name="Guide").click()
        await page.screenshot(path=str(DOCS / "sim-mailbox.png"), animations="disabled")


@pytest.mark.skipif(not os.environ.get("SHOTS"), reason="takes the pictures in docs/; run with SHOTS=1")
async def test_pictures_of_customers(browser: Browser, database: str) -> None:
    """The owner's phone behind a month: one customer's card, and an audience that is said in words."""
    begins = TIGER.find_first_moment(datetime(2026, 3, 12, 20, 0, tzinfo=UTC))
    async with sandbox(database, begins, toml=None) as service:
        await play_month(service, TIGER)
        async with TestServer(application(service)) as server:
            for said, told, file in (
                ("/customers sam ortega", "Consent:", "chat-card.png"),
                ("/audience orders>=2 spent>=50", "To save it", "chat-audience.png"),
            ):
                async with open_page(browser, str(server.make_url("/sim")), TALL) as page:
                    staff = await take(page, "staff", "")
                    await command(staff, said, told)
                    await page.screenshot(path=str(DOCS / file), animations="disabled")


@pytest.mark.skipif(not os.environ.get("SHOTS"), reason="takes the pictures in docs/; run with SHOTS=1")
async def test_pictures_of_a_campaign(browser: Browser, database: str) -> None:
    """What a campaign would do, on the owner's phone; and what it did, above the three phones."""
    begins = TIGER.find_first_moment(datetime(2026, 3, 12, 20, 0, tzinfo=UTC))
    async with sandbox(database, begins, toml=None) as service:
        await play_month(service, TIGER)
        async with TestServer(application(service)) as server:
            async with open_page(browser, str(server.make_url("/sim")), TALL) as page:
                staff = await take(page, "staff", "")
                await write(staff, CAMPAIGN)
                await expect(staff.get_by_text("Confirm within 10 minutes")).to_be_visible(timeout=20_000)
                await page.screenshot(path=str(DOCS / "chat-campaign.png"), animations="disabled")
            async with open_page(browser, str(server.make_url("/sim")), LAPTOP) as page:
                staff = await take(page, "staff", "")
                await staff.get_by_role("button", name="Launch it").last.click()
                campaign = page.locator("#campaign")
                for pressed, told in (("Some open the link", "Clicked"), ("Some of them buy", "Ordered")):
                    await campaign.get_by_role("button", name=pressed).click()
                    await expect(campaign).to_contain_text(re.compile(rf"{told}\s*[1-9]"), timeout=30_000)
                    await expect(page.locator("[aria-busy]")).to_have_count(0, timeout=30_000)
                await page.evaluate("() => scrollTo(0, 0)")
                await page.screenshot(path=str(DOCS / "sim-campaign.png"), animations="disabled")
