"""Possible opt-outs that are about an order: its money, or its cancellation.

From a customer with an order such words are about the order, so Parley does not ask about our messages. There are three
exceptions under any open question: a text that names our messages, that has a keyword as a clause of its own, or that
is an end with 50 % probability or more.
"""

from handlers.replies.bare_cancel import calls_off_alone
from handlers.replies.customer_concerns import TOPICS, Concern, read_concern, weigh_concern
from handlers.replies.customer_intents import Intent, ReplyReading
from handlers.replies.opt_out_recognition import has_a_stop, weigh, would_end
from handlers.replies.text_normalisation import split_tokens

_WISHES = {Concern.CANCEL: Intent.CANCEL_ORDER, Concern.RETURN: Intent.REFUND}
_NAMED = frozenset({"cancel", "order", "refund"})
_MOSTLY = 0.5  # least probability of no opt-out for "cancel" to be about an order: "cancel all" is more likely a doubt


def read_order_wish(text: str) -> ReplyReading | None:
    """Parse a text about its order into a wish for a refund or a cancellation; None for any other text."""
    if calls_off_alone(text) and not has_a_stop(text):
        return ReplyReading(Intent.CANCEL_ORDER, 1.0)
    intent = _WISHES.get(read_concern(text)[0])
    if intent is None or not _names_one(text) or has_a_stop(text) or would_end(text):
        return None
    if intent is Intent.CANCEL_ORDER and weigh(text)["other"] < _MOSTLY:
        return None
    return ReplyReading(intent, round(max(weigh_concern(text).values()), 2))


def _names_one(text: str) -> bool:
    """Return True if the text names an order, its money or a cancellation. "I don't want it" may be about messages."""
    named = set(TOPICS.name(split_tokens(text)))
    return bool(named & _NAMED) or {"money", "back"} <= named
