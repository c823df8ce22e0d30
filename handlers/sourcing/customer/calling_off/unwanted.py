"""Orders that are not wanted any more, of which nothing is called off by name: "no thanks, forget it".

It is about the order that is open, unless something else was asked or offered last.
"""

from flows.policy.facts import Purpose
from flows.sourcing.status import UNPAID
from handlers.consent.doubts import STOP_OFFER, STOP_QUESTION
from handlers.customer_talk.said import Said
from handlers.replies.bare_answers import exact_answer
from handlers.replies.optout import names_our_messages
from handlers.replies.our_messages import denies_sending
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.last_said import last_word
from handlers.sourcing.replies.dropping import is_dropped
from handlers.turn import Turn
from storage.message import Message
from storage.sourcing.reservations import Reservation

CANCEL_QUESTION = "cancel_which"
"""Whether "cancel" means an order, or our offers: the template that asks it, and what its answer is expected as."""
_ORDERS = frozenset({"reservation", "purchase"})  # subjects of messages
OF_MESSAGES = frozenset({CANCEL_QUESTION, STOP_QUESTION, STOP_OFFER})
"""What the answers to our questions about our messages are expected as."""


async def meant(turn: Turn, said: Said) -> list[Reservation]:
    """The open orders that they may not want any more; none where they said no such thing, or answer another."""
    text = said.event.text
    dropped = is_dropped(text) or denies_sending(text)
    if not said.is_by_hand or not (dropped or exact_answer(text) is False):
        return []
    if names_our_messages(text):
        return []
    last = await last_word(turn, said)
    if not _is_free(said, last):
        return []
    orders = await customer_orders.with_us(turn, said.address.contact)
    spoken_of = last.subject if last is not None and last.subject_kind in _ORDERS else None
    told = [one for one in orders if one.id == spoken_of]
    if dropped:
        return told or ([] if spoken_of else orders)
    return [one for one in told if one.status in UNPAID]


def _is_free(said: Said, last: Message | None) -> bool:
    """Whether no other question, and nothing of the shop's own, was said last: that would be what they refuse."""
    asked, question = said.answered.asked, said.answered.question
    if asked is not None and (last is None or last.run == asked.run):
        return False
    of_messages = question is not None and question.expects in OF_MESSAGES
    return not of_messages and (last is None or last.purpose is not Purpose.MARKETING)
