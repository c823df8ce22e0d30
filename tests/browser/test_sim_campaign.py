"""A campaign on the demo page: drafted in the owner's chat, its figures above the phones, customers who answer it."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

from tests.browser.phones import (
    EVERY_SIZE,
    LOW,
    NAMELESS,
    SMALL_PHONE,
    fits,
    height,
    meet_somebody,
    of,
    open_page,
    take,
    write,
)

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]
BUSINESS = {"business": "tiger"}
LATER = "/campaign new kites to all customers tomorrow 10am: Hi {name|friend}, kites: {link}"
DRAFT = "/campaign new lamps to all customers now: Hi {name|friend}, lamps are here: {link}"

LONG_DRAFT = f"/campaign new mugs to all customers now: {'Mugs are here, and each is painted by hand. ' * 8}{{link}}"
BEGINS_IN_SIGHT = "one => one.getBoundingClientRect().top >= one.parentElement.getBoundingClientRect().top - 4"

LONG_RESULT = (
    """word => drawCampaign({...scene.campaign, result: [...Array(30).keys()].map(one => `${word} ${one}`)})"""
)
TOO_SMALL = """() => [...document.querySelectorAll('button, select, summary, .attach, .write [type=text], .keys a')]
    .filter((node) => node.offsetParent !== null)
    .map((node) => [node.innerText || node.ariaLabel, node.getBoundingClientRect()])
    .filter(([name, box]) => box.height < 44 || box.width < 44 || box.left < 0 || box.right > innerWidth)
    .map(([name, box]) => [name, box.width, box.height])"""
COVERED = """() => {
    const text = document.createRange();
    text.selectNodeContents(document.querySelector('#outcome'));
    const said = text.getBoundingClientRect();
    return ['.bar', '#campaign'].map((name) => [name, document.querySelector(name).getBoundingClientRect()])
        .filter(([, box]) => box.top < said.bottom && said.top < box.bottom)
        .map(([name, box]) => [name, box.top, box.bottom, said.top, said.bottom]);
}"""
CUT_TABS = (
    "() => [...document.querySelectorAll('.tabs button')].filter((one) => one.scrollWidth > one.clientWidth).length"
)
REM = 15  # pixels
PREVIEWED = 20_000  # milliseconds in which a preview is there, also where a machine has much else to do
PUSHED = 120_000  # milliseconds in which some days have been played, there as well


def each_size(size: ViewportSize) -> str:
    return f"{size['width']}x{size['height']}"


async def launch(page: Page) -> Locator:
    """Somebody is there, and a campaign goes out to them; the staff's phone."""
    await meet_somebody(page)
    staff = await take(page, "staff", "")
    await write(staff, DRAFT)
    await staff.get_by_role("button", name="Launch it").click()
    await expect(page.locator("#campaign")).to_contain_text("lamps · going out")
    await expect(page.locator("#campaign")).to_contain_text("Sent1")
    return staff


async def unfold(page: Page) -> None:
    """Show the figures, which on a small screen stand behind a button."""
    more = page.locator("#campaign .unfold")
    if await more.is_visible():
        await more.click()


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
    await unfold(page)
    await told.get_by_role("button", name="Some open the link").click()
    await expect(told).to_contain_text("Clicked1")
    await told.get_by_role("button", name="Some of them buy").click()
    await expect(told).to_contain_text("Ordered1")
    await told.get_by_text("The result").click()
    await expect(told).to_contain_text("1 ordered: ")
    assert await fits(page)
    assert await page.evaluate(NAMELESS) == []
    assert await page.evaluate(LOW) == []


