"""Photos of an order on the demo page of the souvenir shop in Delhi: sent by the staff, approved by the customer."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from PIL import Image
from playwright.async_api import Browser, FilePayload, Page, expect

from tests.bot.simulator.shop import DELHI, TUESDAY, application, sandbox
from tests.browser.order_steps import command
from tests.browser.phones import LAPTOP, PHONE, fits, of, open_page, take, write

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.asyncio(loop_scope="package")]

CONNAUGHT = "whatsapp:+919800000011"


@pytest_asyncio.fixture(loop_scope="package")
async def url(database: str) -> AsyncIterator[str]:
    """Where the page of an empty souvenir shop is served, at ten in its morning."""
    at = DELHI.find_first_moment(TUESDAY)
    async with sandbox(database, at, DELHI.toml) as service, TestServer(application(service)) as server:
        yield str(server.make_url("/sim"))


def picture(width: int = 2400, height: int = 1800) -> FilePayload:
    """As large as a phone takes it."""
    held = io.BytesIO()
    Image.new("RGB", (width, height), "#e85a4f").save(held, "JPEG")
    return {"name": "order.jpg", "mimeType": "image/jpeg", "buffer": held.getvalue()}


async def fetched(page: Page) -> None:
    """Somebody new reserves the first thing there is, one shop has it, it is paid and fetched."""
    customer = await take(page, "customer", "new:whatsapp")
    await customer.get_by_role("button", name="Reserve from shops").click()
    await customer.get_by_role("dialog").get_by_label("What").select_option("TIGER-SHORTS")
    await customer.get_by_role("button", name="Reserve", exact=True).click()
    shop = await take(page, "shop", CONNAUGHT)
    await expect(shop.get_by_text("Hai kya?").first).to_be_visible()
    await write(shop, "haan hai")
    customer = await take(page, "customer", "")
    await customer.get_by_role("link", name="/sim/pay/").last.click()
    await customer.get_by_role("button", name="Pay ₹899").click()
    await expect(customer.locator(".hand")).to_contain_text("being fetched")
    staff = await take(page, "staff", "")
    await write(staff, "/picked 1001 connaught")
    await expect(staff.get_by_text("Picked up at Connaught Place Souvenirs")).to_be_visible()


@pytest.mark.parametrize("size", ["laptop", "phone"])
async def test_photos_are_sent_ticked_and_approved(browser: Browser, url: str, size: str) -> None:
    async with open_page(browser, url, PHONE if size == "phone" else LAPTOP, touch=size == "phone") as page:
        await fetched(page)
        staff = of(page, "staff")
        await staff.get_by_role("textbox").fill("1001")
        await staff.get_by_label("Photo").set_input_files(picture())
        await expect(staff.locator(".own img")).to_be_visible()
        await expect(staff.get_by_text("1 photo kept")).to_be_visible()
        assert await fits(page)
        await write(staff, "1 2 3 4 5")
        await expect(staff.get_by_text("its photos are with the customer now")).to_be_visible()
        customer = await take(page, "customer", "")
        await expect(customer.get_by_text("See the photos")).to_be_visible()
        await customer.get_by_role("button", name="Ship it").last.click()
        await expect(customer.locator(".hand")).to_contain_text("1001")
        staff = await take(page, "staff", "")
        await expect(staff.get_by_text("the customer approves")).to_be_visible()


async def test_what_is_no_picture_is_said_in_place(browser: Browser, url: str) -> None:
    async with open_page(browser, url, LAPTOP) as page:
        staff = of(page, "staff")
        paper: FilePayload = {"name": "list.png", "mimeType": "image/png", "buffer": b"no picture"}
        await staff.get_by_label("Photo").set_input_files(paper)
        await expect(staff.get_by_role("alert")).to_have_text("This file is no picture, and no CSV.")
        await expect(staff.locator(".own")).to_have_count(0)


async def test_a_file_of_customers_is_taken_in_from_the_phone(browser: Browser, url: str) -> None:
    rows = "Customer,Mobile\nनूर Khan,9810000123\n".encode()
    table: FilePayload = {"name": "people.csv", "mimeType": "text/csv", "buffer": rows}
    async with open_page(browser, url, PHONE, touch=True) as page:
        staff = await take(page, "staff", "")
        await staff.get_by_label("CSV").set_input_files(table)
        await expect(staff.get_by_text("(a file)")).to_be_visible()
        await expect(staff.get_by_text("1 person, 1 with a phone")).to_be_visible()
        await staff.get_by_role("button", name="Import them").click()
        await expect(staff.get_by_text("Done: 1 imported (1 new")).to_be_visible()
        await command(staff, "/customers 0123", "नूर Khan (…0123)")


async def test_the_file_of_refused_rows_is_opened_from_the_phone(browser: Browser, url: str) -> None:
    """It came as the file itself, which the page of the sandbox serves."""
    rows = b"Customer,Mobile\nNoor Khan,9810000124\nNobody,12\n"
    table: FilePayload = {"name": "people.csv", "mimeType": "text/csv", "buffer": rows}
    async with open_page(browser, url, PHONE, touch=True) as page:
        staff = await take(page, "staff", "")
        await staff.get_by_label("CSV").set_input_files(table)
        await staff.get_by_role("button", name="Import them").click()
        link = staff.get_by_role("link", name="customers.rejected.csv")
        await expect(link).to_be_visible()
        answer = await page.request.get(await link.evaluate("one => one.href"))
        assert answer.ok
        assert "Nobody" in await answer.text()
