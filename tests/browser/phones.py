"""The phones of the demo page, and what anybody does on them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

DOCS = Path(__file__).parents[2] / "docs"
LAPTOP, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
LOW_LAPTOP, SMALL_PHONE = ViewportSize(width=1280, height=720), ViewportSize(width=360, height=740)
EVERY_SIZE = [LAPTOP, LOW_LAPTOP, PHONE, SMALL_PHONE]
_MOST_TABS = 80
NAMELESS = """() => [...document.querySelectorAll('button, input, select, a, [role=tab], [role=dialog], section')]
    .filter((node) => node.offsetParent !== null)
    .filter((node) => !(node.innerText || node.ariaLabel || node.labels?.length))
    .map((node) => node.outerHTML)"""
LOW = """() => [...document.querySelectorAll('button, select, .write input, .keys a')]
    .filter((node) => node.offsetParent !== null && !node.classList.contains('skip'))
    .map((node) => [node.innerText || node.ariaLabel, node.getBoundingClientRect().height])
    .filter(([name, height]) => height < 32)"""
_HEIGHT = "one => one.isConnected ? one.getBoundingClientRect().height : null"
LONG = "Is the hoodie warm enough for a spring day on the lake? " * 14
_FOCUSED = "() => document.activeElement.ariaLabel || document.activeElement.innerText || ''"


@asynccontextmanager
async def open_page(browser: Browser, url: str, size: ViewportSize, *, touch: bool = False) -> AsyncIterator[Page]:
    """The page at that size; a mistake in its script, or in its policy, fails the test."""
    mistakes: list[str] = []
    async with await browser.new_context(viewport=size, has_touch=touch) as context:
        page = await context.new_page()
        page.on("pageerror", lambda error: mistakes.append(str(error)))
        page.on("console", lambda line: mistakes.append(line.text) if "Content Security Policy" in line.text else None)
        await page.goto(url)
        await expect(page.locator(".phone").first).to_be_visible()
        yield page
    assert mistakes == []


def of(page: Page, whose: str) -> Locator:
    """The phone of ``customer``, ``shop`` or ``staff``."""
    return page.locator(f"#phone-{whose}")


async def take(page: Page, whose: str, address: str) -> Locator:
    """Give that phone to somebody; on a small screen it is shown, too."""
    if await page.locator(".tabs").is_visible():
        await page.locator(f"#tab-{whose}").click()
    phone = of(page, whose)
    if address:
        await choose(phone, address)
    return phone


async def choose(phone: Locator, address: str) -> None:
    """Choose a person, or ``new:`` and a channel, from the list of the phone."""
    await phone.locator(".person").click()
    await phone.get_by_role("dialog").locator(f'button[value="{address}"]').click()
    await expect(phone.get_by_role("dialog")).to_be_hidden()


async def chosen(phone: Locator) -> str:
    """The address of the person whose phone it is."""
    return await phone.locator(".person").get_attribute("value") or ""


async def write(phone: Locator, words: str) -> None:
    await phone.get_by_role("textbox").fill(words)
    await phone.get_by_role("button", name="Send", exact=True).click()


async def meet_somebody(page: Page) -> Locator:
    """Somebody new leaves a cart and agrees in both steps."""
    customer = of(page, "customer")
    await choose(customer, "new:sms")
    await customer.get_by_role("button", name="Abandon a cart").click()
    await expect(customer.get_by_text("Reply YES to get cart reminders")).to_be_visible()
    await write(customer, "YES")
    await expect(customer.get_by_text("You're in")).to_be_visible()
    return customer


async def push(page: Page, button: str) -> None:
    await page.get_by_role("button", name=button).click()
    await expect(page.locator("#outcome")).to_contain_text("sent")


async def reach(page: Page, name: str, *, back: bool = False) -> None:
    """Press Tab until what is focused has a name that begins so."""
    for _ in range(_MOST_TABS):
        await page.keyboard.press("Shift+Tab" if back else "Tab")
        if str(await page.evaluate(_FOCUSED)).startswith(name):
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")


async def height(found: Locator) -> float:
    """How high it is shown; asked once more where the page drew it anew just then, for what is replaced has no size."""
    while (shown := await found.evaluate(_HEIGHT)) is None:
        pass
    return float(shown)


async def fits(page: Page) -> bool:
    """Whether nothing makes the page wider than the screen."""
    return bool(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
