"""Recovery's part in the answer to a greeting of the staff."""

from flows.phrase import phrase
from handlers.today import Today, month_of
from handlers.turn import Turn
from storage.recovery.report import money_since


async def today(turn: Turn) -> Today:
    """The money that came back this month, if any."""
    brought = await money_since(turn.unit, turn.tenant, month_of(turn), turn.now)
    earned = (phrase("recovered_this_month", amount=brought),) if brought.micros > 0 else ()
    return Today(earned=earned, commands=("stats",))
