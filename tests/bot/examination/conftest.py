"""A database with a business, and a vendor it talks to."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage.database.stores import Database
from tests.bot.examination.installation import Installation
from tests.providers.telegram import TelegramStand


@pytest.fixture
def shop(database: str, store: Database) -> Installation:
    return Installation(database, store)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStand]:
    async with TelegramStand() as stand:
        yield stand
