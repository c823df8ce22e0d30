"""A campaign on the demo page: drafted in the owner's chat, its figures above the phones, customers who answer it."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.phones import LOW, NAMELESS, fits, meet_somebody, of, take, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]
DRAFT = "/campaign new lamps to all customers now: Hi {name|friend}, lamps are here: {link}"


async def test_on_a_laptop_a_campaign_is_drafted_launched_and_answered(laptop: Page) -> None:
    await _played(laptop)


async def test_on_a_phone_as_well(phone: Page) -> None:
    await _played(phone)


async def _played(page: Page) -> None:
    told = page.locator("#campaign")
    await meet_somebody(page)
    await expect(told).to_be_hidden()
    await take(page, "staff", "")
    staff = of(page, "staff")
    await write(staff, DRAFT)
    await staff.get_by_role("button", name="Launch it").click()
    await expect(told).to_contain_text("lamps · going out")
    await expect(told).to_contain_text("Sent1")
    await told.get_by_role("button", name="Some open the link").click()
    await expect(told).to_contain_text("Opened the link1")
    await told.get_by_role("button", name="Some of them buy").click()
    await expect(told).to_contain_text("Bought1")
    await told.get_by_text("The result").click()
    await expect(told).to_contain_text("Orders that count for it: 1")
    assert await fits(page)
    assert await page.evaluate(NAMELESS) == []
    assert await page.evaluate(LOW) == []
