"""A yes to an order in chat that ended in silence, and a press of its yes behind a no: it is shown anew.

Nothing is ordered by it: price and stock may have changed meanwhile.
"""

from flows.sourcing import ordering
from flows.sourcing.basket import Ordering
from handlers.customer_talk.said import Said
from handlers.sourcing.customer.last_said import quoted_or_last
from handlers.sourcing.customer.ordering import open_order
from handlers.sourcing.customer.ordering.wishes import begin_anew
from handlers.turn import Turn


async def answered(turn: Turn, said: Said) -> bool:
    """Show once more what was picked; False for all but an exact yes."""
    state = await _left(turn, said) if said.exact else None
    if state is None:
        return False
    lines = tuple(one for one in state.lines if len(one.wares) == 1)
    return await begin_anew(turn, said, lines, express=state.express)


async def _left(turn: Turn, said: Said) -> Ordering | None:
    """What was picked in the order that was spoken of last, where silence ended it, or a no whose yes is pressed."""
    event, answers = said.event, said.answered
    if event.media or answers.asked is not None or answers.question is not None:
        return None
    asked = await quoted_or_last(turn, said)
    run = await turn.unit.runs.get(asked.run) if asked is not None and asked.run is not None else None
    if run is None or run.flow != ordering.NAME or run.contact != said.address.contact:
        return None
    if run.ended != ordering.UNANSWERED and not (run.ended == ordering.DROPPED and event.button):
        return None
    return open_order.state_in(run) if await open_order.of(turn, said.address.contact) is None else None
