"""The mailbox of the demo page: its list, an open mail in its frame, and what its reader does with it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

from tests.bot.simulator.shop import MAILED, application, sandbox
from tests.browser.phones import EVERY_SIZE, LOW, NAMELESS, fits, of, open_page, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


@pytest_asyncio.fixture(loop_scope="package")
async def url(database: str) -> AsyncIterator[str]:
    """The page of an empty sample shop with mail."""
    async with sandbox(database, toml=MAILED) as service, TestServer(application(service)) as server:
        yield str(server.make_url("/sim"))


async def get_mail(page: Page) -> Locator:
    """Somebody by mail leaves a cart, and gets the reminder, which is in the list."""
    await page.get_by_role("button", name="A cart is recovered by e-mail").click()
    await expect(page.locator("#outcome")).to_contain_text("got a mail", timeout=20_000)
    return of(page, "customer")


async def read_mail(page: Page) -> Locator:
    mailbox = await get_mail(page)
    await mailbox.locator(".mail").first.click()
    await expect(mailbox.frame_locator("iframe").get_by_text("It's still saved for you.")).to_be_visible()
    return mailbox


async def test_a_cart_is_recovered_by_mail(laptop: Page) -> None:
    mailbox = await read_mail(laptop)
    await mailbox.frame_locator("iframe").get_by_role("link", name="Open my cart").click()
    shop = mailbox.get_by_role("dialog")
    await expect(shop).to_contain_text("Your cart at Tiger Tees")
    await shop.get_by_role("button", name="Buy it").click()
    await expect(mailbox.locator(".hand")).to_contain_text("recovered")
    await expect(mailbox.locator(".open")).to_be_visible()


async def test_a_mail_is_unread_until_it_is_opened(laptop: Page) -> None:
    mailbox = await get_mail(laptop)
    row = mailbox.locator(".mail")
    await expect(row).to_have_count(1)
    await expect(row).to_contain_text("You left")
    await expect(row.locator(".when")).to_have_text("10:30")
    await expect(mailbox.locator(".unread")).to_have_count(1)
    await row.click()
    await mailbox.get_by_role("button", name="‹ Inbox").click()
    await expect(row).to_be_visible()
    await expect(mailbox.locator(".unread")).to_have_count(0)
    await laptop.reload()
    await expect(row).to_be_visible()
    await expect(mailbox.locator(".unread")).to_have_count(0)


async def test_the_plain_part_is_behind_a_switch(laptop: Page) -> None:
    mailbox = await read_mail(laptop)
    switch = mailbox.get_by_role("button", name="Plain text")
    await switch.click()
    await expect(switch).to_have_attribute("aria-pressed", "true")
    await expect(mailbox.locator(".text")).to_contain_text("Tiger Tees, 12 Main St, St. Louis, MO 63101")
    await expect(mailbox.locator("iframe")).to_have_count(0)
    await switch.click()
    await expect(mailbox.locator("iframe")).to_be_visible()


async def test_the_frame_has_no_rights_and_its_links_leave_it(laptop: Page) -> None:
    mailbox = await read_mail(laptop)
    frame = mailbox.locator("iframe")
    assert await frame.get_attribute("sandbox") == "allow-same-origin"
    shown = await frame.evaluate("(one) => [one.clientHeight, one.contentDocument.documentElement.scrollHeight]")
    assert shown[0] == shown[1] > 100
    async with laptop.context.expect_page() as opened:
        await mailbox.frame_locator("iframe").get_by_role("link", name="Unsubscribe").click()
    await expect((await opened.value).get_by_role("button").first).to_be_visible()


async def test_a_question_in_a_reply_stands_in_the_inbox_of_the_staff(laptop: Page) -> None:
    mailbox = await read_mail(laptop)
    await expect(mailbox.get_by_role("textbox")).to_have_attribute("placeholder", "Reply as Dario")
    await write(mailbox, "Is it warm enough for the lake?")
    await expect(of(laptop, "staff").get_by_text("Is it warm enough for the lake?")).to_be_visible()
    await expect(mailbox.locator(".consent")).to_have_text("Asked a question")
    await mailbox.get_by_role("button", name="‹ Inbox").click()
    await expect(mailbox.locator(".mail", has_text="To: Tiger Tees")).to_contain_text("Re: You left")


async def test_the_button_of_the_mail_program_unsubscribes(laptop: Page) -> None:
    mailbox = await read_mail(laptop)
    posts: list[tuple[str, str | None]] = []
    laptop.on("request", lambda one: posts.append((one.url, one.post_data)) if "/u/" in one.url else None)
    await mailbox.get_by_role("button", name="Unsubscribe", exact=True).click()
    await expect(mailbox.get_by_text("Unsubscribed: no more marketing")).to_be_visible()
    await expect(mailbox.locator(".consent")).to_have_text("Said stop")
    assert [body for _, body in posts] == ["List-Unsubscribe=One-Click"]


@pytest.mark.parametrize("size", EVERY_SIZE, ids=lambda one: str(one["width"]))
async def test_a_mailbox_fits_every_screen(browser: Browser, url: str, size: ViewportSize) -> None:
    async with open_page(browser, url, size, touch=size["width"] < 900) as page:
        mailbox = await read_mail(page)
        assert await fits(page)
        assert await page.evaluate(NAMELESS) == []
        assert await page.evaluate(LOW) == []
        inner = "(one) => one.contentDocument.documentElement.scrollWidth <= one.clientWidth"
        assert await mailbox.locator("iframe").evaluate(inner)
