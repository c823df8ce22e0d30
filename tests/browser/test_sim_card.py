"""The customer's card on the demo page: beside the phone where there is room, folded below it on a small screen."""

from __future__ import annotations

from typing import cast

import pytest
from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

from tests.browser.phones import NAMELESS, PHONE, fits, height, meet_somebody, of, open_page, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]
WIDE, TABLET = ViewportSize(width=1280, height=800), ViewportSize(width=1024, height=768)


def card_of(page: Page, whose: str = "customer") -> Locator:
    return page.locator(f"#phone-{whose} + .card")


async def place(found: Locator) -> dict[str, float]:
    """Where it stands: x, y, width and height in pixels."""
    box = await found.bounding_box()
    assert box is not None
    return cast("dict[str, float]", box)


async def test_a_wide_screen_shows_the_card_beside_the_phone(browser: Browser, url: str) -> None:
    async with open_page(browser, url, WIDE) as page:
        customer = await meet_somebody(page)
        card, device = card_of(page), await place(customer.locator(".device"))
        await expect(card.get_by_text("No order yet.")).to_be_in_viewport(ratio=1)
        await expect(card).to_contain_text("Consent: SMS reminders and offers.")
        beside, next_ = await place(card), await place(of(page, "shop"))
        assert device["x"] + device["width"] < beside["x"]
        assert beside["x"] + beside["width"] < next_["x"]
        assert await fits(page)
        assert await page.evaluate(NAMELESS) == []
        for whose in ("shop", "staff"):
            await expect(card_of(page, whose)).to_be_hidden()


@pytest.mark.long
async def test_the_card_is_the_one_of_the_chat_and_follows_it(browser: Browser, url: str) -> None:
    async with open_page(browser, url, WIDE) as page:
        await meet_somebody(page)
        card, staff = card_of(page), of(page, "staff")
        name = ((await card.locator("h2").text_content()) or "").split()[0]
        await write(staff, f"/note {name} likes red")
        await expect(card).to_contain_text("Note: “likes red” (Asha, ")
        await write(staff, f"/tag {name} vip")
        await expect(card.locator("h2")).to_contain_text(": vip")
        await write(staff, f"/customers {name}")
        shown = staff.locator(".msg", has_text="Consent: SMS").locator(".bubble")
        await expect(shown).to_be_visible()
        chat = ((await shown.text_content()) or "").splitlines()
        there = await card.locator("h2, p:not(.muted), li").all_text_contents()
        assert there == chat[:-1], "all but the commands that tell more"
        await staff.get_by_role("button", name="Note", exact=True).click()
        await expect(staff.get_by_text("What should I note about")).to_be_visible()
        await write(staff, "and blue")
        await expect(card).to_contain_text("Note: “and blue” (Asha, ")


@pytest.mark.long
async def test_on_a_phone_the_card_folds_below(browser: Browser, url: str) -> None:
    async with open_page(browser, url, PHONE, touch=True) as page:
        customer = await meet_somebody(page)
        card, summary = card_of(page), card_of(page).locator("summary")
        await expect(card.locator(".told")).to_be_hidden()
        assert await height(summary) >= 44
        await summary.tap()
        await expect(card.get_by_text("No order yet.")).to_be_visible()
        below, phone = await place(card), await place(customer)
        assert below["y"] >= phone["y"] + phone["height"]
        assert below["width"] <= phone["width"] + 1
        acts, device = await place(customer.locator(".acts")), await place(customer.locator(".device"))
        assert acts["y"] >= device["y"] + device["height"], "nothing covers anything"
        assert device["height"] >= 300
        assert await fits(page)
        await page.get_by_role("tab", name="Staff").tap()
        await expect(card).to_be_hidden()
        await page.get_by_role("tab", name="Customer").tap()
        await expect(card.get_by_text("No order yet.")).to_be_visible()


@pytest.mark.long
async def test_where_there_is_no_room_beside_it_folds_and_comes_back(browser: Browser, url: str) -> None:
    async with open_page(browser, url, TABLET) as page:
        customer, card = await meet_somebody(page), card_of(page)
        await expect(card.locator(".told")).to_be_hidden()
        await card.locator("summary").click()
        below, phone = await place(card), await place(customer.locator(".acts"))
        assert below["y"] >= phone["y"] + phone["height"]
        assert await fits(page)
        await page.set_viewport_size(WIDE)
        device = customer.locator(".device")
        await expect(card.locator("summary")).to_be_hidden()
        assert (await place(card))["x"] > (await place(device))["x"] + (await place(device))["width"]
