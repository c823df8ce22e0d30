"""A sourced order on the demo page, played by its three people: customer, shopkeeper and staff."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.browser.order_steps import ARCH, MEHTA, ROSALES, answer, command, pay, reserve
from tests.browser.phones import LAPTOP, LOW, NAMELESS, PHONE, chosen, fits, of, open_page, push, reach, take, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


async def test_an_order_is_reserved_found_paid_fetched_and_delivered(laptop: Page) -> None:
    customer = await reserve(laptop)
    await expect(customer.locator(".hand")).to_contain_text("Order 1001: asking shops, $68.00")
    shop = await answer(laptop, MEHTA, "haan 2 hai")
    await expect(shop.get_by_text("Yeh order aapko mila")).to_be_visible()
    await expect(shop.locator(".hand")).to_contain_text("Keeps 2 Tiger Print Shorts M for 1001")
    late = await answer(laptop, ARCH, "yes, 2")
    await expect(late.get_by_text("The next one comes to you too")).to_be_visible()
    await expect(late.locator(".hand")).to_contain_text("Keeps nothing")
    await expect(customer.locator(".hand")).to_contain_text("found, to be paid")
    await pay(customer, "$68.00")
    await expect(customer.get_by_text("paid today, thank you")).to_be_visible()
    staff = of(laptop, "staff")
    await expect(staff.get_by_text("Order 1001 is confirmed. Fetch Mehta Souvenirs: 2.")).to_be_visible()
    await command(staff, "/picked 1001 mehta", "Picked up at Mehta Souvenirs")
    paid = await take(laptop, "shop", MEHTA)
    await expect(paid.locator(".hand")).to_contain_text("earned $9.00 this month")
    await command(staff, "/packed 1001", "Order 1001 is packed")
    await command(staff, "/shipped 1001 94001001", "Order 1001 is shipped")
    await expect(customer.get_by_text("handed to the courier today")).to_be_visible()
    await push(laptop, "+1 day")
    await command(staff, "/delivered 1001", "Order 1001 is delivered")
    card = staff.locator(".msg").filter(has_text="More: /order_1001")
    await expect(card).to_contain_text("Delivered.")
    await expect(card.locator(".edited")).to_have_text("edited")
    await expect(staff.get_by_text("Order 1001: 2 ")).to_have_count(1)
    await expect(customer.locator(".hand")).to_contain_text("Order 1001: delivered")
    async with laptop.context.expect_page() as opened:
        await customer.get_by_role("link", name="its page").click()
    page = await opened.value
    await expect(page.get_by_role("heading", name="It was delivered")).to_be_visible()


@pytest.mark.long
async def test_a_link_to_an_order_s_page_opens_it_here(laptop: Page) -> None:
    customer = await reserve(laptop)
    async with laptop.context.expect_page() as opened:
        await customer.get_by_role("link", name="/track/").click()
    page = await opened.value
    await expect(page.locator("body")).to_contain_text("1001")
    assert page.url.startswith(laptop.url.removesuffix("/sim"))


async def test_buttons_answer_and_the_second_shop_is_told(laptop: Page) -> None:
    await reserve(laptop, size="L", many=1)
    shop = await take(laptop, "shop", ROSALES)
    await shop.get_by_role("button", name="1 Sí").click()
    await expect(shop.get_by_text("Es tuyo")).to_be_visible()
    other = await take(laptop, "shop", MEHTA)
    await expect(other.get_by_text("Agla order aayega to aapse bhi poochenge")).to_be_visible()


@pytest.mark.long
async def test_an_older_request_is_answered_by_replying_to_it(laptop: Page) -> None:
    await reserve(laptop, size="S", many=1)
    await push(laptop, "+30 min")
    await reserve(laptop, size="XL", many=1)
    shop = await take(laptop, "shop", ARCH)
    older = shop.locator(".msg", has_text="Order 1001").first
    await older.get_by_role("button", name="Reply to it").click()
    await expect(shop.get_by_text("Replying to: Order 1001")).to_be_visible()
    await write(shop, "yes")
    await expect(shop.locator(".own .quoted")).to_contain_text("Order 1001: Tiger Print Shorts")
    await expect(shop.locator(".hand")).to_contain_text("Keeps Tiger Print Shorts S for 1001")


@pytest.mark.long
async def test_what_comes_next_is_told_of_orders_and_shops(laptop: Page) -> None:
    await reserve(laptop)
    coming = laptop.locator("#coming")
    await expect(coming).to_have_text("Next: 11:00, the next shops are asked for Ada Abbott")
    for shop in (ARCH, MEHTA, ROSALES):
        await answer(laptop, shop, "no")
    await expect(of(laptop, "customer").locator(".hand")).to_contain_text("not found")
    await push(laptop, "+30 min")
    await expect(coming).to_contain_text("is closed for good")


@pytest.mark.long
async def test_anybody_s_phone_can_be_taken_in_hand(laptop: Page) -> None:
    """Two shops side by side, where it is a race."""
    await reserve(laptop)
    first, second = await take(laptop, "shop", MEHTA), await take(laptop, "staff", ARCH)
    await expect(second.locator(".role")).to_have_text("Shop")
    await write(second, "yes 2")
    await expect(second.get_by_text("It's yours")).to_be_visible()
    await expect(first.get_by_text("Agla order aayega to aapse bhi poochenge")).to_be_visible()


@pytest.mark.long
async def test_an_order_by_keyboard_alone(laptop: Page) -> None:
    customer = of(laptop, "customer")
    await reach(laptop, "Reserve from shops")
    await laptop.keyboard.press("Enter")
    await expect(customer.get_by_role("dialog").get_by_label("What")).to_be_focused()
    await laptop.keyboard.type("Tiger Print")
    await reach(laptop, "Reserve")
    await laptop.keyboard.press("Enter")
    await expect(customer.get_by_text("We have your order")).to_be_visible()
    await expect(customer.get_by_role("button", name="Reserve from shops")).to_be_focused()
    await reach(laptop, "Phone 2: shop")
    await reach(laptop, "1 ")
    await laptop.keyboard.press("Enter")
    await expect(customer.get_by_role("link", name="/sim/pay/")).to_be_visible()
    await reach(laptop, "http://127.0.0.1:8080/sim/pay/", back=True)
    await laptop.keyboard.press("Enter")
    await expect(customer.get_by_role("dialog").get_by_role("button", name="Pay $")).to_be_focused()
    await laptop.keyboard.press("Escape")
    await expect(customer.get_by_role("dialog")).to_be_hidden()
    await reach(laptop, "http://127.0.0.1:8080/sim/pay/")
    await laptop.keyboard.press("Enter")
    await expect(customer.get_by_role("dialog").get_by_role("button", name="Pay $")).to_be_focused()
    await laptop.keyboard.press("Enter")
    await expect(customer.locator(".hand")).to_contain_text("being fetched")


@pytest.mark.long
@pytest.mark.parametrize("size", ["laptop", "phone"])
async def test_both_screens_hold_everything_of_an_order(browser: Browser, url: str, size: str) -> None:
    async with open_page(browser, url, PHONE if size == "phone" else LAPTOP, touch=size == "phone") as page:
        customer = await take(page, "customer", "new:sms")
        await customer.get_by_role("button", name="Reserve from shops").click()
        await expect(customer.get_by_role("dialog")).to_be_visible()
        await looks_right(page)
        await page.keyboard.press("Escape")
        await reserve(page, express=True)
        await answer(page, MEHTA, "haan 2 hai")
        await looks_right(page)
        customer = await take(page, "customer", "")
        await customer.get_by_role("link", name="/sim/pay/").click()
        await expect(customer.get_by_role("dialog")).to_contain_text("Express, within 24 hours$80.00")
        await looks_right(page)


@pytest.mark.long
async def test_a_second_tap_does_not_open_the_form_anew(laptop: Page) -> None:
    customer = await take(laptop, "customer", "new:sms")
    asked, tapped = [], asyncio.Event()

    async def late(route: Route) -> None:
        asked.append(route.request.url)
        await tapped.wait()
        await route.continue_()

    await laptop.route("**/sim/api/goods?*", late)
    await customer.get_by_role("button", name="Reserve from shops").dblclick()
    tapped.set()
    await expect(customer.get_by_role("dialog")).to_be_visible()
    assert len(asked) == 1


async def looks_right(page: Page) -> None:
    """Nothing is wider than the screen, nameless, or too low to be pressed."""
    assert await fits(page)
    assert await page.evaluate(NAMELESS) == []
    assert await page.evaluate(LOW) == []


async def test_the_payment_page_pays_once_without_a_script(browser: Browser, laptop: Page) -> None:
    customer = await reserve(laptop)
    await answer(laptop, MEHTA, "haan 2 hai")
    path = await customer.get_by_role("link", name="/sim/pay/").get_attribute("href")
    async with await browser.new_context(java_script_enabled=False, viewport=PHONE) as context:
        page = await context.new_page()
        await page.goto(laptop.url.removesuffix("/sim") + str(path))
        await page.get_by_role("button", name="Pay $68").click()
        await expect(page.get_by_text("Paid. Thank you!")).to_be_visible()
        await expect(page.get_by_role("button")).to_have_count(0)
    await expect(customer.locator(".hand")).to_contain_text("being fetched")


@pytest.mark.long
async def test_what_is_under_a_finger_stays_until_it_is_lifted(laptop: Page) -> None:
    """A message is drawn anew when its tick changes: a press on its link must not be lost by that."""
    customer = await reserve(laptop)
    await answer(laptop, MEHTA, "haan 2 hai")
    await customer.get_by_role("link", name="/sim/pay/").hover()
    await laptop.mouse.down()
    address = await chosen(customer)
    words = {"business": "tiger", "from": address, "text": "Where is my order?"}
    said = await laptop.request.post(laptop.url.replace("/sim", "/sim/api/say"), data=words)
    assert said.ok
    await laptop.evaluate("async () => { while (!pressed.late.size) await new Promise(requestAnimationFrame); }")
    await expect(customer.locator(".log").get_by_text("Where is my order?")).to_have_count(0)
    await laptop.mouse.up()
    await expect(customer.locator(".log").get_by_text("Where is my order?")).to_be_visible()
