"""The page of an order in a real browser: on a phone and a laptop, light and dark, in every language, without script.

With ORDER_SHOTS naming a folder, the pages are photographed into it.
"""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from bot.clock import PushedClock
from bot.web.server import build
from bot.web.track import OrderPages
from flows.sourcing.order import Says
from storage.store import Store
from templates import tracking
from templates.tracking import LOCALES
from tests.browser.test_sim import LAPTOP, PHONE, chromium
from tests.sourced import NOOR, Souvenirs, turns_of

__all__ = ["chromium"]

pytestmark = pytest.mark.browser

SIZES = {"phone": PHONE, "laptop": LAPTOP}
PAGES = Path(tracking.__file__).parent / "pages" / "track"
SHOTS = os.environ.get("ORDER_SHOTS")
STATES = ("checking", "available", "part_available", "sourcing", "shipped", "delivered", "refunding", "unavailable")
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


@pytest.fixture
async def browser(chromium: Path) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=str(chromium), args=["--no-sandbox"])
        yield opened
        await opened.close()


@pytest.fixture
def database(migrated_file: Path, tmp_path: Path) -> str:
    """An empty database of the test's own; the page is the same on both kinds."""
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path)}"


@pytest.fixture
async def house(store: Store) -> Souvenirs:
    clock = PushedClock(datetime(2026, 3, 2, 6, 0, tzinfo=UTC))
    return await Souvenirs(turns_of(store, clock), clock).open()


@pytest.fixture
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


async def opened(
    browser: Browser, url: str, size: ViewportSize, scheme: Literal["light", "dark"], *, script: bool = True
) -> tuple[Page, list[str]]:
    """The page, and what went wrong or was asked of anywhere else while it was loaded."""
    context = await browser.new_context(viewport=size, color_scheme=scheme, java_script_enabled=script)
    page = await context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text))
    page.on("request", lambda asked: wrong.append(asked.url) if asked.url != url else None)
    await page.goto(url)
    return page, [one for one in wrong if not one.startswith("data:")]


async def photograph(page: Page, name: str) -> None:
    if SHOTS:
        await page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("state", STATES)
async def test_every_state_in_every_language_can_be_read(
    browser: Browser, house: Souvenirs, origin: str, state: str, locale: str
) -> None:
    token = await bring_to(house, state, locale)
    for name, size in SIZES.items():
        for scheme in ("light", "dark"):
            page, wrong = await opened(browser, origin + token, size, scheme)
            await photograph(page, f"{locale}-{state}-{name}-{scheme}")
            found: dict[str, Any] = {
                "wrong": wrong,
                "faint": await page.evaluate(_FAINT),
                "too wide by": await page.evaluate(_WIDE),
                "too low": await page.evaluate(_LOW),
                "headings": [len(await page.locator(one).all()) for one in ("h1", "header", "main", "footer")],
            }
            assert found == {"wrong": [], "faint": [], "too wide by": 0, "too low": [], "headings": [1, 1, 1, 1]}
            await page.context.close()


async def test_it_works_without_script_and_with_the_keyboard(browser: Browser, house: Souvenirs, origin: str) -> None:
    token = await bring_to(house, "available", "en")
    page, _ = await opened(browser, origin + token, PHONE, "light", script=False)
    assert await page.get_by_role("link", name="Pay ₹2,148").get_attribute("href") == "https://pay.example/1042"
    assert await page.get_by_role("listitem").filter(has_text="All of it was found").get_attribute("aria-current")
    await page.keyboard.press("Tab")
    assert await page.locator("a:focus").inner_text() == "Skip to the steps"
    await page.context.close()


@pytest.mark.parametrize("locale", LOCALES)
async def test_photos_are_approved_without_script_on_a_phone(
    browser: Browser, house: Souvenirs, origin: str, locale: str
) -> None:
    token = await asked_about_photos(house, locale)
    page, _ = await opened(browser, origin + token, PHONE, "light", script=False)
    await photograph(page, f"{locale}-photos")
    assert await page.locator("button.button").count() == 2
    for size in SIZES.values():
        for scheme in ("light", "dark"):
            seen, _ = await opened(browser, origin + token, size, scheme)
            found = [await seen.evaluate(one) for one in (_FAINT, _WIDE, _LOW)]
            assert found == [[], 0, []]
            await seen.context.close()
    await page.locator("button[value=ship]").click()
    await page.wait_for_load_state()
    await photograph(page, f"{locale}-photos-approved")
    assert (page.url, await page.locator("button").count()) == (origin + token, 0)
    assert await page.locator(".state h1 + p").inner_text() == _words(locale)["asks"]["ship"]
    await page.reload()
    assert await page.locator("button").count() == 0
    await page.context.close()


async def test_another_look_is_asked_for_with_the_keyboard(browser: Browser, house: Souvenirs, origin: str) -> None:
    token = await asked_about_photos(house, "en")
    page, _ = await opened(browser, origin + token, PHONE, "light", script=False)
    await page.locator("button[value=recheck]").focus()
    await page.keyboard.press("Enter")
    await page.wait_for_url(origin + token)
    await page.get_by_text("we check it again and send you new photos").wait_for()
    await page.context.close()


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
        page, wrong = await opened(browser, origin + "A" * 22, size, "light")
        await photograph(page, f"unknown-{name}")
        assert await page.get_by_role("heading", name="There is no order here").is_visible()
        assert [one for one in wrong if "404" not in one] == []
        await page.context.close()


async def test_a_long_name_and_a_long_title_stay_within(browser: Browser, house: Souvenirs, origin: str) -> None:
    name = "Wolfeschlegelsteinhausenbergerdorff" * 2
    order = await house.reserve("1" * 40, ("SHORTS", "L", 99), customer=replace(NOOR, name=name))
    page, _ = await opened(browser, origin + await house.token(order), ViewportSize(width=320, height=640), "light")
    await photograph(page, "long-320")
    assert await page.evaluate(_WIDE) == 0
    await page.context.close()
