"""A customer calls an order off: which one, whether that still can be, and what a bare "cancel" means in a chat.

There it means the order that is open, if there is no consent that it could take back; else we ask which of the two is
meant, and nothing marketing leaves meanwhile, nor after a day of silence (doubts). No order ends by one line
(sure). A part of an order is taken out by the staff (part_of_order).
"""

from collections.abc import Sequence

from flows.engine import Asks
from handlers.consent import doubts
from handlers.customer_talk.said import Said
from handlers.replies.cancelling import is_bare_cancel
from handlers.replies.intents import Intent
from handlers.replies.of_orders import of_an_order
from handlers.replies.optout import has_a_stop
from handlers.sourcing import customer_orders
from handlers.sourcing.customer import by_goods
from handlers.sourcing.customer.calling_off import called, left, part_of_order, sure, unwanted, which_order, wholly
from handlers.sourcing.customer.calling_off.by_number import called_off_each, told_of_named
from handlers.sourcing.customer.calling_off.opt_out import asks_for_choice
from handlers.sourcing.customer.ordering.open_order import is_asked
from handlers.sourcing.replies.answers import CALL_OFF, cancelled_numbers, is_order, order_number
from handlers.sourcing.replies.partial import means_all
from handlers.turn import Turn
from storage.sourcing.reservations import Reservation

_MAY_BE_READ = frozenset({Intent.UNCLEAR, Intent.AMBIGUOUS_STOP})
_NEITHER = frozenset({Intent.UNCLEAR, Intent.YES, Intent.NO, Intent.AMBIGUOUS_STOP})  # no answer to "which of the two"


async def called_off(turn: Turn, said: Said) -> bool:
    """Whether they call an order of theirs off, or may: then it is done, asked about, or passed on."""
    alone = is_bare_cancel(said.event.text) and not said.event.button
    stops = said.reading.intent is Intent.NO and said.is_by_hand and has_a_stop(said.event.text)
    if (alone or stops or left.names_what_is_picked(said)) and await left.drops(turn, said):
        return await left.leave(turn, said, alone=alone or stops)
    named = () if _takes_choice(said) else cancelled_numbers(said.event.text)
    if len(named) > 1:
        return await called_off_each(turn, said, named)
    part = () if named else await part_of_order.meant(turn, said)
    if part and not is_asked(said.answered.asked):
        await part_of_order.pass_on(turn, said, part)
    if part:
        return not is_asked(said.answered.asked)  # else it changes what they pick
    if not (alone or named or _calls_off(said)):
        whole = await part_of_order.wholly(turn, said)
        if not whole:
            return await _dropped(turn, said)
        return await wholly.passed_on(turn, said, whole) or await _one_of(turn, said, whole)
    return await _off(turn, said, alone=alone, agreed=bool(said.event.button))


async def told_which(turn: Turn, said: Said) -> bool:
    """Call off the order taken from our list. An order that may hold more than the goods named, or is taken in other
    words than a number, is asked about."""
    taken = await which_order.taken(turn, said)
    if taken and not await which_order.may_hold_more(turn, said, taken[0]):
        await called.off(turn, said, taken)
        return True
    described = taken or await which_order.described(turn, said)
    if described:
        await sure.called_off(turn, said, described)
    return bool(described)


async def told_what(turn: Turn, said: Said) -> bool:
    """Asked which of the two is meant, they say that an order is; or neither: then our messages alone are asked about,
    and held meanwhile."""
    bare = is_bare_cancel(said.event.text)
    if is_order(said.event.text) or (said.reading.intent is Intent.CANCEL_ORDER and not bare):
        await doubts.keep(turn, said.address.contact, said.message.created_at)
        return await _off(turn, said, agreed=bool(said.event.button) or is_order(said.event.text))
    if said.reading.intent not in _NEITHER or bare or cancelled_numbers(said.event.text):
        return False
    await doubts.ask(turn, said, doubts.WHETHER_TO_STOP)
    return True


async def _off(turn: Turn, said: Said, *, alone: bool = False, agreed: bool = False) -> bool:
    """Call off the order that is meant; ``alone``: the bare word may mean our messages, too, or them alone.

    ``agreed``: they say so in answer to a question that offers it, and are not asked once more.
    """
    meant = await which_order.meant(turn, said)
    if not meant and not (alone and await left.has_agreed(turn, said)):
        return await told_of_named(turn, said)
    if not meant:  # while the team has a question of theirs
        await doubts.ask(turn, said, doubts.WHETHER_TO_STOP)
    elif not (agreed or _takes_choice(said)) and await wholly.passed_on(turn, said, meant):
        return True
    elif len(meant) > 1:
        await _one_of(turn, said, meant)
    elif alone and await left.has_agreed(turn, said):
        asks = Asks(unwanted.CANCEL_QUESTION, customer_orders.subject_of(meant[0]))
        await doubts.ask(turn, said, asks, {"order": meant[0].number})
    else:
        await (called.off if agreed else sure.called_off)(turn, said, meant)
    return True


async def _dropped(turn: Turn, said: Said) -> bool:
    """Ask whether an order is to be dropped, where a customer's words mean that."""
    meant = await unwanted.meant(turn, said)
    if meant and await wholly.passed_on(turn, said, meant):
        return True
    if len(meant) > 1:
        await which_order.ask(turn, said, meant)
    elif meant:
        await sure.ask(turn, said, meant)
    return bool(meant)


async def _one_of(turn: Turn, said: Said, meant: Sequence[Reservation]) -> bool:
    """Ask which of these orders is meant; one, and all of those that are named, are asked about as they are."""
    if len(meant) == 1 or means_all(said.event.text) or await by_goods.names_each(turn, said.event.text, meant):
        await sure.called_off(turn, said, meant)
    else:
        await which_order.ask(turn, said, meant)
    return True


def _calls_off(said: Said) -> bool:
    """Whether it is read so, or is said of an order by words that are read as less elsewhere: "cancel elephants"."""
    if said.reading.intent is Intent.CANCEL_ORDER:
        return True
    wish = of_an_order(said.event.text) if said.is_by_hand and said.reading.intent in _MAY_BE_READ else None
    return wish is not None and wish.intent is Intent.CANCEL_ORDER


def _takes_choice(said: Said) -> bool:
    """Whether "3 Cancel" is our menu's, whatever order has the number 3."""
    return asks_for_choice(said.answered.asked) and order_number(said.event.text) == str(CALL_OFF)
