"""The first minute on the demo page: the guide's buttons, the list of people, and the words while one waits."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.phones import PHONE, choose, chosen, height, meet_somebody, of, push, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


async def test_the_first_button_sends_a_reminder(laptop: Page) -> None:
    """Also in an empty shop, and by a known customer once there is one."""
    customer = of(laptop, "customer")
    await laptop.get_by_role("button", name="A customer leaves a cart").click()
    await expect(laptop.locator("#outcome")).to_contain_text("got a reminder")
    await expect(customer.locator(".msg", has_text="in your cart")).to_be_visible()
    first = await chosen(customer)
    await customer.get_by_role("button", name="Buy it", exact=True).click()
    await expect(customer.locator(".hand")).to_contain_text("recovered")
    await push(laptop, "+1 day")
    await push(laptop, "+30 min")
    await laptop.get_by_role("button", name="A customer leaves a cart").click()
    await expect(laptop.locator("#outcome")).to_contain_text("got a reminder")
    await expect(customer.locator(".msg", has_text="in your cart")).to_have_count(2)
    assert await chosen(customer) == first


async def test_the_second_button_asks_the_shops(phone: Page) -> None:
    await phone.get_by_role("button", name="A customer orders from partner shops").tap()
    await expect(of(phone, "customer").get_by_text("We have your order")).to_be_visible()
    await expect(phone.locator("#outcome")).to_contain_text("Tap an answer on the shop’s phone")
    await expect(phone.locator("#guide")).to_be_hidden()
    await phone.get_by_role("tab", name="Shop").tap()
    await expect(of(phone, "shop").get_by_role("button", name="1 Yes")).to_be_visible()


async def test_the_third_button_shows_the_owner_a_preview(phone: Page) -> None:
    await phone.get_by_role("button", name="Win back customers").tap()
    await expect(of(phone, "staff").get_by_text("Nobody would get it")).to_be_visible()
    await phone.get_by_role("button", name="Guide").tap()
    await expect(phone.get_by_role("button", name="Win back customers")).to_be_visible()


async def test_the_list_has_groups_and_a_search(laptop: Page) -> None:
    customer = await meet_somebody(laptop)
    address = await chosen(customer)
    listed = customer.get_by_role("dialog")
    await customer.locator(".person").click()
    await expect(listed.get_by_role("region", name="Gets everything").get_by_role("button")).to_have_count(1)
    await laptop.keyboard.type(address[-4:])
    await expect(listed.locator(".people button")).to_have_count(1)
    await laptop.keyboard.press("Enter")
    await expect(listed).to_be_hidden()
    await expect(customer.locator(".person")).to_be_focused()
    await write(customer, "Is it warm enough for the lake?")
    await expect(customer.locator(".consent")).to_have_text("Asked a question")
    await write(customer, "STOP")
    await expect(customer.locator(".consent")).to_have_text("Said stop")
    await customer.locator(".person").click()
    await expect(listed.get_by_role("region", name="Said stop").get_by_role("button")).to_have_count(1)
    await laptop.keyboard.type("nobody of that name")
    await expect(listed.get_by_text("Nobody matches.")).to_be_visible()
    await laptop.keyboard.press("Escape")
    await expect(listed).to_be_hidden()


async def test_on_a_phone_the_list_gets_the_screen(phone: Page) -> None:
    customer = of(phone, "customer")
    await customer.locator(".person").tap()
    assert await height(customer.get_by_role("dialog")) == PHONE["height"]
    await customer.get_by_role("dialog").get_by_role("button", name="Asha").tap()
    await expect(customer.get_by_role("dialog")).to_be_hidden()
    await expect(customer.locator(".person")).to_have_text("Asha · owner")


async def test_a_history_under_way_is_not_called_empty(laptop: Page) -> None:
    customer = await meet_somebody(laptop)
    address, gate = await chosen(customer), asyncio.Event()

    async def hold(route: Route) -> None:
        await gate.wait()
        await route.continue_()

    await choose(customer, "new:sms")
    await laptop.route("**/sim/api/stream**", hold)
    await choose(customer, address)
    await expect(customer.locator(".empty")).to_have_text("Loading …")
    gate.set()
    await expect(customer.get_by_text("You're in")).to_be_visible()


async def test_an_erased_customer_says_so(laptop: Page) -> None:
    customer, staff = await meet_somebody(laptop), of(laptop, "staff")
    await write(staff, "/erase ada abbott")
    await staff.get_by_role("button", name="1 Delete it all").click()
    await expect(customer.locator(".empty")).to_contain_text("This customer was erased")
    await expect(customer.locator(".person")).to_have_text("Erased customer")
    await expect(customer.get_by_role("textbox")).to_be_disabled()


async def test_an_event_for_another_customer_can_be_shown(laptop: Page) -> None:
    customer = await meet_somebody(laptop)
    address = await chosen(customer)
    await choose(customer, "new:telegram")
    await push(laptop, "Next event")
    await laptop.get_by_role("button", name="Show Ada Abbott").click()
    assert await chosen(customer) == address
    await expect(customer.locator(".msg", has_text="in your cart")).to_be_visible()
