"""Does a text that may be an opt-out speak of an order: of its money, or of cancelling it?

Of whoever has an order such words are about that, and put no question about our messages. What names our messages,
holds a keyword as a clause of its own, or is as likely as not an end stays what it is, whatever is open.
"""

from handlers.replies.bare_cancel import calls_off_alone
from handlers.replies.customer_concerns import TOPICS, Concern, read_concern, weigh_concern
from handlers.replies.customer_intents import Intent, ReplyReading
from handlers.replies.opt_out_recognition import has_a_stop, weigh, would_end
from handlers.replies.text_normalisation import tokens

_WISHES = {Concern.CANCEL: Intent.CANCEL_ORDER, Concern.RETURN: Intent.REFUND}
_NAMED = frozenset({"cancel", "order", "refund"})
_MOSTLY = 0.5  # how likely it must be no opt-out for "cancel" to be of an order: "cancel all" is more likely a doubt


def of_an_order(text: str) -> ReplyReading | None:
    """What a text wants of an order that it speaks of: its money back, or an end of it; None for any other text."""
    if calls_off_alone(text) and not has_a_stop(text):
        return ReplyReading(Intent.CANCEL_ORDER, 1.0)
    intent = _WISHES.get(read_concern(text)[0])
    if intent is None or not _names_one(text) or has_a_stop(text) or would_end(text):
        return None
    if intent is Intent.CANCEL_ORDER and weigh(text)["other"] < _MOSTLY:
        return None
    return ReplyReading(intent, round(max(weigh_concern(text).values()), 2))


def _names_one(text: str) -> bool:
    """Whether an order, its money or a cancellation is named: "I don't want it" alone may be about our messages."""
    named = set(TOPICS.name(tokens(text)))
    return bool(named & _NAMED) or {"money", "back"} <= named
