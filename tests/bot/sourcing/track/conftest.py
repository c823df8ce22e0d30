"""A shop whose orders have a page, and whoever looks at it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.clock import PushedClock
from bot.sourcing.tracking_routes import OrderPages
from bot.web.web_server import build
from storage.database.stores import Database
from tests.bot.sourcing.track.page import Client
from tests.sourced import Souvenirs, turns_of

MONDAY = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)  # 11:30 in Delhi


@pytest.fixture
def clock() -> PushedClock:
    return PushedClock(MONDAY)


@pytest.fixture
async def house(store: Database, clock: PushedClock) -> Souvenirs:
    return await Souvenirs(turns_of(store, clock), clock).open()


@pytest.fixture
async def client(house: Souvenirs) -> AsyncIterator[Client]:
    async with TestClient(TestServer(build(OrderPages(house.turns).add_to))) as opened:
        yield opened
