"""The page of a delivery address in a real browser: on a phone and a laptop, in every language, without script.

With ORDER_SHOTS naming a folder, the pages are photographed into it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser

from bot.clock import PushedClock
from bot.conversations import HOLDINGS
from bot.ids import Ids
from bot.sourcing.address_routes import AddressPages
from bot.web.web_server import build
from storage.database.stores import make_database
from templates.address_form import LOCALES
from tests.bot.sourcing.address.test_form import KEPT, kept
from tests.bot.sourcing.address.test_form import opened as made
from tests.browser.test_track import _FAINT, _LOW, _WIDE, looks, opened, photograph
from tests.sourced import NOOR, Souvenirs, turns_of

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


@pytest_asyncio.fixture(loop_scope="package")
async def house(database: str, ids: Ids) -> AsyncIterator[Souvenirs]:
    store, clock = make_database(database, ids, HOLDINGS), PushedClock(datetime(2026, 3, 2, 6, 0, tzinfo=UTC))
    yield await Souvenirs(turns_of(store, clock), clock).open()
    await store.close()


@pytest_asyncio.fixture(loop_scope="package")
async def origin(house: Souvenirs) -> AsyncIterator[str]:
    async with TestServer(build(AddressPages(house.turns).add_to)) as server:
        yield str(server.make_url("/")).rstrip("/")


@pytest.mark.parametrize(
    "locale", [pytest.param(one, marks=() if one == "hi" else pytest.mark.long) for one in LOCALES]
)
async def test_the_form_is_filled_in_without_script_on_a_phone(
    browser: Browser, house: Souvenirs, origin: str, locale: str
) -> None:
    order = await house.reserve("1042", customer=replace(NOOR, locale=locale))
    url = origin + await made(house, order)
    house.later(minutes=1)
    async with opened(browser, url) as (page, wrong):
        async for look in looks(page):
            await photograph(page, f"address-{locale}-{look}")
            assert [await page.evaluate(one) for one in (_FAINT, _WIDE, _LOW)] == [[], 0, []], look
        assert wrong == []
    async with opened(browser, url, script=False) as (page, _):
        await page.fill("[name=street_address]", "Flat 4\n12 MG Road")
        await page.fill("[name=city]", "New Delhi")
        await page.fill("[name=postal_code]", "11")
        await page.select_option("[name=country_area]", "Delhi")
        await page.locator("form > .button").click()
        await photograph(page, f"address-{locale}-wrong")
        assert await page.locator("[aria-invalid]").count() == 1
        assert await page.input_value("[name=street_address]") == "Flat 4\n12 MG Road"
        assert await kept(house, order) is None
        await page.fill("[name=postal_code]", "110001")
        await page.keyboard.press("Enter")
        await page.locator("section.state").wait_for()
        await photograph(page, f"address-{locale}-saved")
    told = await kept(house, order)
    assert told is not None
    assert told.text == KEPT


async def test_another_country_is_chosen_without_script(browser: Browser, house: Souvenirs, origin: str) -> None:
    url = origin + await made(house, await house.reserve("1042"))
    async with opened(browser, url, script=False) as (page, _):
        await page.fill("[name=city]", "Chicago")
        await page.select_option("[name=country]", "US")
        await page.locator("[value=country]").click()
        await page.get_by_label("ZIP code").wait_for()
        assert await page.input_value("[name=city]") == "Chicago"
        assert "Illinois" in await page.locator("[name=country_area]").inner_text()
