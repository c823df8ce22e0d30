"""A no right behind the yes to an order, written before anybody acted upon either: it is about that order.

The order is not there yet when the no is read. So the no waits behind it, and is asked about once it is: whether to
call that order off, and never whether our messages shall stop.
"""

from collections.abc import Sequence

from flows.events import OrderReserved
from flows.sourcing.events import Regretted
from handlers import own_events
from handlers.customer_talk.rereading import understood
from handlers.customer_talk.said import Said
from handlers.replies.emphasis import without_emphasis
from handlers.replies.intents import Intent
from handlers.replies.optout import names_our_messages
from handlers.replies.yes_no import read_yes_no
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.calling_off import sure
from handlers.sourcing.replies.dropping import is_dropped
from handlers.turn import Turn
from storage.people import Address

_STOPS = frozenset({Intent.STOP, Intent.HUMAN, Intent.COMPLAINT})


async def right_away(turn: Turn, said: Said) -> bool:
    """Let a no wait for the order that it is about; False for other words, and where no such order is to come."""
    if not said.is_words_alone or said.answered.asked is not None or not _refuses(said):
        return False
    placed = await just_placed(turn, said.address)
    if not placed:
        return False
    event = Regretted(said.message.id, placed[-1])
    return await own_events.emit(turn, said.address.contact, event, f"regretted:{said.message.id}")


async def ask(turn: Turn, event: Regretted) -> None:
    """Ask whether the order is to be called off, now that it is there; nothing where it was not taken in."""
    said = await understood(turn, event.message)
    if said is None:
        return
    orders = customer_orders.called(await customer_orders.with_us(turn, said.address.contact), {event.number})
    await sure.called_off(turn, said, orders)


async def just_placed(turn: Turn, address: Address) -> Sequence[str]:
    """The numbers of what they agreed to at this address, and nobody has acted upon yet, the newest last."""
    waiting = await turn.unit.inbox.new_of(OrderReserved)
    return [one.number for one in reversed(waiting) if one.written_at is not None and one.written_at[0] == address.id]


def _refuses(said: Said) -> bool:
    text = without_emphasis(said.event.text)
    no = read_yes_no(text).answer is False or is_dropped(text)
    return no and said.reading.intent not in _STOPS and not names_our_messages(text)
