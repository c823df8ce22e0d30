"""A service whose pages a test opens in a browser."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import DummyCookieJar
from aiohttp.test_utils import TestClient, TestServer

from bot.config import Settings
from bot.proxies import Proxies
from bot.web.session_pages import PageLogin, SessionPages
from bot.web.web_server import build
from tests.bot.commands.test_keys import Watch
from tests.bot.installed import apply, installed
from tests.bot.web.garden import GARDEN, LION, OURS, Browser, Garden
from tests.conftest import START


@pytest.fixture
def watch() -> Watch:
    return Watch(START)


@pytest.fixture
def public_url() -> str:
    return OURS


@pytest.fixture
async def browser(database: str, watch: Watch, public_url: str) -> AsyncIterator[Browser]:
    async with installed(Settings(database_url=database, public_url=public_url), watch) as service:
        await apply(service, "")
        await apply(service, "", LION)
        garden = Garden(SessionPages(service.turns, Proxies(), GARDEN, largest_file=3 * 1024 * 1024))
        app = build(PageLogin(service.turns, Proxies(), (GARDEN,)).add_to, garden.add_to)
        async with TestClient(TestServer(app), cookie_jar=DummyCookieJar()) as client:
            yield Browser(client, service, garden)
