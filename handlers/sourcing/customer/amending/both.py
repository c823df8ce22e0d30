"""Both are wanted of which one is ordered: the other comes to it, and the one is not ordered once more."""

from dataclasses import replace

from flows.sourcing import ordering
from flows.sourcing.basket import Ordering
from handlers.customer_talk.said import Said
from handlers.sourcing.customer.picking.open_order import state_in
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.basket import read_change
from handlers.sourcing.replies.both import is_both_alone, wants_both
from handlers.turn import Turn
from storage.people import Address
from storage.runs import Run

_RECENT = 20  # messages among which those about the order are looked for


async def are_wanted(turn: Turn, said: Said, state: Ordering) -> bool:
    """Whether a text wants both, and the order holds one of them: goods that it names, or none."""
    if not wants_both(said.event.text):
        return False
    sold = await assortment(turn)
    change = read_change(said.event.text, sold.shelf, sold.categories)
    named = {place for one in change.wishes for place in one.wares} if change is not None else set()
    ordered = {one.ware.product for one in state.lines}
    return not named or not ordered.isdisjoint(sold.ids_at(named))


async def with_the_other(turn: Turn, said: Said, state: Ordering) -> Ordering:
    """The order, knowing what it took the place of while it was picked, where they want both and say no more."""
    if not is_both_alone(said.event.text):
        return state
    run = await _picked_last(turn, said.address)
    if run is None or run.ended != ordering.ORDERED:
        return state
    before = state_in(run)
    return replace(state, replaced=before.replaced) if before.goods == state.goods else state


async def _picked_last(turn: Turn, address: Address) -> Run | None:
    """The run of the order that was picked last in this chat, and is over."""
    thread = await turn.unit.messages.thread(address.id, _RECENT)
    for key in dict.fromkeys(one.run for one in reversed(thread) if one.run is not None):
        run = await turn.unit.runs.get(key)
        if run is not None and run.flow == ordering.NAME and run.ended_at is not None:
            return run
    return None
