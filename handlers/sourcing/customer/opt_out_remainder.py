"""The rest of a message with an opt-out: a wish starts an order, a question about an order is answered, other text goes
to the staff. The stop is recorded first and closes what is open; then the rest is read."""

from dataclasses import replace

from flows.sourcing.order_events import WishedBeside
from handlers.customer_talk.earlier_message import find_understood
from handlers.customer_talk.understood_message import UnderstoodMessage, hand_over
from handlers.engine import own_events
from handlers.engine.turn import Turn
from handlers.replies.customer_intents import Intent
from handlers.replies.customer_intents import read as read_intent
from handlers.replies.stop_clause import find_part_stop
from handlers.replies.wish_phrases import counts, wishes
from handlers.sourcing.customer.address.address_question import WHERE
from handlers.sourcing.customer.calling_off import cancel_wish, order_opt_out
from handlers.sourcing.customer.ordering.ordering_start import begin_by_text
from handlers.sourcing.customer.placed import sourced_order_status

_MATTERS = frozenset({
    *(Intent.ORDER_STATUS, Intent.CANCEL_ORDER, Intent.REFUND, Intent.COMPLAINT, Intent.HUMAN),
    *(Intent.CHANGE_ITEM, Intent.CHANGE_SIZE),
})  # fmt: skip


async def note_remainder(turn: Turn, said: UnderstoodMessage) -> None:
    """Store an event for the rest of a message with a stop: a wish, an address, or a matter of an order."""
    rest = _rest(said)
    if rest is None:
        return
    text = rest.event.text
    place = said.is_to(WHERE) and any(map(str.isdigit, text))
    wished = wishes(text) or counts(text) or await order_opt_out.has_goods(turn, text)
    if place or wished or rest.reading.intent in _MATTERS:
        await own_events.emit(turn, said.address.contact, WishedBeside(said.message.id), f"beside:{said.message.id}")


async def handle_remainder(turn: Turn, event: WishedBeside) -> None:
    """Start the wanted order, send an order's status, or ask whether to cancel it; else the staff reads the text."""
    said = await find_understood(turn, event.message)
    rest = _rest(said) if said is not None else None
    if rest is None or await begin_by_text(turn, rest) or await cancel_wish.take_wish(turn, rest):
        return
    if not await sourced_order_status.answer_status(turn, rest):
        await hand_over(turn, rest)


def _rest(said: UnderstoodMessage) -> UnderstoodMessage | None:
    """Return the message with its opt-out removed from the text; None if nothing is left."""
    parted = find_part_stop(said.event.text) if said.is_words_alone else None
    if parted is None:
        return None
    return replace(said, event=replace(said.event, text=parted.rest), reading=read_intent(parted.rest))
