"""The part of sourcing in the answer to a greeting: orders that wait for us, and this month's money."""

from flows.phrase import phrase
from handlers.today import Today, month_of
from handlers.turn import Turn
from storage.sourcing.report import money_since
from storage.sourcing.reservations import Reservations
from storage.sourcing.stages import Stage

_OURS = (
    Stage.LOST, Stage.NOBODY, Stage.REFUNDING, Stage.TO_FETCH, Stage.TO_MAKE, Stage.TO_CHECK, Stage.TO_PACK,
    Stage.TO_SHIP,
)  # fmt: skip
"""What waits for somebody of ours, the most urgent first."""


async def today(turn: Turn) -> Today:
    """Each group of orders that waits for us, and what the orders of this month brought, where they brought any."""
    groups = await turn.unit.of(Reservations).by_stage(1)
    waits = tuple(phrase(f"wait_{one.value}", many=groups[one].many) for one in _OURS if one in groups)
    brought = await money_since(turn.unit, turn.tenant, month_of(turn), turn.now)
    earned = (phrase("ordered_this_month", amount=brought),) if brought.micros > 0 else ()
    return Today(waits, earned, ("orders",) if waits else ())
