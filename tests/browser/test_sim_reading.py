"""Where readers of the demo page are: the newest message stays in sight, and nobody loses their place."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, Page, ViewportSize, expect

from tests.browser.order_steps import MEHTA, answer, reserve
from tests.browser.phones import LAPTOP, PHONE, chosen, meet_somebody, of, push, reach, take, write

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.asyncio(loop_scope="package")]
ACROSS = ViewportSize(width=844, height=390)
_AT_END = "log => Math.abs(log.scrollHeight - log.scrollTop - log.clientHeight) < 4"
_BEGINS = """log => {
    const last = log.lastElementChild.getBoundingClientRect(), screen = log.getBoundingClientRect();
    return last.height > screen.height && Math.abs(last.top - screen.top) < 4;
}"""
_MOVED = """() => {
    const phone = phones.find(({ id }) => id === "staff"), last = phone.log.lastElementChild, rests = phone.resting();
    last.style.transform = "translateY(6px)";
    return phone.resting() - rests;
}"""
_UNDER = "log => log.scrollHeight - log.scrollTop - log.clientHeight > 100"


async def settled(page: Page) -> None:
    """Two frames later, when sizes have been told."""
    await page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


async def in_sight(page: Page, whose: str, shown: str) -> None:
    """Wait until the ``log`` of that phone stands so: the page draws when it has the time."""
    await page.wait_for_function(
        f"() => {{ const log = document.querySelector('#phone-{whose} .log'); return {shown}; }}"
    )


async def filled(page: Page) -> Locator:
    """A customer's phone with more than fits on it."""
    customer = await meet_somebody(page)
    for number in range(8):
        await write(customer, f"Is number {number} warm enough for the lake in spring, or would another one be better?")
        await expect(customer.locator(".own", has_text=f"number {number} ")).to_be_visible()
    await settled(page)
    return customer


async def test_the_newest_stays_in_sight_when_the_screen_turns(phone: Page) -> None:
    await filled(phone)
    for size in (ACROSS, PHONE, ViewportSize(width=390, height=500), LAPTOP, PHONE):
        await phone.set_viewport_size(size)
        await settled(phone)
        await in_sight(phone, "customer", f"({_AT_END})(log) || ({_BEGINS})(log)")


async def test_a_preview_longer_than_the_screen_is_read_from_its_beginning(phone: Page) -> None:
    staff = await take(phone, "staff", "")
    await write(staff, "/text_cart_reminder")
    await expect(staff.locator(".log")).to_contain_text("/text_cart_reminder")
    await settled(phone)
    await phone.set_viewport_size(ViewportSize(width=390, height=640))
    await write(staff, "Tiger Tees: Hey {name}, {items} wait for you: {link} STOP to opt out")
    await expect(staff.get_by_role("button", name="Change it")).to_be_visible()
    await settled(phone)
    await in_sight(phone, "staff", f"({_BEGINS})(log)")
    assert await phone.evaluate(_MOVED) == 0  # it is drawn 6 pixels lower while it comes in
    await write(staff, "no")
    await expect(staff.locator(".log")).to_contain_text("Nothing was done")
    await in_sight(phone, "staff", f"({_AT_END})(log)")


async def test_who_reads_further_up_stays_there_and_hears_of_news(laptop: Page) -> None:
    customer = await filled(laptop)
    log = customer.locator(".log")
    await log.hover()
    await laptop.mouse.wheel(0, -400)
    await laptop.wait_for_function(f"() => ({_UNDER})(document.querySelector('#phone-customer .log'))")
    address = await chosen(customer)
    words = {"business": "tiger", "from": address, "text": "STOP"}
    await laptop.request.post(laptop.url.replace("/sim", "/sim/api/say"), data=words)
    newest = customer.get_by_role("button", name="New message")
    await expect(newest).to_be_visible()
    assert await log.evaluate(_UNDER)
    await laptop.set_viewport_size(ViewportSize(width=1280, height=800))
    await settled(laptop)
    assert await log.evaluate(_UNDER)
    await newest.click()
    assert await log.evaluate(_AT_END)
    await expect(newest).to_be_hidden()


async def test_escape_closes_a_page_and_leads_back_to_what_opened_it(laptop: Page) -> None:
    customer = await take(laptop, "customer", "new:sms")
    opener = customer.get_by_role("button", name="Reserve from shops")
    await opener.click()
    await expect(customer.get_by_role("dialog").get_by_label("What")).to_be_focused()
    await laptop.keyboard.press("Escape")
    await expect(customer.get_by_role("dialog")).to_be_hidden()
    await expect(opener).to_be_focused()


