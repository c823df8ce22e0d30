"""A question beside an address, while an order is picked: "…, B-4 Saket New Delhi 110017, when will it come?".

The question is answered, or goes to the team; the step that is open is asked again with the address.
"""

from handlers.customer_talk.said import Said, hand_over
from handlers.replies.intents import Intent
from handlers.replies.intents import read as read_intent
from handlers.replies.questioning import asks_something
from handlers.sourcing.customer.picking import asides
from handlers.sourcing.customer.picking.where_to import by_itself
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.asides import read_aside
from handlers.sourcing.replies.wish_and_question import part_question
from handlers.turn import Turn

_ASKING = frozenset({Intent.QUESTION, Intent.ORDER_STATUS})


async def told(turn: Turn, said: Said) -> Said:
    """What they say without a question that the settings answer, which is answered; empty where that is all."""
    sold, text = await assortment(turn), said.event.text
    rest, topic = part_question(text, sold.shelf)
    if not topic:
        rest, topic = "", read_aside(text, sold.shelf)
    if not (topic and await asides.tell(turn, said, sold, topic)):
        return said
    return by_itself(said, rest)


async def passed_on(turn: Turn, said: Said) -> bool:
    """Pass a question on to the team, as the settings answer none; False for a text without one."""
    text = said.event.text
    if not ("?" in text or asks_something(text) or read_intent(text).intent in _ASKING):
        return False
    await hand_over(turn, said)
    return True
