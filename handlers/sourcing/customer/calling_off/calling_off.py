"""A customer calls an order off: which one, whether that still can be, and what a bare "cancel" means in a chat.

By SMS the bare word belongs to the carriers and is an opt-out, whatever is open (47 CFR 64.1200(a)(10)). In a chat,
where nobody but us reads it, it means the order that is open, if there is no consent that it could take back; else we
ask which of the two is meant, and nothing marketing leaves meanwhile, nor after a day of silence (doubts). So it is
while the team has a question of theirs: what they wished may be called off. With the
number of an order of theirs beside it ("cancel 5") it is no bare word, and means that order by SMS as well. Stop,
unsubscribe and the like never come here. No order ends by one line (unwanted).

Of an order that is over, or that they cannot call off any more, they hear how it stands; of one that we do not know,
that we do not. A part of an order is taken out by the staff (part_of_order).
"""

from collections.abc import Sequence

from flows.channels import CHANNELS
from flows.engine import Asks
from flows.sourcing import ordering
from flows.sourcing.waits import PART_QUESTION
from handlers import handover
from handlers.consent import doubts
from handlers.customer_talk import order_status as of_the_store
from handlers.customer_talk.said import Said, say
from handlers.replies.cancelling import is_bare_cancel
from handlers.replies.intents import Intent
from handlers.replies.taking import takes_it
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.calling_off import called, part_of_order, unwanted, which_order
from handlers.sourcing.customer.picking import answers
from handlers.sourcing.customer.placed import order_status
from handlers.sourcing.customer.wares import shelf_of
from handlers.sourcing.replies.answers import CALL_OFF, cancelled_numbers, is_order, order_number, read_answer
from handlers.sourcing.replies.basket import may_refuse_goods, refuses_goods
from handlers.turn import Turn
from storage.messages import Message
from storage.purchases import bare
from storage.runs import Asked

_PICKS = frozenset(ordering.QUESTIONS.values())
_NEITHER = frozenset({Intent.UNCLEAR, Intent.YES, Intent.NO, Intent.AMBIGUOUS_STOP})  # no answer to "which of the two"


async def is_about_order(turn: Turn, message: Message, asked: Asked | None) -> bool:
    """Whether what reads like an opt-out is about an order: "3 Cancel" of our menu, "cancel 5" with the number of an
    order of theirs, "yes, cancel it" behind our words of that, or in a chat a bare "cancel", or one with any number; so
    is "buy it", which sounds like goodbye."""
    text = message.text or ""
    if takes_it(text) or await unwanted.is_confirmed(turn, message):
        return True
    if _asks_for_choice(asked) and read_answer(PART_QUESTION.name, text) is not None and not is_bare_cancel(text):
        return True
    numbers = cancelled_numbers(text)
    if numbers and await has_one_called(turn, message, numbers):
        return True
    if await _refuses_goods(turn, text):
        return True
    if CHANNELS[message.channel].cancel_stops or not (is_bare_cancel(text) or numbers):
        return False
    if _is_picking(asked) or await customer_orders.with_us(turn, message.contact):
        return True
    return await handover.is_waiting(turn, await turn.unit.people.address_by_id(message.address))


async def _refuses_goods(turn: Turn, text: str) -> bool:
    """Whether a text refuses goods that are sold, and nothing else: "actually no mugs" ends no messages."""
    return may_refuse_goods(text) and refuses_goods(text, shelf_of(await turn.unit.products.all()))


async def called_off(turn: Turn, said: Said) -> bool:
    """Whether they call an order of theirs off, or may: then it is done, asked about, or passed on."""
    alone = is_bare_cancel(said.event.text) and not said.event.button
    if alone and await _drops_picking(turn, said):
        return await _leave_picking(turn, said)
    named = () if _takes_choice(said) else cancelled_numbers(said.event.text)
    if len(named) > 1:
        return await called_off_each(turn, said, named)
    part = () if named else await part_of_order.meant(turn, said)
    if part and not _is_picking(said.answered.asked):
        await part_of_order.pass_on(turn, said, part)
    if part:
        return not _is_picking(said.answered.asked)  # else it changes what they pick
    if not (said.reading.intent is Intent.CANCEL_ORDER or alone or named):
        whole = await part_of_order.wholly(turn, said)
        if len(whole) == 1:
            await unwanted.called_off(turn, said, whole)
            return True
        return await _dropped(turn, said)
    return await _off(turn, said, alone=alone, agreed=bool(said.event.button))


async def told_which(turn: Turn, said: Said) -> bool:
    """Call off the order that they take of those we listed."""
    order = await which_order.taken(turn, said)
    if order is not None:
        await called.off(turn, said, [order])
    return order is not None


async def told_what(turn: Turn, said: Said) -> bool:
    """Asked which of the two is meant, they say that an order is; or neither: then our messages alone are asked about,
    and held meanwhile."""
    bare = is_bare_cancel(said.event.text)
    if is_order(said.event.text) or (said.reading.intent is Intent.CANCEL_ORDER and not bare):
        await doubts.keep(turn, said.address.contact, said.message.created_at)
        return await _off(turn, said, agreed=True)
    if said.reading.intent not in _NEITHER or bare or cancelled_numbers(said.event.text):
        return False
    await doubts.ask(turn, said, doubts.WHETHER_TO_STOP)
    return True


