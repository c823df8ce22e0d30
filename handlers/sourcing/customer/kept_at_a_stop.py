"""What was picked when our messages were stopped, where the same message says more than the stop: "yes but no more
messages", "add an elephant and stop the offers". It is shown once more, with what was added to it.

A stop ends every run that is open, so what was picked begins anew; nothing is ordered by it before a yes.
"""

from flows.sourcing import basket, ordering
from flows.sourcing.basket import Ordering
from handlers.customer_talk.said import Said, hand_over
from handlers.replies.intents import Intent
from handlers.replies.intents import read as read_intent
from handlers.replies.opt_out_wordings import keeps_order
from handlers.replies.optout import OptOut, read_opt_out
from handlers.replies.stop_beside import part_stop
from handlers.replies.wishing import counts
from handlers.sourcing.customer.calling_off.opt_out import names_goods
from handlers.sourcing.customer.ordering import open_order
from handlers.sourcing.customer.ordering.grammar import parse
from handlers.sourcing.customer.ordering.wishes import begin_anew, names
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
    """Show the order of before once more, with goods of the ``rest``; False for no order. A person reads a rest that
    names goods in other words."""
    state = await _ended(turn, said) if keeps(said.event.text) else None
    if state is None:
        return False
    text = rest.event.text
    parsed = parse(text, await names(turn)) if text else None
    new = basket.with_goods(state, parsed.goods, joins=parsed.joins) if parsed is not None and parsed.goods else None
    if not await begin_anew(turn, rest, (new or state).lines, express=state.express):
        return False
    if new is None and (counts(text) or await names_goods(turn, text)):
        await hand_over(turn, rest)
    return True


async def _ended(turn: Turn, said: Said) -> Ordering | None:
    """The order that they picked until this stop; None where they picked none."""
    thread = await turn.unit.messages.thread(said.address.id)
    asked = [one.run for one in thread if one.direction == "out" and one.run is not None and one.id < said.message.id]
    for each in dict.fromkeys(reversed(asked)):
        run = await turn.unit.runs.get(each)
        if run is not None and run.flow == ordering.NAME:
            return open_order.state_in(run) if run.ended == _ENDED else None
    return None
