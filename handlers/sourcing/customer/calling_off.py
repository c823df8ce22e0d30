"""A customer calls an order off: which one, whether that still can be, and what a bare "cancel" means in a chat.

By SMS the bare word belongs to the carriers and is an opt-out, whatever is open (47 CFR 64.1200(a)(10)). In a chat,
where nobody but us reads it, it means the order that is open: at once where its question or its message is what was
said last, or where there is no consent that it could take back; else we ask which of the two is meant, and nothing
marketing leaves meanwhile, nor after a day of silence (doubts). With the number of an order of theirs beside it
("cancel 5") it is no bare word, and means that order by SMS as well. Stop, unsubscribe and the like never come here.
"""

from __future__ import annotations

from flows.channels import CHANNELS
from flows.sourcing import ordering
from flows.sourcing.waits import PART_QUESTION
from handlers.consent import doubts
from handlers.customer_talk.cancellation import STOP_OFFER
from handlers.customer_talk.said import Said, say
from handlers.replies.answers import (
    CALL_OFF,
    cancelled_numbers,
    is_bare_cancel,
    is_order,
    order_number,
    read_answer,
)
from handlers.replies.dropping import is_dropped
from handlers.replies.intents import Intent
from handlers.sourcing import customer_orders
from handlers.sourcing.customer import by_number, called, unwanted, which_order
from handlers.sourcing.customer import ordering as picking
from handlers.turn import Turn
from storage.facts.departures import CANCEL_QUESTION, STOP_QUESTION
from storage.messages import Message
from storage.runs import Asked
from storage.sourcing.reservations import Reservation

_PICKS = frozenset(ordering.QUESTIONS.values())
_NEITHER = frozenset({Intent.UNCLEAR, Intent.YES, Intent.NO, Intent.AMBIGUOUS_STOP})  # no answer to "which of the two"


async def is_about_order(turn: Turn, message: Message, asked: Asked | None) -> bool:
    """Whether what reads like an opt-out is about an order: "3 Cancel" of our menu, "cancel 5" with the number of an
    order of theirs, "yes, cancel it" behind our words of that, or in a chat a bare "cancel", or one with any number."""
    text = message.text or ""
    if await unwanted.is_confirmed(turn, message):
        return True
    if _asks_for_choice(asked) and read_answer(PART_QUESTION.name, text) is not None and not is_bare_cancel(text):
        return True
    numbers = cancelled_numbers(text)
    if numbers and await by_number.has_one_called(turn, message, numbers):
        return True
    if CHANNELS[message.channel].cancel_stops or not (is_bare_cancel(text) or numbers):
        return False
    return _is_picking(asked) or bool(await customer_orders.with_us(turn, message.contact))


async def called_off(turn: Turn, said: Said) -> bool:
    """Whether they call an order of theirs off, or may: then it is done, asked about, or passed on."""
    alone = is_bare_cancel(said.event.text) and not said.event.button
    last = await turn.unit.messages.last_word(said.address.id, said.message.id) if alone or _may_answer(said) else None
    if alone and _drops_picking(said, last):
        return await _leave_picking(turn, said)
    if await unwanted.answered(turn, said, last) or await unwanted.is_over(turn, said, last):
        return True
    named = () if _takes_choice(said) else cancelled_numbers(said.event.text)
    if len(named) > 1:
        return await by_number.called_off_each(turn, said, named)
    if not (said.reading.intent is Intent.CANCEL_ORDER or alone or named or which_order.is_answer(said, last)):
        return await _asked_on(turn, said, last) or await _dropped(turn, said, last)
    if last is not None and last.template == CANCEL_QUESTION and is_order(said.event.text):
        await doubts.keep(turn, said.address.contact, said.message.created_at)  # it is the order that they meant
    meant = await which_order.meant(turn, said, last)
    if not meant:
        return await by_number.told_of_named(turn, said)
    if len(meant) > 1:
        await which_order.ask(turn, said, meant)
    else:
        await _call_off(turn, said, last, meant[0], agreed=alone and await _has_agreed(turn, said))
    return True


async def _call_off(turn: Turn, said: Said, last: Message | None, order: Reservation, *, agreed: bool) -> None:
    """End it; where they ``agreed`` to marketing the bare word may mean that, too, or that alone."""
    if agreed and not _speaks_of(said, last, order):
        await doubts.ask(turn, said, CANCEL_QUESTION, {"order": order.number})
        return
    await called.off(turn, said, [order])
    if agreed:
        await say(turn, said, STOP_OFFER)


async def _dropped(turn: Turn, said: Said, last: Message | None) -> bool:
    """Ask whether they want an order no more, where that is what their words mean."""
    meant = await unwanted.meant(turn, said, last)
    if len(meant) > 1:
        await which_order.ask(turn, said, meant)
    elif meant:
        await unwanted.ask(turn, said, meant[0])
    return bool(meant)


def _asks_for_choice(asked: Asked | None) -> bool:
    """Whether what is asked is what they want of an order of which there is a part."""
    return asked is not None and asked.question.name == PART_QUESTION.name


def _takes_choice(said: Said) -> bool:
    """Whether "3 Cancel" is our menu's, whatever order has the number 3."""
    return _asks_for_choice(said.answered.asked) and order_number(said.event.text) == str(CALL_OFF)


def _may_answer(said: Said) -> bool:
    """Whether it calls something off, wants it no more, or may answer what we asked of that: short, or unclear."""
    short = len(said.event.text.split()) == 1 or is_order(said.event.text) or is_dropped(said.event.text)
    return short or said.reading.intent in _NEITHER | {Intent.CANCEL_ORDER}


def _is_picking(asked: Asked | None) -> bool:
    """Whether what is asked is what they want to order in chat."""
    return asked is not None and asked.question in _PICKS


def _drops_picking(said: Said, last: Message | None) -> bool:
    """Whether they leave what they pick: that was asked, and no other conversation had the last word."""
    asked = said.answered.asked
    return _is_picking(asked) and asked is not None and (last is None or last.run in {None, asked.run})


async def _leave_picking(turn: Turn, said: Said) -> bool:
    left = await picking.went_on(turn, said)
    if left and await _has_agreed(turn, said):
        await say(turn, said, STOP_OFFER)
    return left


async def _asked_on(turn: Turn, said: Said, last: Message | None) -> bool:
    """Asked which of the two is meant, they said neither: our messages alone are asked about, and held meanwhile."""
    if last is None or last.template != CANCEL_QUESTION or said.reading.intent not in _NEITHER:
        return False
    await doubts.ask(turn, said, STOP_QUESTION)
    return True


def _speaks_of(said: Said, last: Message | None, order: Reservation) -> bool:
    """Whether that order is what they were asked about, or what was said to them last."""
    asked = said.answered.asked
    return (asked is not None and asked.run == order.run) or (
        last is not None and last.data.get("order") == order.number
    )


async def _has_agreed(turn: Turn, said: Said) -> bool:
    """Whether there is a consent to marketing that the word could take back."""
    theirs = await turn.unit.people.addresses_of(said.address.contact)
    return await turn.unit.consents.any_agreed([one.id for one in theirs])
