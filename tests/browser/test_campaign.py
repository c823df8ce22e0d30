"""The page of a draft in a real browser: on a phone and a laptop, in every language, without script, in a web app.

With ORDER_SHOTS naming a folder, the pages are photographed into it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import quote

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from templates.private_pages import list_locales
from tests.browser.test_track import _FAINT, _LOW, _WIDE, looks, opened, photograph
from tests.delivery import shop
from tests.delivery.campaigned import people
from tests.delivery.house import House, open_house
from tests.delivery.test_campaign_page import card, draft, opened_by, say

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


@pytest_asyncio.fixture(loop_scope="package")
async def house(database: str) -> AsyncIterator[House]:
    async with open_house(database, whole=True) as made:
        await people(made, 3)
        await say(made, "hi")
        yield made


@pytest.mark.parametrize(
    "locale", [pytest.param(one, marks=() if one == "es" else pytest.mark.long) for one in list_locales("campaign")]
)
async def test_a_draft_is_changed_without_script_on_a_phone(browser: Browser, house: House, locale: str) -> None:
    spoken = shop.file().replace('role = "owner"', f'role = "owner"\nlanguage = "{locale}"')
    await house.apply(spoken)
    url = await card(house, label=None)
    async with opened(browser, url) as (page, wrong):
        async for look in looks(page):
            await photograph(page, f"campaign-{locale}-{look}")
            assert [await page.evaluate(one) for one in (_FAINT, _WIDE, _LOW)] == [[], 0, []], look
        assert wrong == []
    async with opened(browser, url, script=False) as (page, _):
        await page.fill("[name=when]", "yesterday")
        await page.fill("[name=text-A-all-any]", "Lamps for {name}")
        await page.locator("form > .button").click()
        await photograph(page, f"campaign-{locale}-wrong")
        assert await page.locator("[aria-invalid]").count() == 1
        assert await page.input_value("[name=text-A-all-any]") == "Lamps for {name}"
        await page.fill("[name=when]", "tomorrow 6pm")
        await page.keyboard.press("Enter")
        await page.locator("[role=status]").wait_for()
        await photograph(page, f"campaign-{locale}-saved")
    assert [one.text for one in (await draft(house)).texts] == ["Lamps for {name}"]


async def test_a_web_app_posts_what_telegram_opened_it_with(browser: Browser, house: House) -> None:
    url = f"{await card(house)}?app#tgWebAppData={quote(opened_by(shop.OWNER, house.clock.get_steady_date()), safe='')}"
    async with await browser.new_context() as context:
        page = await context.new_page()
        await page.goto(url)
        await page.locator("[name=text-A-all-any]").wait_for()
        await page.fill("[name=text-A-all-any]", "Lamps")
        await page.locator("form > .button").click()
        await page.locator("[role=status]").wait_for()
    assert [one.text for one in (await draft(house)).texts] == ["Lamps"]
