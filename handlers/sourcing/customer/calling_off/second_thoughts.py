"""A no right behind the yes to an order, written before the order was there: it is about that order.

It waits until the order is there. Then the customer is asked whether to cancel it.
"""

from flows.sourcing.events import Regretted
from handlers import own_events
from handlers.customer_talk.earlier import understood
from handlers.customer_talk.said import Said
from handlers.replies.cancelling import is_bare_cancel
from handlers.replies.concerns import Concern, read_concern
from handlers.replies.intents import Intent
from handlers.replies.optout import names_our_messages
from handlers.replies.yes_no import read_yes_no
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.calling_off import sure
from handlers.sourcing.customer.ordering import open_order
from handlers.sourcing.customer.ordering.answers import is_number
from handlers.sourcing.replies.dropping import is_dropped
from handlers.turn import Turn

_ELSEWHERE = frozenset({Intent.STOP, Intent.HUMAN, Intent.COMPLAINT})


async def right_away(turn: Turn, said: Said) -> bool:
    """Let a no wait for the order that it is about; False for other words, and where no order is to come."""
    if not said.is_words_alone or said.message.reply_to or open_order.is_asked(said.answered.asked):
        return False
    text = said.event.text
    refuses = read_yes_no(text).answer is False or is_bare_cancel(text) or is_dropped(text)
    refuses = refuses or read_concern(text)[0] in {Concern.CANCEL, Concern.LATER}
    if not refuses or is_number(text) or said.reading.intent in _ELSEWHERE or names_our_messages(text):
        return False
    return await wait(turn, said)


async def wait(turn: Turn, said: Said) -> bool:
    """Let it wait for the order that they have just agreed to; False where no such order is to come."""
    placed = await customer_orders.just_placed(turn, said.address)
    if not placed:
        return False
    event = Regretted(said.message.id, placed[-1])
    return await own_events.emit(turn, said.address.contact, event, f"regretted:{said.message.id}")


async def ask(turn: Turn, event: Regretted) -> None:
    """Ask whether to cancel the order, now that it is there."""
    said = await understood(turn, event.message)
    if said is None:
        return
    theirs = await customer_orders.with_us(turn, said.address.contact)
    await sure.called_off(turn, said, customer_orders.called(theirs, {event.number}))
