"""Of two processes that give a name or a brand away at once, one is refused as if it came later."""

from __future__ import annotations

from itertools import count

import pytest

from flows.actor import SYSTEM
from flows.promotions.promotion import PromotionRefused
from flows.promotions.sponsor import Fees
from handlers.engine.turn import Turn
from handlers.returns.sponsor_admin import create_sponsor
from storage.database.stores import Database
from storage.promotions.sponsors import Sponsors
from tests.handlers.returns.returned import Parcels
from tests.handlers.returns.test_billing_race import MANY, two_processes


@pytest.mark.parametrize("shared", ["name", "brands"])
async def test_two_partners_of_one_name_or_brand_at_once_are_one(database: str, store: Database, shared: str) -> None:
    parcels, numbers = await Parcels.open(store), count()
    async with two_processes(parcels, database) as both:
        for attempt in range(MANY):

            async def add(turn: Turn, same: str = f"Leaf {attempt}") -> str:
                other = f"Oak {next(numbers)}"
                name, brand = (same, other) if shared == "name" else (other, same)
                try:
                    await create_sponsor(turn, name, [brand], Fees("USD"), SYSTEM)
                except PromotionRefused as refused:
                    return refused.field
                return "added"

            assert sorted(await both(add)) == sorted(["added", shared])
    assert len(await parcels.act(lambda turn: turn.unit.of(Sponsors).all())) == 1 + MANY
