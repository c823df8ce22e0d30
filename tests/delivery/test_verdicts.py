"""Why something has not left, as a test of the whole service prints it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from flows.delivery import MessageStatus
from flows.events import Customer
from tests.delivery import shop
from tests.delivery.house import House, open_house

CHAT = Customer(id="ann", name="Ann", telegram=str(shop.ANN_CHAT))


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    async with open_house(database) as opened:
        yield opened


async def test_of_whom_no_place_is_known_every_zone_of_the_country_counts(house: House) -> None:
    waiting = await house.remind(CHAT, ("telegram",))
    assert waiting.status is MessageStatus.QUEUED, await house.verdicts()
    told = await house.verdicts()
    assert f"cart_reminder to telegram:{shop.ANN_CHAT}: queued; wait quiet-hours" in told, told


async def test_a_region_lets_it_leave_in_the_morning(house: House) -> None:
    left = await house.remind(replace(CHAT, country="US", region="IL"), ("telegram",))
    assert left.status is MessageStatus.SENT, await house.verdicts()
    assert "sent; send ok: " in await house.verdicts()
