"""The page of an order in a real browser: on a phone and a laptop, light and dark, in every language, without script.

With ORDER_SHOTS naming a folder, the pages are photographed into it.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, ViewportSize

from bot.clock import PushedClock
from bot.conversations import HOLDINGS
from bot.ids import Ids
from bot.sourcing.tracking_routes import OrderPages
from bot.web.web_server import build
from flows.sourcing.shop_ask import Says
from storage.database.stores import make_database
from templates import tracking_page
from templates.tracking_page import LOCALES
from tests.browser.phones import LAPTOP, PHONE
from tests.sourced import NOOR, Souvenirs, turns_of

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

SIZES = {"phone": PHONE, "laptop": LAPTOP}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PAGES = Path(tracking_page.__file__).parent / "pages" / "track"
SHOTS = os.environ.get("ORDER_SHOTS")
LONG = pytest.mark.long
STATES = ("checking", "available", "part_available", "sourcing", "shipped", "delivered", "refunding", "unavailable")
# Each state in one language; `make long` reads all of them in all languages.
READ = [
    pytest.param(state, locale, marks=() if (place - number) % len(LOCALES) == 0 else LONG)
    for number, state in enumerate(STATES)
    for place, locale in enumerate(LOCALES)
]
# What a reader with low sight needs: https://www.w3.org/TR/WCAG22/#contrast-minimum (4.5 to 1 for text).
_FAINT = """() => {
  const parse = (text) => text.match(/[0-9.]+/g).map(Number);
  const light = (rgb) => {
    const linear = (v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const [r, g, b] = rgb.slice(0, 3).map((v) => linear(v / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const rgb = parse(getComputedStyle(at).backgroundColor);
      if (rgb.length < 4 || rgb[3] > 0) return rgb;
    }
    return parse(getComputedStyle(document.documentElement).backgroundColor);
  };
  return [...document.querySelectorAll('body *')]
    .filter((node) => node.offsetParent && [...node.childNodes].some((one) => one.nodeType === 3 && one.data.trim()))
    .map((node) => {
      const [a, b] = [light(parse(getComputedStyle(node).color)), light(behind(node))].sort((x, y) => y - x);
      return [node.textContent.trim(), (a + 0.05) / (b + 0.05)];
    })
    .filter(([, ratio]) => ratio < 4.5);
}"""
_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
_LOW = """() => [...document.querySelectorAll('.button')].map((one) => one.getBoundingClientRect().height)
    .filter((height) => height < 44)"""


@pytest_asyncio.fixture(loop_scope="package")
async def house(database: str, ids: Ids) -> AsyncIterator[Souvenirs]:
    store, clock = make_database(database, ids, HOLDINGS), PushedClock(datetime(2026, 3, 2, 6, 0, tzinfo=UTC))
    yield await Souvenirs(turns_of(store, clock), clock).open()
    await store.close()


@pytest_asyncio.fixture(loop_scope="package")
async def origin(house: Souvenirs) -> AsyncIterator[str]:
    async with TestServer(build(OrderPages(house.turns).add_to)) as server:
        yield str(server.make_url("/track/"))


async def bring_to(house: Souvenirs, state: str, locale: str) -> str:
    """The token of an order that has come so far."""
    ref, both = "1042", (("SHORTS", "L", 2), ("MUG", "", 1))
    order = await house.reserve(ref, *both, customer=replace(NOOR, locale=locale), express=state == "sourcing")
    house.later(minutes=20)
    if state == "part_available":
        await house.says(ref, "connaught", Says.PART, 1)
        await house.elapses(ref, "answer")
    elif state == "unavailable":
        await house.called_off(ref)
        order = await house.reserve("1043", customer=replace(NOOR, locale=locale))
        await house.elapses("1043", "answer")
    elif state != "checking":
        await house.says(ref, "connaught", Says.YES, 2)
        await house.linked(ref)
        house.later(minutes=40)
    if state in {"sourcing", "shipped", "delivered", "refunding"}:
        await house.pays(ref)
        house.later(hours=5)
    if state in {"shipped", "delivered"}:
        await house.picked(ref, "connaught")
        house.later(hours=20)
        await house.moved(ref, "packed")
        house.later(hours=2)
        await house.moved(ref, "shipped", "https://courier.example/AWB1")
    if state == "delivered":
        house.later(hours=25)
        await house.moved(ref, "delivered")
    if state == "refunding":
        await house.given_up(ref)
    return await house.token(order)


@asynccontextmanager
async def opened(
    browser: Browser, url: str, size: ViewportSize = PHONE, *, script: bool = True
) -> AsyncIterator[tuple[Page, list[str]]]:
    """The page, and what goes wrong or is asked of anywhere else while it is open."""
    wrong: list[str] = []
    async with await browser.new_context(viewport=size, color_scheme="light", java_script_enabled=script) as context:
        page = await context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text))
        page.on("request", lambda asked: wrong.append(asked.url) if asked.url != url and not _own(asked.url) else None)
        await page.goto(url)
        yield page, wrong


def _own(url: str) -> bool:
    """Whether it stands in the page itself, so that nothing is asked."""
    return url.startswith("data:")


async def looks(page: Page) -> AsyncIterator[str]:
    """The page on each screen, light and dark: the name of each look, while it is to be seen.

    The page has no script, and looks as it would where it was loaded anew.
    """
    for name, size in SIZES.items():
        await page.set_viewport_size(size)
        for scheme in SCHEMES:
            await page.emulate_media(color_scheme=scheme)
            yield f"{name}-{scheme}"


async def photograph(page: Page, name: str) -> None:
    if SHOTS:
        await page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.mark.parametrize(("state", "locale"), READ)
async def test_every_state_in_every_language_can_be_read(
    browser: Browser, house: Souvenirs, origin: str, state: str, locale: str
) -> None:
    token = await bring_to(house, state, locale)
    async with opened(browser, origin + token) as (page, wrong):
        async for look in looks(page):
            await photograph(page, f"{locale}-{state}-{look}")
            found: dict[str, Any] = {
                "wrong": wrong,
                "faint": await page.evaluate(_FAINT),
                "too wide by": await page.evaluate(_WIDE),
                "too low": await page.evaluate(_LOW),
                "headings": [await page.locator(one).count() for one in ("h1", "header", "main", "footer")],
            }
            assert found == {"wrong": [], "faint": [], "too wide by": 0, "too low": [], "headings": [1, 1, 1, 1]}, look


async def test_it_works_without_script_and_with_the_keyboard(browser: Browser, house: Souvenirs, origin: str) -> None:
    token = await bring_to(house, "available", "en")
    async with opened(browser, origin + token, script=False) as (page, _):
        assert await page.get_by_role("link", name="Pay ₹2,148").get_attribute("href") == "https://pay.example/1042"
        assert await page.get_by_role("listitem").filter(has_text="All of it was found").get_attribute("aria-current")
        await page.keyboard.press("Tab")
        assert await page.locator("a:focus").inner_text() == "Skip to the steps"


@pytest.mark.parametrize("locale", [pytest.param(one, marks=() if one == "hi" else LONG) for one in LOCALES])
async def test_photos_are_approved_without_script_on_a_phone(
    browser: Browser, house: Souvenirs, origin: str, locale: str
) -> None:
    token = await asked_about_photos(house, locale)
    async with opened(browser, origin + token) as (page, _):
        async for look in looks(page):
            assert [await page.evaluate(one) for one in (_FAINT, _WIDE, _LOW)] == [[], 0, []], look
    async with opened(browser, origin + token, script=False) as (page, _):
        await photograph(page, f"{locale}-photos")
        assert await page.locator("button.button").count() == 2
        await page.locator("button[value=ship]").click()
        await page.wait_for_load_state()
        await photograph(page, f"{locale}-photos-approved")
        assert (page.url, await page.locator("button").count()) == (origin + token, 0)
        assert await page.locator(".state h1 + p").inner_text() == _words(locale)["asks"]["ship"]
        await page.reload()
        assert await page.locator("button").count() == 0


async def test_another_look_is_asked_for_with_the_keyboard(browser: Browser, house: Souvenirs, origin: str) -> None:
    token = await asked_about_photos(house, "en")
    async with opened(browser, origin + token, script=False) as (page, _):
        await page.locator("button[value=recheck]").focus()
        await page.keyboard.press("Enter")
        await page.wait_for_url(origin + token)
        await page.get_by_text("we check it again and send you new photos").wait_for()


async def asked_about_photos(house: Souvenirs, locale: str) -> str:
    """The token of an order whose customer is asked about its photos."""
    order = await house.confirmed("1042", customer=replace(NOOR, locale=locale))
    await house.picked("1042", "connaught")
    house.later(hours=1)
    await house.photographed("1042", 2)
    return await house.token(order)


def _words(locale: str) -> dict[str, Any]:
    return tomllib.loads((PAGES / f"{locale}.toml").read_text(encoding="utf-8"))


async def test_an_unknown_link(browser: Browser, origin: str) -> None:
    for name, size in SIZES.items():
        async with opened(browser, origin + "A" * 22, size) as (page, wrong):
            await photograph(page, f"unknown-{name}")
            assert await page.get_by_role("heading", name="There is no order here").is_visible()
            assert [one for one in wrong if "404" not in one] == []


async def test_a_long_name_and_a_long_title_stay_within(browser: Browser, house: Souvenirs, origin: str) -> None:
    name = "Wolfeschlegelsteinhausenbergerdorff" * 2
    order = await house.reserve("1" * 40, ("SHORTS", "L", 99), customer=replace(NOOR, name=name))
    url, small = origin + await house.token(order), ViewportSize(width=320, height=640)
    async with opened(browser, url, small) as (page, _):
        await photograph(page, "long-320")
        assert await page.evaluate(_WIDE) == 0
