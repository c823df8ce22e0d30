"""An audience that is kept in a shop, and that is gone though something asks for it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete

from flows.actor import SYSTEM
from flows.audience.criteria import EVERYBODY, Compared
from handlers.engine.turn import Turn
from storage.audience.segments import Segments
from storage.schema import segments
from tests.delivery.house import House


async def keep_eggs(house: House) -> Compared:
    """An audience of everybody, as criteria name it."""

    async def make(turn: Turn) -> Compared:
        made = await turn.unit.of(Segments).add("Eggs", EVERYBODY, SYSTEM, turn.now, date(2026, 3, 2))
        return Compared("audience", "=", str(made.id))

    return await house.act(make)


async def lose_audiences(house: House) -> None:
    """As a release before let them go."""
    await house.act(lambda turn: turn.unit.run(delete(segments).where(segments.c.business == turn.business.id)))