async def _off(turn: Turn, said: Said, *, alone: bool = False, agreed: bool = False) -> bool:
    """Call off the order that is meant; ``alone``: the bare word may mean our messages, too, or them alone.

    ``agreed``: they say so in answer to a question that offers it, and are not asked once more.
    """
    meant = await which_order.meant(turn, said)
    if not meant and not (alone and await _has_agreed(turn, said)):
        return await told_of_named(turn, said)
    if not meant:  # while the team has a question of theirs
        await doubts.ask(turn, said, doubts.WHETHER_TO_STOP)
    elif len(meant) > 1:
        await which_order.ask(turn, said, meant)
    elif alone and await _has_agreed(turn, said):
        asks = Asks(unwanted.CANCEL_QUESTION, customer_orders.subject_of(meant[0]))
        await doubts.ask(turn, said, asks, {"order": meant[0].number})
    else:
        await (called.off if agreed else unwanted.called_off)(turn, said, meant)
    return True


async def _dropped(turn: Turn, said: Said) -> bool:
    """Ask whether an order is to be dropped, where a customer's words mean that."""
    meant = await unwanted.meant(turn, said)
    if len(meant) > 1:
        await which_order.ask(turn, said, meant)
    elif meant:
        await unwanted.ask(turn, said, meant)
    return bool(meant)


def _asks_for_choice(asked: Asked | None) -> bool:
    """Whether what is asked is what they want of an order of which there is a part."""
    return asked is not None and asked.question.name == PART_QUESTION.name


def _takes_choice(said: Said) -> bool:
    """Whether "3 Cancel" is our menu's, whatever order has the number 3."""
    return _asks_for_choice(said.answered.asked) and order_number(said.event.text) == str(CALL_OFF)


def _is_picking(asked: Asked | None) -> bool:
    """Whether the open question belongs to ordering in chat."""
    return asked is not None and asked.question in _PICKS


async def _drops_picking(turn: Turn, said: Said) -> bool:
    """Whether they leave what they pick: that was asked, and no other run had the last word."""
    asked = said.answered.asked
    if asked is None or not _is_picking(asked):
        return False
    last = await turn.unit.messages.last_word(said.address.id, said.message.id)
    return last is None or last.run in {None, asked.run}


async def _leave_picking(turn: Turn, said: Said) -> bool:
    left = await answers.went_on(turn, said)
    if left and await _has_agreed(turn, said):
        await doubts.offer_stop(turn, said)
    return left


async def _has_agreed(turn: Turn, said: Said) -> bool:
    """Whether there is a consent to marketing that the word could take back."""
    theirs = await turn.unit.people.addresses_of(said.address.contact)
    return await turn.unit.consents.any_agreed([one.id for one in theirs])


_UNKNOWN = "cancel_unknown"  # template


async def has_one_called(turn: Turn, message: Message, numbers: Sequence[str]) -> bool:
    """Whether one of these numbers is that of an order of theirs."""
    return bool(customer_orders.called(await customer_orders.orders_of(turn, message.contact), numbers))


async def called_off_each(turn: Turn, said: Said, numbers: Sequence[str]) -> bool:
    """Several orders that a customer names: each as if named alone. A number of somebody else's is refused."""
    theirs = await customer_orders.orders_of(turn, said.message.contact)
    found = {number: customer_orders.called(theirs, {number}) for number in numbers}
    meant = dict.fromkeys(one for orders in found.values() for one in orders[:1])
    for one in meant:
        if one.status not in called.CALLABLE:
            await order_status.tell(turn, said, one)
    unknown = tuple(number for number, orders in found.items() if not orders)
    if unknown and meant:
        await say(turn, said, _UNKNOWN, values={"unknown": unknown})
    await unwanted.called_off(turn, said, [one for one in meant if one.status in called.CALLABLE])
    return bool(meant) or await _told_unknown(turn, said, unknown)


async def told_of_named(turn: Turn, said: Said) -> bool:
    """Of an order that they name and cannot call off any more they hear how it stands; of one that we do not know,
    that we do not, where others of theirs are open. The rest is the staff's."""
    number = said.reading.order or order_number(said.event.text)
    if number is None:
        return False
    found = await order_status.meant(turn, said.message.contact, number)
    if found is not None:
        await order_status.tell(turn, said, found)
        return True
    bought = await of_the_store.latest(turn, said.message.contact, number)
    return bought is None and await _told_unknown(turn, said, (bare(number),))


async def _told_unknown(turn: Turn, said: Said, numbers: tuple[str, ...]) -> bool:
    """Say that these are no orders of theirs, and ask which is meant; False where none is open."""
    open_ = await customer_orders.with_us(turn, said.message.contact)
    if open_:
        await which_order.ask(turn, said, open_, unknown=numbers)
    return bool(open_)
