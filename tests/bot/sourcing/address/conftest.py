"""A shop whose customers fill in where an order goes, and a browser at that page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.clock import PushedClock
from bot.sourcing.address_routes import AddressPages
from bot.web.web_server import build
from storage.database.stores import Database
from tests.bot.sourcing.track.page import Client
from tests.sourced import Souvenirs, turns_of


@pytest.fixture
def clock() -> PushedClock:
    return PushedClock(datetime(2026, 3, 2, 6, 0, tzinfo=UTC))


@pytest.fixture
async def house(store: Database, clock: PushedClock) -> Souvenirs:
    return await Souvenirs(turns_of(store, clock), clock).open()


@pytest.fixture
async def client(house: Souvenirs) -> AsyncIterator[Client]:
    async with TestClient(TestServer(build(AddressPages(house.turns).add_to))) as opened:
        yield opened
