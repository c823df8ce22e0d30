"""The house in which shopkeepers talk; each test runs on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.bot.simulator.shop import sandbox
from tests.handlers.sourcing.shop.house import TOML, TUESDAY_NOON, House


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    async with sandbox(database, TUESDAY_NOON, TOML) as service:
        yield House(service)
