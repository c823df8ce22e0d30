"""A second thought right behind the yes to an order, written before anybody acted upon either: it is about that order.

The order is not there yet when it is read: "no", "wait", "actually cancel", "make it 3". So it waits behind the order.
Once that is there, a change is shown in its place, and of all else is asked whether to call that order off, and never
whether our messages shall stop.
"""

from flows.sourcing.events import Regretted
from handlers import own_events
from handlers.customer_talk.rereading import understood
from handlers.customer_talk.said import Said
from handlers.replies.cancelling import is_bare_cancel
from handlers.replies.complaining import dislikes, finds_wrong, only_finds_wrong
from handlers.replies.concerns import Concern, read_concern
from handlers.replies.emphasis import without_emphasis
from handlers.replies.intents import Intent
from handlers.replies.optout import names_our_messages
from handlers.replies.yes_no import read_yes_no
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.amending import complained, corrected
from handlers.sourcing.customer.calling_off import sure
from handlers.sourcing.customer.picking import open_order
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.basket import read_change
from handlers.sourcing.replies.correcting import correction
from handlers.sourcing.replies.counting_anew import counts_anew
from handlers.sourcing.replies.dropping import is_dropped
from handlers.sourcing.replies.putting_off import only_waits
from handlers.turn import Turn

_STOPS = frozenset({Intent.STOP, Intent.HUMAN, Intent.COMPLAINT})


async def right_away(turn: Turn, said: Said) -> bool:
    """Let a second thought wait for the order that it is about; False for other words, and where no such order is to
    come."""
    if not said.is_words_alone or said.message.reply_to or open_order.is_asked(said.answered.asked):
        return False
    if not (_refuses(said) or _complains(said) or await _changes(turn, said.event.text)):
        return False
    return await wait(turn, said)


async def wait(turn: Turn, said: Said) -> bool:
    """Let what they say wait for the order that they have just agreed to; False where no such order is to come."""
    placed = await customer_orders.just_placed(turn, said.address)
    if not placed:
        return False
    event = Regretted(said.message.id, placed[-1])
    return await own_events.emit(turn, said.address.contact, event, f"regretted:{said.message.id}")


async def ask(turn: Turn, event: Regretted) -> None:
    """Ask whether the order is to be called off, now that it is there, or show it as it is to be; nothing where it was
    not taken in."""
    said = await understood(turn, event.message)
    if said is None:
        return
    orders = customer_orders.called(await customer_orders.with_us(turn, said.address.contact), {event.number})
    if orders and await _changes(turn, said.event.text) and await corrected.put_in_place(turn, said, orders[0]):
        return
    if orders and _complains(said):
        await complained.pass_on(turn, said, orders[0])
    elif _refuses(said) or not orders:
        await sure.called_off(turn, said, orders)
    else:
        await corrected.pass_on(turn, said, orders[0])


def _refuses(said: Said) -> bool:
    text = without_emphasis(said.event.text)
    no = read_yes_no(text).answer is False or is_dropped(text) or only_waits(text)
    no = no or is_bare_cancel(text) or read_concern(text)[0] is Concern.CANCEL
    return no and said.reading.intent not in _STOPS and not names_our_messages(text)


def _complains(said: Said) -> bool:
    """Whether the order is found wrong, or not liked."""
    text = said.event.text
    return finds_wrong(text) or only_finds_wrong(text) or (dislikes(text) and not names_our_messages(text))


async def _changes(turn: Turn, text: str) -> bool:
    """Whether goods, a number, a size or haste are said that change an order: "make it 3", "and a mug"."""
    sold = await assortment(turn)
    counts = counts_anew(text, sold.shelf) is not None or correction(text).isdigit()
    return counts or read_change(text, sold.shelf, sold.categories) is not None
