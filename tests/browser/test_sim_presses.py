"""What is pressed twice on the demo page is done once, and the page shows what is under way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.order_steps import MEHTA, answer, reserve
from tests.browser.phones import meet_somebody, of, take, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]
Held = Callable[[Route], Coroutine[Any, Any, None]]


def holding(gate: asyncio.Event, asked: list[str]) -> Held:
    """Lets requests through once the gate is open, and notes the names of their presses."""

    async def hold(route: Route) -> None:
        asked.append(route.request.headers["idempotency-key"])
        await gate.wait()
        await route.continue_()

    return hold


async def choose_shorts(page: Page) -> None:
    customer = await take(page, "customer", "new:sms")
    await customer.get_by_role("button", name="Reserve from shops").click()
    await customer.get_by_role("dialog").get_by_label("What").select_option("TIGER-SHORTS")


@pytest.mark.long
async def test_reserve_pressed_twice_reserves_once(laptop: Page) -> None:
    await choose_shorts(laptop)
    customer = of(laptop, "customer")
    await customer.get_by_role("dialog").get_by_role("button", name="Reserve", exact=True).dblclick()
    await expect(customer.get_by_text("We have your order")).to_be_visible()
    await laptop.request.post(laptop.url.replace("/sim", "/sim/api/settle"), data={})
    await expect(customer.get_by_text("We have your order")).to_have_count(1)
    await expect(customer.locator(".hand")).to_contain_text("Order 1001")


async def test_two_requests_of_one_form_are_one_order(laptop: Page) -> None:
    """Where the page's own guard is not enough: the form's second request has the first one's name."""
    await choose_shorts(laptop)
    names: asyncio.Queue[str] = asyncio.Queue()
    gate = asyncio.Event()

    async def hold(route: Route) -> None:
        names.put_nowait(route.request.headers["idempotency-key"])
        await gate.wait()
        await route.continue_()

    await laptop.route("**/sim/api/reserve", hold)
    twice = """() => {
        const form = document.querySelector(".choice");
        form.requestSubmit();
        document.querySelector("#phone-customer").removeAttribute("aria-busy");
        form.requestSubmit();
    }"""
    await laptop.evaluate(twice)
    async with asyncio.timeout(10):
        assert await names.get() == await names.get()
    gate.set()
    customer = of(laptop, "customer")
    await expect(customer.locator(".hand")).to_contain_text("Order 1001")
    await laptop.request.post(laptop.url.replace("/sim", "/sim/api/settle"), data={})
    await customer.locator(".person").click()
    await expect(customer.get_by_role("dialog").get_by_role("button", name="Ada Abbott")).to_have_count(1)
    await laptop.keyboard.press("Escape")
    await expect(customer.get_by_text("We have your order")).to_have_count(1)


@pytest.mark.long
async def test_a_press_is_seen_at_once_and_others_wait(laptop: Page) -> None:
    await choose_shorts(laptop)
    asked: list[str] = []
    gate = asyncio.Event()
    await laptop.route("**/sim/api/reserve", holding(gate, asked))
    customer = of(laptop, "customer")
    button = customer.get_by_role("dialog").get_by_role("button", name="Reserve", exact=True)
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    await expect(customer).to_have_attribute("aria-busy", "true")
    await customer.get_by_role("button", name="Abandon a cart").dispatch_event("click")
    gate.set()
    await expect(customer.get_by_text("We have your order")).to_be_visible()
    await expect(customer).not_to_have_attribute("aria-busy", "true")
    assert len(asked) == 1
    await expect(customer.locator(".hand")).to_contain_text("Order 1001")


@pytest.mark.long
@pytest.mark.parametrize("name", ["Abandon a cart", "Write STOP", "Buy it"])
async def test_a_double_click_is_one_deed(laptop: Page, name: str) -> None:
    customer = await meet_somebody(laptop)
    asked: list[str] = []
    laptop.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    await customer.get_by_role("button", name=name).dblclick()
    told = {"Abandon a cart": "Left", "Write STOP": "Said stop", "Buy it": "Bought"}[name]
    await expect(customer.locator(".hand, .consent").filter(has_text=told)).to_be_visible()
    deeds = [url for url in asked if not url.endswith("/settle")]
    assert len(deeds) == 1


@pytest.mark.long
async def test_a_key_pressed_twice_answers_once(laptop: Page) -> None:
    await reserve(laptop)
    shop = await take(laptop, "shop", MEHTA)
    key = shop.get_by_role("button", name="1 Haan")
    await key.dblclick()
    await expect(of(laptop, "customer").get_by_text("Good news")).to_be_visible()
    await expect(shop.locator(".own", has_text="1 Haan")).to_have_count(1)


@pytest.mark.long
async def test_a_bill_is_paid_once(laptop: Page) -> None:
    customer = await reserve(laptop)
    await answer(laptop, MEHTA, "haan 2 hai")
    await customer.get_by_role("link", name="/sim/pay/").last.click()
    await customer.get_by_role("dialog").get_by_role("button", name="Pay $68").dblclick()
    await expect(customer.locator(".hand")).to_contain_text("being fetched")
    await expect(customer.get_by_role("alert")).to_be_hidden()


@pytest.mark.long
async def test_words_sent_twice_are_said_once_and_the_next_can_be_typed(laptop: Page) -> None:
    customer = await meet_somebody(laptop)
    asked: list[str] = []
    gate = asyncio.Event()
    await laptop.route("**/sim/api/say", holding(gate, asked))
    await customer.get_by_role("textbox").fill("Is it warm?")
    await laptop.keyboard.press("Enter")
    await laptop.keyboard.press("Enter")
    await write(customer, "And is it blue?")
    gate.set()
    await expect(customer.locator(".own", has_text="And is it blue?")).to_be_visible()
    words = await customer.locator(".own .bubble").all_text_contents()
    assert words[-2:] == ["Is it warm?", "And is it blue?"]
    assert len(asked) == 2