async def test_the_link_is_found_again_where_its_message_was_drawn_anew(laptop: Page) -> None:
    customer = await reserve(laptop)
    await answer(laptop, MEHTA, "haan 2 hai")
    link = customer.get_by_role("link", name="/sim/pay/").last
    await link.click()
    await expect(customer.get_by_role("dialog")).to_be_visible()
    await laptop.evaluate("() => { for (const phone of phones) { phone.shown.clear(); phone.draw(false); } }")
    await laptop.keyboard.press("Escape")
    await expect(link).to_be_focused()


async def test_what_has_the_focus_keeps_it_when_it_is_drawn_anew(laptop: Page) -> None:
    customer = await meet_somebody(laptop)
    why = customer.get_by_role("button", name="why now?").last
    await why.focus()
    await laptop.evaluate("() => { for (const phone of phones) { phone.shown.clear(); phone.draw(false); } }")
    await expect(why).to_be_focused()


async def test_a_story_that_is_closed_by_escape_leads_back(phone: Page) -> None:
    customer = await meet_somebody(phone)
    why = customer.get_by_role("button", name="why now?").last
    await why.click()
    await phone.get_by_role("button", name="Close the story").focus()
    await phone.keyboard.press("Escape")
    await expect(phone.locator("#story")).to_be_hidden()
    await expect(why).to_be_focused()


async def test_a_long_thread_is_a_few_stops_and_arrows_lead_through_it(laptop: Page) -> None:
    customer = await filled(laptop)
    assert await customer.get_by_role("button", name="why now?").count() >= 4
    await customer.locator(".person").focus()
    presses = 0
    while not await customer.get_by_role("textbox").evaluate("one => one === document.activeElement"):
        await laptop.keyboard.press("Tab")
        presses += 1
        assert presses < 6
    await reach(laptop, "", back=True)
    before = await laptop.evaluate("() => document.activeElement.closest('.msg').id")
    await laptop.keyboard.press("ArrowUp")
    after = await laptop.evaluate("() => document.activeElement.closest('.msg').id")
    assert before != after
    await laptop.keyboard.press("ArrowDown")
    assert await laptop.evaluate("() => document.activeElement.closest('.msg').id") == before


async def test_what_came_on_a_hidden_phone_is_told_in_words(phone: Page) -> None:
    await meet_somebody(phone)
    await phone.get_by_role("tab", name="Staff").click()
    await push(phone, "+30 min")
    await expect(phone.get_by_role("tab", name="Customer new messages")).to_be_visible()
    await phone.get_by_role("tab", name="Customer").click()
    await expect(phone.get_by_role("tab", name="Customer", exact=True)).to_be_visible()


async def test_tabs_stand_in_a_landmark_and_headings_in_order(phone: Page) -> None:
    await expect(phone.get_by_role("navigation", name="Phones").get_by_role("tablist")).to_be_visible()
    customer = await meet_somebody(phone)
    await customer.get_by_role("button", name="why now?").last.click()
    await expect(phone.get_by_role("heading", level=2, name="Confirmation")).to_be_visible()
    await phone.keyboard.press("Escape")
    await customer.get_by_role("button", name="Reserve from shops").click()
    await expect(phone.get_by_role("heading", level=2, name="Reserve from shops")).to_be_visible()
    assert await phone.evaluate("() => document.querySelectorAll('h3, h4').length") == 0


async def test_options_are_shown_once(laptop: Page) -> None:
    """WhatsApp's free texts spell their buttons out, which on the page stand below them."""
    customer = await take(laptop, "customer", "new:whatsapp")
    await customer.get_by_role("button", name="Abandon a cart").click()
    await expect(of(laptop, "customer").locator(".hand")).to_contain_text("Left")
    await write(customer, "do you have the hoodie?")
    await expect(customer.get_by_text("which size?")).to_be_visible()
    await write(customer, "L")
    await expect(customer.locator(".keys button").first).to_be_visible()
    for message in await customer.locator(".msg", has=laptop.locator(".keys button")).all():
        lines = (await message.locator(".bubble").inner_text()).split("\n")
        for key in await message.locator(".keys button").all_text_contents():
            assert key not in lines
            assert f"- {key}" not in lines


async def test_an_empty_phone_says_why_it_is_empty(laptop: Page) -> None:
    customer = await take(laptop, "customer", "new:whatsapp")
    await customer.get_by_role("button", name="Abandon a cart").click()
    await expect(customer.locator(".hand")).to_contain_text("Left")
    await expect(customer.locator(".empty")).to_have_text("No messages yet. Their cart is kept: push the clock.")
