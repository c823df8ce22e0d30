"""The page that ends marketing in a real browser: on a phone and a laptop, in every language, without script."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, ViewportSize

from handlers.people.end_links import make_end_link
from templates.private_pages import list_locales
from tests.browser.test_track import _FAINT, _LOW, _WIDE, looks, opened, photograph
from tests.delivery import shop
from tests.delivery.house import open_house
from tests.delivery.shop import ANN

NARROW: ViewportSize = {"width": 360, "height": 740}

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


@pytest.mark.parametrize(
    "locale", [pytest.param(one, marks=() if one == "hi" else pytest.mark.long) for one in list_locales("end")]
)
async def test_marketing_is_ended_without_script_on_a_phone(browser: Browser, database: str, locale: str) -> None:
    async with open_house(database, whole=True) as house:
        await house.tell(shop.consented(shop.customer(), house.clock.now(), ("sms",)))
        ann = await house.address("sms", ANN)
        await house.act(lambda turn: turn.unit.people.write_in(ann.contact, locale))

        async def make(turn: object) -> str:
            return make_end_link(turn, ann.id)  # type: ignore[arg-type]

        url = await house.act(make)
        async with opened(browser, url) as (page, wrong):
            async for look in looks(page):
                await photograph(page, f"end-{locale}-{look}")
                assert [await page.evaluate(one) for one in (_FAINT, _WIDE, _LOW)] == [[], 0, []], look
            assert wrong == []
        async with opened(browser, url, NARROW, script=False) as (page, _):
            assert await page.evaluate(_WIDE) == 0
            await page.locator("[value=here]").click()
            await page.locator("form.state").wait_for()
            assert await page.locator("[value=here]").count() == 0
            await photograph(page, f"end-{locale}-here")
            await page.locator("[value=everywhere]").click()
            await page.locator("form.state:not(:has(button))").wait_for()
            await photograph(page, f"end-{locale}-everywhere")
