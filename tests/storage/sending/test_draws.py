"""Who is left alone is drawn once, and stays so whoever they turn out to be."""

from __future__ import annotations

from uuid import UUID

import pytest

from storage.database.stores import Database
from storage.people.people import Identity
from storage.sending.holdout_draws import Assignment, HoldoutDrawing
from storage.unit import Unit
from tests.storage.world import do, person

OTHER = Identity("sms", "+13145550143")
CHANCES = {"recovery": 0.5, "ended": 0.0}
"""Of plans; a campaign's is None here, for its people were drawn when it was queued."""


def drawing(number: float) -> HoldoutDrawing:
    return HoldoutDrawing(lambda _experiment, _contact: number, CHANCES.get)


@pytest.mark.parametrize(("chance", "draw", "held_out"), [(0.1, 0.05, True), (0.1, 0.1, False), (0.0, 0.0, False)])
async def test_the_first_draw_stays(store: Database, chance: float, draw: float, held_out: bool) -> None:
    async def tell(unit: Unit) -> None:
        contact, _ = await person(unit)
        first = Assignment("recovery", contact, chance, draw)
        assert await unit.draws.keep(first) == first
        kept = await unit.draws.keep(Assignment("recovery", contact, 1.0, 0.5))
        assert kept == first
        assert kept.held_out is held_out
        assert (await unit.draws.keep(Assignment("campaign", contact, 1.0, 0.5))).held_out

    await do(store, tell)


@pytest.mark.parametrize(
    ("experiment", "number", "held_out"),
    [
        pytest.param("recovery", 0.4, True, id="drawn with the plan's chance"),
        pytest.param("recovery", 0.6, False, id="drawn, and not left alone"),
        pytest.param("ended", 0.0, False, id="a plan without a holdout leaves nobody alone"),
        pytest.param("campaign", 0.2, True, id="drawn with the chance of the campaign's others"),
        pytest.param("campaign", 0.3, False, id="drawn with that, and not left alone"),
        pytest.param("another", 0.0, False, id="a campaign that drew nobody"),
    ],
)
async def test_who_was_not_drawn_before_is_drawn(
    store: Database, experiment: str, number: float, held_out: bool
) -> None:
    async def tell(unit: Unit) -> None:
        (contact, _), (other, _) = await person(unit), await person(unit, OTHER)
        await unit.draws.keep(Assignment("campaign", other, 0.25, 0.9))
        await unit.draws.keep(Assignment("ended", contact, 0.5, 0.1))
        wanted, alone = {(experiment, contact)}, {(experiment, contact)} if held_out else set[tuple[str, UUID]]()
        assert await unit.draws.draw(wanted, drawing(number), keep=False) == alone
        assert await unit.draws.draw(wanted, drawing(number)) == alone
        stored = experiment in {"recovery", "campaign"}
        again = drawing(1 - number) if stored else drawing(number)
        assert await unit.draws.draw(wanted, again) == alone, "the first draw stays"

    await do(store, tell)


@pytest.mark.parametrize(
    ("theirs", "others", "held_out"),
    [
        pytest.param(None, 0.1, True, id="drawn as the one who is merged was"),
        pytest.param(None, 0.9, False, id="and not left alone, as that one was not"),
        pytest.param(0.9, 0.1, True, id="left alone as the other was"),
        pytest.param(0.1, 0.9, True, id="left alone as they were"),
        pytest.param(0.8, 0.9, False, id="neither was left alone"),
    ],
)
async def test_two_who_become_one(store: Database, theirs: float | None, others: float, held_out: bool) -> None:
    async def tell(unit: Unit) -> None:
        (contact, _), (gone, _) = await person(unit), await person(unit, OTHER)
        if theirs is not None:
            await unit.draws.keep(Assignment("recovery", contact, 0.5, theirs))
        await unit.draws.keep(Assignment("recovery", gone, 0.5, others))
        await unit.draws.merge(gone, contact)
        found = await unit.draws.draw({("recovery", contact)}, drawing(0.0 if not held_out else 0.99))
        assert bool(found) is held_out

    await do(store, tell)
