"""A sample of an audience is drawn by chance, also of people who came in one millisecond, as a file of them does."""

from __future__ import annotations

from datetime import UTC
from uuid import UUID

import pytest
from sqlalchemy import text

from flows.audience.criteria import EVERYBODY, Compared
from storage.audience.audiences import Audiences, Selection
from storage.database.stores import Database
from storage.schema import customer_tags
from storage.unit import Unit
from tests.storage.sending.test_fanout import someone
from tests.storage.world import NOW, do

MANY, SOME, FEW = 200, 60, 20


@pytest.mark.parametrize("seed", ["0", "5a" * 6])
@pytest.mark.parametrize("many", [MANY, 40])
async def test_it_is_drawn_with_the_count_as_it_is_without(store: Database, many: int, seed: str) -> None:
    """Of many in one look, where PostgreSQL knows how many there are; of a fifth of all that look finds too few."""

    async def people(unit: Unit) -> None:
        for number in range(MANY):
            who = await someone(unit, number)
            if number < many:
                await unit.add(customer_tags, contact=who, tag="vip", written="vip", source="staff", at=NOW)
        if unit.postgres:
            await unit.connection.execute(text("ANALYZE contacts"))

    await do(store, people)
    asked = Selection(Compared("tag", "=", "vip"), NOW, UTC)
    drawn = await do(store, lambda unit: unit.of(Audiences).draw_sample(asked, FEW, seed))
    alone = await do(store, lambda unit: unit.of(Audiences).sample(asked, FEW, seed))
    assert drawn == (many, alone)
    assert len(alone) == FEW


@pytest.mark.parametrize("seed", ["0", "8" * 12])
async def test_neither_the_first_nor_the_last_of_a_file_are_more_among_it(store: Database, seed: str) -> None:
    async def people(unit: Unit) -> list[UUID]:
        return [await someone(unit, number) for number in range(MANY)]

    them = await do(store, people)
    assert len({one.int >> 80 for one in them}) < MANY / 4, "some of them came in one millisecond"
    asked = Selection(EVERYBODY, NOW, UTC)
    _, sample = await do(store, lambda unit: unit.of(Audiences).draw_sample(asked, SOME, seed))
    first = sum(one in set(them[: MANY // 2]) for one in sample)
    assert len(sample) == SOME
    assert SOME * 0.2 < first < SOME * 0.8
