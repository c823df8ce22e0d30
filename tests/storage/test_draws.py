"""Who is left alone is drawn once."""

from __future__ import annotations

import pytest

from storage.draws import Draw
from storage.store import Store
from storage.unit import Unit
from tests.storage.world import do, person


@pytest.mark.parametrize(("chance", "draw", "held_out"), [(0.1, 0.05, True), (0.1, 0.1, False), (0.0, 0.0, False)])
async def test_the_first_draw_stays(store: Store, chance: float, draw: float, held_out: bool) -> None:
    async def tell(unit: Unit) -> None:
        contact, _ = await person(unit)
        first = Draw("recovery", contact, chance, draw)
        assert await unit.draws.keep(first) == first
        kept = await unit.draws.keep(Draw("recovery", contact, 1.0, 0.5))
        assert kept == first
        assert kept.held_out is held_out
        assert (await unit.draws.keep(Draw("campaign", contact, 1.0, 0.5))).held_out

    await do(store, tell)
