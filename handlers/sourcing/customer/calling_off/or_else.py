"""An order that is to be called off on a condition alone, "send it before friday or cancel": the team has to say
whether that can be, and nothing is called off until then."""

from flows.phrase import Lines, phrase
from handlers.customer_talk.said import Said, hand_over
from handlers.replies.intents import Intent
from handlers.sourcing import customer_orders
from handlers.sourcing.customer import by_goods
from handlers.sourcing.customer.calling_off.called import callable_of
from handlers.sourcing.customer.ordering.open_order import is_asked
from handlers.sourcing.replies.or_cancel import cancels_or_else
from handlers.turn import Turn

_OTHERS = frozenset({Intent.STOP, Intent.AMBIGUOUS_STOP, Intent.HUMAN})


async def passed_on(turn: Turn, said: Said) -> bool:
    """Pass that on with the orders that may be meant; False for other words, and where there is no order."""
    if not said.is_words_alone or said.reading.intent in _OTHERS or is_asked(said.answered.asked):
        return False
    if not cancels_or_else(said.event.text):
        return False
    theirs = await callable_of(turn, said)
    named = customer_orders.called(theirs, {said.reading.order}) if said.reading.order else []
    meant = named or await by_goods.holding(turn, said.event.text, theirs) or theirs
    if not meant:
        return False
    numbers = Lines(tuple(one.number for one in meant), between=", ")
    await hand_over(turn, said, about=phrase("to_cancel_or_else", orders=numbers))
    return True
