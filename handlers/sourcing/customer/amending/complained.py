"""A customer finds what they ordered wrong, or does not like it: "it's the wrong size", "pasand nahi aaya".

That is neither a no to what was said last nor a wish to call the order off: the team hears of it, and the order stands.
"""

from flows.phrase import phrase
from flows.policy.facts import Purpose
from flows.sourcing.status import LEFT, WITH_US
from flows.sourcing.waits import CONFIRM_QUESTION
from handlers.consent import doubts
from handlers.customer_talk.said import Said, hand_over
from handlers.replies.complaining import dislikes, finds_wrong, only_finds_wrong
from handlers.replies.intents import Intent
from handlers.replies.optout import names_our_messages
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.amending import orders
from handlers.sourcing.customer.calling_off import unwanted
from handlers.sourcing.customer.calling_off.sure import AGAIN, SURE
from handlers.sourcing.customer.last_said import quoted_or_last
from handlers.sourcing.customer.picking import open_order
from handlers.sourcing.customer.placed.spoken_of import asks_about_order
from handlers.turn import Turn
from storage.sourcing.reservations import Reservation

_OTHERS = frozenset({Intent.STOP, Intent.HUMAN, Intent.REFUND, Intent.CANCEL_ORDER, Intent.ORDER_STATUS})
_THEIRS = WITH_US | LEFT


async def answered(turn: Turn, said: Said) -> bool:
    """Pass that on, of an order that is under way or with them; False for other words, and where they answer something
    else that was asked."""
    if not await complains(turn, said):
        return False
    theirs = await customer_orders.orders_of(turn, said.address.contact)
    if all(one.status not in _THEIRS for one in theirs):
        return False
    row = await orders.meant(turn, said)
    await pass_on(turn, said, row or next(one for one in theirs if one.status in _THEIRS))
    return True


async def pass_on(turn: Turn, said: Said, row: Reservation) -> None:
    """Tell the team which order it is of. What may be about our messages holds marketing until they have read it."""
    await hand_over(turn, said, about=phrase("to_put_right", orders=row.number))
    if said.reading.may_mean_messages or said.reading.intent is Intent.AMBIGUOUS_STOP:
        await doubts.pass_on(turn, said)


async def complains(turn: Turn, said: Said) -> bool:
    """Whether a text finds the goods of an order wrong; a mere dislike may be of what was said last."""
    if not said.is_words_alone or said.reading.intent in _OTHERS:
        return False
    text, asked = said.event.text, said.answered.asked
    wrong = finds_wrong(text)
    if not (wrong or dislikes(text) or (only_finds_wrong(text) and not said.is_to(SURE) and not said.is_to(AGAIN))):
        return False
    if asked is not None and asked.question != CONFIRM_QUESTION:
        return wrong and not asks_about_order(said) and not open_order.is_asked(asked)
    return wrong or not await _is_of_messages(turn, said)


async def _is_of_messages(turn: Turn, said: Said) -> bool:
    """Whether our messages, or what the shop offers, were spoken of last."""
    question = said.answered.question
    if said.reading.intent is Intent.AMBIGUOUS_STOP or (question and question.expects in unwanted.OF_MESSAGES):
        return True
    last = await quoted_or_last(turn, said)
    return names_our_messages(said.event.text) or (last is not None and last.purpose is Purpose.MARKETING)
