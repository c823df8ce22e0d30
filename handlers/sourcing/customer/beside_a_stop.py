"""What stands beside an opt-out in one message: what may be an address goes to the staff, and a wish is begun.

Both only as far as somebody may be answered who wants no more messages. A wish that nobody makes out, and a fault of
goods, go to the staff. Nothing else is answered."""

from dataclasses import replace

from flows.sourcing.events import WishedBeside
from handlers import own_events
from handlers.conversation import Rank, read_by
from handlers.customer_talk.earlier import understood
from handlers.customer_talk.said import Said, hand_over
from handlers.replies.intents import Intent
from handlers.replies.intents import read as read_intent
from handlers.replies.opt_out_wordings import keeps_order
from handlers.replies.optout import OptOut, read_opt_out
from handlers.replies.stop_apart import mends
from handlers.replies.stop_beside import part_stop
from handlers.replies.text import words
from handlers.replies.wishing import counts, wishes
from handlers.sourcing import customer_orders
from handlers.sourcing.customer import kept_at_a_stop
from handlers.sourcing.customer.address.question import WHERE
from handlers.sourcing.customer.calling_off.opt_out import names_goods, refuses_sold
from handlers.sourcing.customer.calling_off.words import called_off
from handlers.sourcing.customer.ordering.wishes import begun
from handlers.turn import Turn

_MATTERS = frozenset({
    *(Intent.ORDER_STATUS, Intent.REFUND, Intent.COMPLAINT, Intent.HUMAN, Intent.CHANGE_ITEM, Intent.CHANGE_SIZE),
})  # fmt: skip
"""What is answered of an order that goes on, or left to the staff."""
_NODS = frozenset({Intent.YES, Intent.THANKS, Intent.GREETING})
_FAULTS = frozenset({Intent.COMPLAINT, Intent.REFUND})
_MOST_WORDS = 6  # of a wish that nobody makes out: a longer text tells a story


async def answered(turn: Turn, said: Said) -> None:
    """Pass on what may be an address, or ask whether an order is to be called off.

    A wish waits until the stop, which holds already, has ended what was picked before.
    """
    rest = _rest(said)
    if rest is None:
        return
    text = rest.event.text
    if rest.reading.intent is Intent.CANCEL_ORDER and await called_off(turn, rest):
        return
    picks = kept_at_a_stop.keeps(said.event.text)
    if picks or rest.reading.intent in _MATTERS or wishes(text) or counts(text) or await names_goods(turn, text):
        await own_events.emit(turn, said.address.contact, WishedBeside(said.message.id), f"beside:{said.message.id}")
    elif _may_be_address(rest):
        await hand_over(turn, rest)


async def wished(turn: Turn, event: WishedBeside) -> None:
    """Begin the order that was wished for beside a stop; a wish that no reader makes out, and a fault of goods, are
    the staff's to read."""
    said = await understood(turn, event.message)
    rest = _rest(said) if said is not None else None
    if (
        said is None
        or rest is None
        or await kept_at_a_stop.shown_again(turn, said, rest)
        or await _of_order(turn, rest)
        or await begun(turn, rest)
    ):
        return
    broken = rest.reading.intent in _FAULTS and await names_goods(turn, rest.event.text)
    matters = rest.reading.intent in _MATTERS - _FAULTS
    if (
        broken
        or matters
        or _may_be_address(rest)
        or (_is_a_wish(rest) and not await refuses_sold(turn, rest.event.text))
    ):
        await hand_over(turn, rest)


async def _of_order(turn: Turn, rest: Said) -> bool:
    """Answer what is said of an order that goes on, as if that were all that they wrote; what no reader knows goes to
    the staff."""
    nods = rest.reading.intent in _NODS or not rest.event.text
    if nods or not await customer_orders.going_on(turn, rest.address.contact):
        return False
    readers = [one for one in turn.tools.conversations.readers if one.rank >= Rank.FIRST]
    return await read_by(turn, readers, rest, None, rest.key)


def _may_be_address(rest: Said) -> bool:
    """Return True if the rest answers the question where an order goes, and has a digit."""
    return rest.is_to(WHERE) and any(map(str.isdigit, rest.event.text))


def _is_a_wish(rest: Said) -> bool:
    """Whether the rest is a short wish, neither an end nor a refusal."""
    text = rest.event.text
    said = words(text)
    if not 0 < len(said) <= _MOST_WORDS or rest.reading.intent is not Intent.UNCLEAR or mends(text):
        return False
    return (wishes(text) or counts(said[0])) and read_opt_out(text) is OptOut.NONE


def _rest(said: Said) -> Said | None:
    """The message without its stop, as if that were all of its text; None where nothing stands beside."""
    parted = part_stop(said.event.text) if said.is_words_alone else None
    if parted is None and not (said.is_words_alone and keeps_order(said.event.text)):
        return None
    text = parted.rest if parted is not None else ""
    return replace(said, event=replace(said.event, text=text), reading=read_intent(text))