@pytest.mark.long
@pytest.mark.parametrize("size", EVERY_SIZE, ids=each_size)
async def test_what_a_long_preview_asks_is_in_sight(browser: Browser, url: str, size: ViewportSize) -> None:
    """Its words begin at the top of the screen and its buttons stay below them, with a campaign above as without."""
    async with open_page(browser, url, size, touch=size["width"] < 900) as page:
        staff = await launch(page)
        await write(staff, LONG_DRAFT)
        asked = staff.locator(".msg", has=page.get_by_role("button", name="Leave it")).last
        await expect(asked).to_contain_text("mugs goes to 1 of 1", timeout=PREVIEWED)
        await expect(page.locator("#campaign")).to_be_visible()
        for name in ("Launch it", "Leave it"):
            await expect(asked.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
        assert await asked.evaluate(BEGINS_IN_SIGHT)


@pytest.mark.long
@pytest.mark.parametrize("size", EVERY_SIZE, ids=each_size)
async def test_a_long_result_leaves_the_phones_their_height(browser: Browser, url: str, size: ViewportSize) -> None:
    """It is scrolled by itself, and who scrolled in it stays there when it is told anew."""
    async with open_page(browser, url, size, touch=size["width"] < 900) as page:
        staff = await launch(page)
        await unfold(page)
        await page.get_by_text("The result").click()
        result = page.locator("#campaign .result")
        await expect(result).to_contain_text("0 ordered: ")
        await page.evaluate(LONG_RESULT, "before")
        assert await height(result) <= 9 * REM
        assert await height(staff.locator(".device")) >= 24 * REM
        assert await fits(page)
        await result.evaluate("one => { one.scrollTop = 60; }")
        await page.evaluate(LONG_RESULT, "after")
        await expect(result).to_contain_text("after 29")
        assert await result.evaluate("one => one.scrollTop") == 60


@pytest.mark.long
async def test_on_a_phone_the_figures_stand_behind_a_button(phone: Page) -> None:
    staff = await launch(phone)
    told = phone.locator("#campaign")
    more = told.get_by_role("button", name="1 sent")
    await expect(told.get_by_role("button", name="Some open the link")).to_be_hidden()
    await expect(staff.locator(".device")).to_be_in_viewport(ratio=1)
    await more.tap()
    await expect(more).to_have_attribute("aria-expanded", "true")
    await expect(told.get_by_role("button", name="Some open the link")).to_be_visible()


@pytest.mark.long
async def test_the_smallest_phone_holds_everything_and_fingers_hit_it(browser: Browser, url: str) -> None:
    async with open_page(browser, url, SMALL_PHONE, touch=True) as page:
        await launch(page)
        await unfold(page)
        for whose in ("customer", "shop", "staff"):
            await page.locator(f"#tab-{whose}").tap()
            assert await page.evaluate(TOO_SMALL) == []
            assert await fits(page)
        assert await page.evaluate(CUT_TABS) == 0


@pytest.mark.long
async def test_a_rule_without_a_short_name_is_told_in_its_words(laptop: Page) -> None:
    words = "no WhatsApp marketing to the US"
    assert await laptop.evaluate("words => ruleName('whatsapp-us-marketing', words)", words) == words


@pytest.mark.long
async def test_what_a_press_did_is_read_on_the_smallest_phone(browser: Browser, url: str) -> None:
    async with open_page(browser, url, SMALL_PHONE, touch=True) as page:
        await launch(page)
        await unfold(page)
        await page.locator("#campaign").get_by_role("button", name="Some open the link").tap()
        await expect(page.locator("#outcome")).to_have_text("1 opened the link")
        assert await page.evaluate(COVERED) == []


@pytest.mark.long
async def test_the_figures_follow_what_happens_elsewhere(laptop: Page) -> None:
    """Clicks, the clock and another campaign, though nobody presses anything on this page."""
    staff = await launch(laptop)
    told = laptop.locator("#campaign")

    async def post(path: str, **asked: object) -> None:
        answer = await laptop.request.post(f"{laptop.url}/api/{path}", data={**BUSINESS, **asked}, timeout=PUSHED)
        assert answer.ok

    await post("campaign", do="click")
    await expect(told).to_contain_text("Clicked1")
    await write(staff, LATER)
    await expect(staff.locator(".log")).to_contain_text("kites goes to 1 of 1", timeout=PREVIEWED)
    await staff.get_by_role("button", name="Launch it").last.click()
    await expect(told).to_contain_text("and 1 more under way: kites (scheduled)")
    await post("clock", advance="25h")
    await expect(told.get_by_role("heading")).to_have_text("kites · going out")
    await expect(told.locator(".others")).to_be_hidden()
    await post("clock", advance="72h")
    await expect(told.get_by_role("heading")).to_have_text("kites · done")
