"""What the story of a message calls it: an answer to a command, a word of the shop's own, or what the staff wrote."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.phones import meet_somebody, of, write

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.asyncio(loop_scope="package")]


async def called(page: Page, phone: Locator, words: str) -> str | None:
    """The heading of the story of the newest message with these words."""
    await phone.locator(".msg", has_text=words).last.get_by_role("button", name="why now?").click()
    heading = page.locator("#story h2")
    await expect(heading).to_be_visible()
    told = await heading.text_content()
    await page.keyboard.press("Escape")
    return told


async def test_a_text_without_a_template_is_called_what_it_is(laptop: Page) -> None:
    staff = of(laptop, "staff")
    customer = await meet_somebody(laptop)
    await write(staff, "/help")
    await expect(staff.get_by_text("/stats").first).to_be_visible()
    assert await called(laptop, staff, "/stats") == "Answer to what they wrote"
    await write(customer, "is it warm enough for the lake?")
    await staff.locator(".msg", has_text="warm enough").get_by_role("button", name="Reply to it").click()
    await write(staff, "Yes, it is lined")
    await expect(customer.get_by_text("Yes, it is lined")).to_be_visible()
    assert await called(laptop, customer, "Yes, it is lined") == "Written by the staff"
