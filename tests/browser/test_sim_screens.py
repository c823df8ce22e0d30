"""The demo page by keyboard alone, on a laptop and on a phone: all can be reached, read and pressed."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.browser.phones import (
    LAPTOP,
    LONG,
    LOW,
    NAMELESS,
    PHONE,
    fits,
    height,
    meet_somebody,
    of,
    open_page,
    push,
    reach,
    write,
)

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.asyncio(loop_scope="package")]
SIZES = [PHONE, ViewportSize(width=768, height=1024), ViewportSize(width=1280, height=800)]


async def test_keyboard_alone_is_enough(laptop: Page) -> None:
    customer = of(laptop, "customer")
    await reach(laptop, "Phone 1: customer")
    await laptop.keyboard.press("Enter")
    await laptop.keyboard.type("new on sms")
    await laptop.keyboard.press("Enter")
    await expect(customer.locator(".person")).to_have_text("Somebody new on SMS")
    await reach(laptop, "Abandon a cart")
    await laptop.keyboard.press("Enter")
    await expect(customer.get_by_text("Reply YES")).to_be_visible()
    await reach(laptop, "Write as", back=True)
    await laptop.keyboard.type("yes please")
    await laptop.keyboard.press("Enter")
    await expect(customer.get_by_text("You're in")).to_be_visible()
    await reach(laptop, "+30 min", back=True)
    await laptop.keyboard.press("Enter")
    await expect(customer.get_by_role("link")).to_be_visible()
    await reach(laptop, "https://")
    await laptop.keyboard.press("Enter")
    await expect(customer.get_by_role("dialog")).to_be_visible()
    await laptop.keyboard.press("Escape")
    await reach(laptop, "10:30 ✓✓ · why now?")
    await expect(laptop.locator("#story")).to_contain_text("consent of 3 Mar")
    await laptop.keyboard.press("Escape")
    await expect(laptop.locator("#story")).to_be_hidden()
    await reach(laptop, "Buy it")
    await laptop.keyboard.press("Enter")
    await expect(customer.get_by_text("✓ recovered")).to_be_visible()


async def test_a_laptop_shows_three_phones_and_names_everything(laptop: Page) -> None:
    await meet_somebody(laptop)
    for whose in ("customer", "shop", "staff"):
        await expect(of(laptop, whose)).to_be_in_viewport(ratio=1)
    assert await laptop.evaluate(NAMELESS) == []
    assert await fits(laptop)


async def test_a_phone_shows_one_at_a_time(phone: Page) -> None:
    customer = await meet_somebody(phone)
    await push(phone, "+30 min")
    await customer.get_by_role("button", name="why now?").last.tap()
    await expect(phone.locator("#story")).to_contain_text("consent of 3 Mar")
    await phone.get_by_role("button", name="Close the story").tap()
    await phone.get_by_role("tab", name="Staff").tap()
    await expect(of(phone, "staff")).to_be_visible()
    await expect(customer).to_be_hidden()
    assert await phone.evaluate(NAMELESS) == []
    assert await fits(phone)


async def test_on_a_phone_the_story_never_covers_its_message(phone: Page) -> None:
    customer = await meet_somebody(phone)
    await push(phone, "+30 min")
    await write(customer, LONG)
    await expect(customer.get_by_role("button", name="Show all")).to_be_visible()
    await expect(customer.get_by_role("button", name="why now?")).to_have_count(4)
    for message in await customer.locator(".msg", has=phone.get_by_role("button", name="why now?")).all():
        await message.get_by_role("button", name="why now?").tap()
        await expect(phone.locator("#story")).to_be_visible()
        card, told = await phone.locator("#story").bounding_box(), await message.bounding_box()
        assert card is not None
        assert told is not None
        assert card["y"] >= told["y"] + told["height"] or card["y"] + card["height"] <= told["y"]
        assert card["y"] >= 0
        await phone.get_by_role("button", name="Close the story").tap()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
async def test_every_screen_says_that_nothing_leaves(browser: Browser, url: str, size: ViewportSize) -> None:
    async with open_page(browser, url, size) as page:
        await expect(page.get_by_text("Sandbox: nothing leaves this machine")).to_be_in_viewport(ratio=1)
        assert await fits(page)


async def test_the_shop_s_time_is_read_aloud(laptop: Page) -> None:
    told = await laptop.locator(".now").aria_snapshot()
    assert told.splitlines() == ['- text: "The shop\'s time:"', "- time: Tue 3 Mar, 10:00", "- text: Chicago"]


@pytest.mark.parametrize("size", ["laptop", "phone"])
async def test_what_is_pressed_is_tall_enough(browser: Browser, url: str, size: str) -> None:
    view, least = (PHONE, 44) if size == "phone" else (LAPTOP, 32)
    async with open_page(browser, url, view, touch=size == "phone") as page:
        customer = await meet_somebody(page)
        await write(customer, "Is the hoodie warm enough?")
        if size == "phone":
            await page.get_by_role("tab", name="Staff").tap()
        staff = of(page, "staff")
        for name in ("why now?", "Reply to it"):
            assert await height(staff.get_by_role("button", name=name).last) >= least
        await staff.get_by_role("button", name="Reply to it").click()
        await staff.get_by_role("button", name="why now?").last.click()
        assert await page.evaluate(LOW) == []


@pytest.mark.parametrize("size", ["laptop", "phone"])
async def test_a_long_text_is_folded_and_can_be_read(browser: Browser, url: str, size: str) -> None:
    async with open_page(browser, url, PHONE if size == "phone" else LAPTOP) as page:
        customer = await meet_somebody(page)
        await expect(customer.get_by_role("button", name="Show all")).to_have_count(0)
        await write(customer, LONG)
        if size == "phone":
            await page.get_by_role("tab", name="Staff").click()
        staff = of(page, "staff")
        alert = staff.locator(".msg", has=page.get_by_role("button", name="Reply to it"))
        more = alert.get_by_role("button", name="Show all")
        await expect(more).to_have_attribute("aria-expanded", "false")
        folded, log = await height(alert), await height(staff.locator(".log"))
        assert folded <= log
        await expect(alert.get_by_text("Reply to this message and they get it by SMS.")).to_be_in_viewport(ratio=1)
        await more.click()
        less = alert.get_by_role("button", name="Show less")
        await expect(less).to_have_attribute("aria-expanded", "true")
        assert await height(alert) > folded
        await less.click()
        await expect(more).to_be_visible()


async def test_what_is_asked_is_never_folded(phone: Page) -> None:
    await phone.get_by_role("tab", name="Staff").tap()
    staff = of(phone, "staff")
    await write(staff, "/text cart_reminder")
    await expect(staff.get_by_text("Write the new text")).to_be_visible()
    words = "{items} is kept for you as long as you like, so come whenever you have a quiet minute"
    await write(staff, f"{{brand}}: {words}: {{link}} STOP to opt out")
    asked = staff.locator(".msg", has=phone.get_by_role("button", name="1 Change it"))
    await expect(asked).to_contain_text("needs approval there first")
    await expect(asked.get_by_role("button", name="Show all")).to_have_count(0)
    await asked.get_by_role("link", name="https://").tap()
    await expect(staff.get_by_role("alert")).to_contain_text("This link is an example")


async def test_a_hidden_phone_tells_that_something_came(phone: Page) -> None:
    await meet_somebody(phone)
    await phone.get_by_role("tab", name="Staff").tap()
    await push(phone, "+30 min")
    await expect(phone.locator("#tab-customer.unread")).to_be_visible()
    await phone.locator("#tab-staff").press("ArrowRight")
    await expect(phone.locator("#tab-customer")).to_be_focused()
    await expect(phone.locator("#tab-customer.unread")).to_have_count(0)


async def test_on_a_phone_the_chat_gets_the_screen(phone: Page) -> None:
    await meet_somebody(phone)
    assert await height(of(phone, "customer").locator(".log")) >= PHONE["height"] * 0.4
