"""Whether they want none of what is picked any more: a no to the step that is open, or words that call it off."""

from flows.sourcing.basket import Ordering
from handlers.customer_talk.said import Said
from handlers.replies.cancelling import calls_off_alone, is_bare_cancel
from handlers.replies.choices import read_choice
from handlers.replies.concerns import Concern, read_concern
from handlers.replies.intents import Intent
from handlers.replies.opt_out_wordings import removes
from handlers.replies.our_messages import spares_somebody
from handlers.replies.questioning import asks_something
from handlers.replies.yes_no import read_yes_no
from handlers.sourcing.customer.picking.open_order import shelf_in
from handlers.sourcing.replies.correcting import says_but
from handlers.sourcing.replies.dropping import (
    is_dropped,
    says_no,
    spares_what_is_picked,
    speaks_of_cancelling,
    takes_all_out,
)
from handlers.sourcing.replies.naming import name_bits
from handlers.sourcing.replies.stock.bits import mark_no_counts

_CANCELLING = frozenset({Intent.CANCEL_ORDER, Intent.NO})


def refuses(said: Said, state: Ordering) -> bool:
    """Whether they want none of it. A no that names a size, a number or a product refuses no more than that."""
    text = said.event.text
    if spares_what_is_picked(text) and (speaks_of_cancelling(text) or read_concern(text)[0] is Concern.CANCEL):
        return False
    if is_bare_cancel(text) or is_dropped(text) or calls_off(said, len((*state.kept, *state.later)) + 1):
        return True
    if said.reading.intent is not Intent.NO or says_but(text) or spares_somebody(text):
        return False
    if said.event.button or read_choice(text) is not None:
        return True
    return not _names(text, state) and (state.step != "summary" or says_no(text) or read_yes_no(text).answer is False)


def calls_off(said: Said, lines: int) -> bool:
    """Whether a text calls off all of what is picked, by whatever words: "go ahead and cancel it", "delete this order".

    One that names goods has been read as a change; a question and what speaks of another order call nothing off.
    """
    text = said.event.text
    if said.event.button or takes_all_out(text, lines) or calls_off_alone(text) or (lines == 1 and removes(text)):
        return not said.event.button
    cancels = said.reading.intent in _CANCELLING and read_concern(text)[0] is Concern.CANCEL
    return cancels and not (asks_something(text) or "?" in text or spares_what_is_picked(text))


def _names(text: str, state: Ordering) -> bool:
    """Whether a size, a number of pieces or a product of the order is named."""
    bits = name_bits(mark_no_counts(text), shelf_in(state))
    return any(bit.name in {"size", "number", "item"} for bit in bits)
