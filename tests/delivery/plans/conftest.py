"""The shop whose plans are tested."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.delivery.house import House
from tests.delivery.planned import opening


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    """A shop with a store, whose three people agreed to its offers."""
    async with opening(database) as opened:
        yield opened
