"""The pages that end and limit marketing in a real browser: on a phone and a laptop, in every language, without script.

With ORDER_SHOTS naming a folder, the pages are photographed into it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import UUID

import pytest
from playwright.async_api import Browser, ViewportSize

from handlers.engine.turn import Turn
from handlers.people.end_links import make_end_link, make_preferences_link
from templates.private_pages import list_locales
from tests.browser.test_track import _FAINT, _LOW, _WIDE, looks, opened, photograph
from tests.delivery import shop
from tests.delivery.house import open_house
from tests.delivery.shop import ANN

NARROW: ViewportSize = {"width": 360, "height": 740}

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


each_locale = pytest.mark.parametrize(
    "locale", [pytest.param(one, marks=() if one == "hi" else pytest.mark.long) for one in list_locales("end")]
)


@asynccontextmanager
async def open_link(database: str, locale: str, make: Callable[[Turn, UUID], str]) -> AsyncIterator[str]:
    """The shop, and a link for Ann, who reads that language."""
    async with open_house(database, whole=True) as house:
        await house.tell(shop.consented(shop.customer(), house.clock.now(), ("sms", "telegram")))
        await house.settle()
        ann = await house.address("sms", ANN)
        await house.act(lambda turn: turn.unit.people.write_in(ann.contact, locale))

        async def work(turn: Turn) -> str:
            return make(turn, ann.id)

        yield await house.act(work)


async def look_at(browser: Browser, url: str, name: str) -> None:
    """Look at the page on each screen, light and dark."""
    async with opened(browser, url) as (page, wrong):
        async for look in looks(page):
            await photograph(page, f"{name}-{look}")
            assert [await page.evaluate(one) for one in (_FAINT, _WIDE, _LOW)] == [[], 0, []], look
        assert wrong == []


@each_locale
async def test_marketing_is_ended_without_script_on_a_phone(browser: Browser, database: str, locale: str) -> None:
    async with open_link(database, locale, make_end_link) as url:
        await look_at(browser, url, f"end-{locale}")
        async with opened(browser, url, NARROW, script=False) as (page, _):
            assert await page.evaluate(_WIDE) == 0
            await page.locator("[value=here]").click()
            await page.locator("form.good").wait_for()
            assert await page.locator("[value=here]").count() == 0
            await photograph(page, f"end-{locale}-here")
            await page.locator("form a").click()  # to the preferences
            await page.locator("#often").wait_for()
            await page.goto(url)
            await page.locator("[value=everywhere]").click()
            await page.locator("form.good:not(:has(button))").wait_for()
            await photograph(page, f"end-{locale}-everywhere")


@each_locale
async def test_preferences_are_chosen_without_script_on_a_phone(browser: Browser, database: str, locale: str) -> None:
    async with open_link(database, locale, make_preferences_link) as url:
        await look_at(browser, url, f"preferences-{locale}")
        async with opened(browser, url, NARROW, script=False) as (page, _):
            assert await page.evaluate(_WIDE) == 0
            await page.select_option("#often", "7")
            await page.select_option("#pause", "month")
            await page.select_option("#topic-offers", "no")
            await page.locator("form > .button").first.click()
            await page.locator("form.good").wait_for()
            await photograph(page, f"preferences-{locale}-saved")
            assert await page.input_value("#often") == "7"
            assert await page.input_value("#pause") == "keep"
            assert await page.locator("#topic-offers").count() == 0
            await page.locator("[value=everywhere]").click()
            await page.locator("form.good:not(:has(button))").wait_for()
