"""Whether a text is only about the end of certain orders: any other text is a person's, and asks nothing.

A question whose plain yes cancels is put to no other text: "cancel my gym membership" and a yes would end an order.
"""

from collections.abc import Sequence

from flows.phrase import Lines, phrase
from handlers.consent import doubts
from handlers.customer_talk.said import Said, hand_over
from handlers.replies.bare_answers import exact_answer
from handlers.replies.intents import Intent
from handlers.sourcing import customer_orders
from handlers.sourcing.replies.answers import cancelled_numbers
from handlers.sourcing.replies.calling_off import calls_off_these
from handlers.sourcing.replies.dropping import is_dropped
from handlers.turn import Turn
from storage.sourcing.reservations import Reservation


async def passed_on(turn: Turn, said: Said, orders: Sequence[Reservation]) -> bool:
    """Pass a text with a word of anything else to a person, with the orders that may be meant; False for others."""
    if await _is_of_these(turn, said, orders):
        return False
    numbers = Lines(tuple(one.number for one in orders), between=", ")
    await hand_over(turn, said, about=phrase("perhaps_to_cancel", orders=numbers))
    if said.reading.intent is Intent.AMBIGUOUS_STOP or said.reading.may_mean_messages:
        await doubts.pass_on(turn, said)
    return True


async def _is_of_these(turn: Turn, said: Said, orders: Sequence[Reservation]) -> bool:
    text = said.event.text
    if not said.is_by_hand or exact_answer(text) is False or is_dropped(text) or cancelled_numbers(text):
        return True
    known = [await customer_orders.as_it_stands(turn, one) for one in orders]
    goods = [(line.title, line.size) for order in known if order is not None for line in order.wants]
    numbers = {name.casefold() for one in orders for name in (one.number, one.ref)}
    return calls_off_these(text, goods, numbers)
