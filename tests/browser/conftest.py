"""One browser for all the tests, and for each of them a service and pages of its own.

A browser takes longer to start than most of them take, so it stays from one to the next, and so does the event loop
that speaks with it: every test and every fixture here has ``loop_scope="package"``. Pages of one test know nothing of
another's, for each is opened in a context of its own, as after a fresh start.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, async_playwright

from tests.bot.simulator.shop import application, sandbox
from tests.browser.phones import LAPTOP, PHONE, open_page
from tests.watching import watched

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Debian's chromium."""
    if not CHROMIUM.exists():
        pytest.skip(f"there is no browser at {CHROMIUM}: apt install chromium")
    return CHROMIUM


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def browser(chromium: Path) -> AsyncIterator[Browser]:
    """A browser without a window."""
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=str(chromium), args=["--no-sandbox"])
        yield opened
        await opened.close()


@pytest_asyncio.fixture(loop_scope="package")
async def watched_tasks() -> AsyncIterator[None]:
    """As for every test, but in the loop in which the tests here run."""
    async with watched():
        yield


@pytest.fixture
def database(migrated_file: Path, tmp_path: Path) -> str:
    """An empty database of the test's own; the page is the same on both kinds."""
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path)}"


@pytest_asyncio.fixture(loop_scope="package")
async def url(database: str) -> AsyncIterator[str]:
    """Where the page of an empty sample shop is served."""
    async with sandbox(database) as service, TestServer(application(service)) as server:
        yield str(server.make_url("/sim"))


@pytest_asyncio.fixture(loop_scope="package")
async def laptop(browser: Browser, url: str) -> AsyncIterator[Page]:
    async with open_page(browser, url, LAPTOP) as page:
        yield page


@pytest_asyncio.fixture(loop_scope="package")
async def phone(browser: Browser, url: str) -> AsyncIterator[Page]:
    async with open_page(browser, url, PHONE, touch=True) as page:
        yield page
