"""A running shop beside its Shopify."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.simulator.shop import sandbox
from tests.bot.stores.taken import Taker
from tests.providers.shopify import ShopifyStand


@pytest.fixture
async def taker(database: str, tmp_path: Path) -> AsyncIterator[Taker]:
    """The sample shop on both databases, with nobody in it."""
    async with sandbox(database) as running, ShopifyStand() as stand:
        yield Taker(running, tmp_path, stand)
