"""What was picked when our messages were stopped, where the same message says more than the stop: "yes but no more
messages", "add an elephant and stop the offers". It is shown once more, with what was added to it.

A stop ends every run that is open, so what was picked begins anew; nothing is ordered by it before a yes.
"""

from flows.sourcing import basket, ordering
from flows.sourcing.basket import Ordering
from flows.sourcing.wishes import Next
from handlers.customer_talk.said import Said
from handlers.replies.intents import Intent
from handlers.replies.intents import read as read_intent
from handlers.replies.opt_out_wordings import keeps_order
from handlers.replies.optout import OptOut, read_opt_out
from handlers.replies.stop_beside import part_stop
from handlers.replies.wishing import counts
from handlers.sourcing.customer.calling_off.opt_out import names_goods
from handlers.sourcing.customer.picking import baskets, open_order, picked
from handlers.sourcing.customer.picking.beginning import begin_with
from handlers.sourcing.customer.wares import ware_of
from handlers.turn import Turn

_ENDED = "opted_out"
_AGAINST = frozenset({Intent.NO, Intent.CANCEL_ORDER, Intent.STOP, Intent.AMBIGUOUS_STOP, Intent.LATER})
"""What stands beside a stop and leaves what was picked as well."""


def keeps(text: str) -> bool:
    """Whether what stands beside the stop in a text leaves alone what was picked: a yes, more, another matter."""
    if keeps_order(text):
        return True
    parted = part_stop(text)
    if parted is None or read_opt_out(parted.rest) is not OptOut.NONE:
        return False
    return read_intent(parted.rest).intent not in _AGAINST


async def shown_again(turn: Turn, said: Said, rest: Said) -> bool:
    """Show the order of before once more, with the changes of the ``rest``; False for no order, and where it goes."""
    state = await _ended(turn, said) if keeps(said.event.text) else None
    if state is None:
        return False
    told = await _with(turn, rest, state) if rest.event.text else None
    sold = {one.id: ware_of(one) for one in await turn.unit.products.all()}
    lines, gone = basket.as_sold(_lines(told or state), sold)
    if not lines:
        return False
    unread = told is None and (counts(rest.event.text) or await names_goods(turn, rest.event.text))
    partly = bool(gone) or unread
    now = told or state
    return await begin_with(
        turn, rest, lines, partly=partly, express=now.express, instead=state.instead, aside=now.aside
    )


async def _ended(turn: Turn, said: Said) -> Ordering | None:
    """The order that they picked until this stop; None where they picked none."""
    thread = await turn.unit.messages.thread(said.address.id)
    asked = [one.run for one in thread if one.direction == "out" and one.run is not None and one.id < said.message.id]
    for each in dict.fromkeys(reversed(asked)):
        run = await turn.unit.runs.get(each)
        if run is not None and run.flow == ordering.NAME:
            return open_order.state_in(run) if run.ended == _ENDED else None
    return None


async def _with(turn: Turn, rest: Said, state: Ordering) -> Ordering | None:
    """The order with the changes of the rest; None for a rest without any."""
    event = await baskets.read(turn, rest, state) or picked.read(rest, state)
    if event is None or not event.says_something:
        return None
    express = turn.business.sourcing.express_fee is not None
    return basket.told(state, event, sells_express=express)


def _lines(state: Ordering) -> tuple[Next, ...]:
    current = (state.current,) if len(state.wares) == 1 else ()
    return (*state.kept, *current, *state.later)
