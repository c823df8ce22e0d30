"""The look for changed businesses: many requests at once share one, and none of them gets the state before it."""

from __future__ import annotations

import asyncio

import pytest

from bot import open_turns
from storage.businesses.businesses import read_revision
from storage.unit import Unit
from tests.delivery import shop
from tests.delivery.house import open_house
from tests.delivery.shop import TIGER


async def test_callers_at_once_share_one_look(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_house(database) as house:
        turns, looks = house.service.turns, 0

        async def count(unit: Unit) -> int:
            nonlocal looks
            looks += 1
            return await read_revision(unit)

        monkeypatch.setattr(open_turns, "read_revision", count)
        turns._checked = None
        seen = await asyncio.gather(*(turns.tenant(TIGER) for _ in range(50)))
        assert (looks, len({id(one) for one in seen})) == (1, 1)


async def test_nobody_gets_the_state_before_a_change_that_is_looked_for(database: str) -> None:
    async with open_house(database) as house:
        turns = house.service.turns
        before = await turns.revision()
        await house.apply(shop.file().replace("Tiger Tees", "Tiger Shirts"))
        assert {after > before for after in await asyncio.gather(*(turns.revision() for _ in range(50)))} == {True}
        assert (await turns.tenant(TIGER)).business.name == "Tiger Shirts"
