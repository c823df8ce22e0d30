"""The page of an order that is picked in a real browser: on a phone and a laptop, without script."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser

from bot.sourcing.cart_routes import CartPages
from bot.web.web_server import build
from tests.browser.test_track import _FAINT, _LOW, _WIDE, looks, opened, photograph
from tests.transcripts.runner import Story
from tests.transcripts.script import read
from tests.transcripts.test_cart_page import SCENE
from tests.transcripts.world import world

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


async def test_lines_are_changed_without_script_on_a_phone(
    browser: Browser, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scene.txt").write_text(SCENE, encoding="utf-8")
    async with world(read(tmp_path / "scene.txt"), database) as here:
        story = Story(here)
        for line in here.script.lines:
            await story.do(line)
        asked = [one for one in await here.messages() if one.template == "pick_lines"][-1]
        path = urlsplit(next(one["url"] for one in asked.buttons if "url" in one)).path
        async with TestServer(build(CartPages(here.service.turns).add_to)) as server:
            url = str(server.make_url(path))
            async with opened(browser, url) as (page, wrong):
                async for look in looks(page):
                    await photograph(page, f"cart-{look}")
                    assert [await page.evaluate(one) for one in (_FAINT, _WIDE, _LOW)] == [[], 0, []], look
                assert wrong == []
            async with opened(browser, url, script=False) as (page, _):
                await page.locator("[value=more-0]").click()
                assert await page.input_value("[name=count-0]") == "3"
                await page.locator("[value=out-1]").click()
                assert await page.input_value("[name=count-1]") == "0"
                await page.locator("form > .button").click()
                await page.locator("section.state").wait_for()
        await here.settle()
        last = [one for one in await here.messages() if one.direction == "out"][-1]
        assert (last.template, "3 Tiger Shorts L" in (last.text or "")) == ("pick_summary", True)
