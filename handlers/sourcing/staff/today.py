"""The part of sourcing in the answer to a greeting: orders that wait for us, what came in today, this month's money."""

from flows.phrase import phrase
from flows.sourcing.lateness import UNDELIVERED
from handlers.today import Today, day_of, month_of
from handlers.turn import Turn
from storage.sourcing.report import money_since
from storage.sourcing.reservations import Reservations
from storage.sourcing.stages import Stage

_OURS = (
    Stage.LOST, Stage.NOBODY, Stage.REFUNDING, Stage.TO_FETCH, Stage.TO_MAKE, Stage.TO_CHECK, Stage.TO_PACK,
    Stage.TO_SHIP,
)  # fmt: skip
"""What waits for somebody of ours, the most urgent first."""
_MOST = 100  # parcels that are counted


async def today(turn: Turn) -> Today:
    """Each group of orders that waits for us, parcels that should be there, and what came in today and this month."""
    reservations = turn.unit.of(Reservations)
    groups = await reservations.by_stage(1)
    waits = [phrase(f"wait_{one.value}", many=groups[one].many) for one in _OURS if one in groups]
    if away := await reservations.undelivered(turn.now - UNDELIVERED, _MOST):
        waits.append(phrase("wait_undelivered", many=len(away)))
    many, _ = await reservations.came_in(day_of(turn))
    brought = await money_since(turn.unit, turn.tenant, month_of(turn), turn.now)
    came = [phrase("came_in_today", many=many)] if many else []
    earned = [phrase("ordered_this_month", amount=brought)] if brought.micros > 0 else []
    return Today(tuple(waits), (*came, *earned), ("orders",) if waits or many else ())
