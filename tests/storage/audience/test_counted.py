"""An audience is counted and a few of its people drawn in one walk, by chance alone and the same as without."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from flows.audience.criteria import EVERYBODY
from storage.audience.audiences import Audiences, Selection
from storage.database import Database
from storage.schema import contacts
from storage.unit import Unit
from tests.storage.world import NOW, do, open_shops

_FEW, _MANY = 20, 400
_SEEDS = ("0" * 12, "8a" * 6, "f" * 12)


@pytest.mark.parametrize("seed", _SEEDS)
async def test_a_walk_counts_and_draws_the_same_people_as_two(store: Database, seed: str) -> None:
    async def look(unit: Unit) -> None:
        asked, audiences = Selection(EVERYBODY, NOW, ZoneInfo("America/Chicago")), unit.of(Audiences)
        many, drawn = await audiences.counted(asked, _FEW, seed)
        assert many == _MANY
        assert drawn == await audiences.sample(asked, _FEW, seed)

    await open_shops(store)
    await do(store, _people)
    await do(store, look)


async def _people(unit: Unit) -> None:
    rows: list[dict[str, Any]] = [{"id": unit.ids.new(), "created_at": NOW} for _ in range(_MANY)]
    await unit.add_all(contacts, rows)
    if unit.postgres:  # as autovacuum does
        await unit.run(text("ANALYZE contacts"))
