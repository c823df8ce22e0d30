"""A customer who wants to fetch an order themselves: nothing is called off by that, and the team is asked."""

from handlers.customer_talk.said import Said, hand_over
from handlers.replies.intents import Intent
from handlers.sourcing.customer.address.orders import to_deliver
from handlers.sourcing.replies.collecting import wants_to_collect
from handlers.sourcing.replies.dropping import speaks_of_cancelling
from handlers.turn import Turn

_OTHERS = frozenset({Intent.STOP, Intent.HUMAN, Intent.COMPLAINT})


async def passed_on(turn: Turn, said: Said) -> bool:
    """Pass that on, of an order that has not left; False for other words."""
    if not said.is_words_alone or said.reading.intent in _OTHERS or not wants_to_collect(said.event.text):
        return False
    if said.reading.intent is Intent.CANCEL_ORDER and speaks_of_cancelling(said.event.text):
        return False  # "don't ship it, I'll collect it" calls nothing off
    if not await to_deliver(turn, said.address.contact):
        return False
    await hand_over(turn, said)
    return True
