"""A customer calls an order off: which one, whether that still can be, and what a bare "cancel" means in a chat.

By SMS the bare word belongs to the carriers and is an opt-out, whatever is open (47 CFR 64.1200(a)(10)). In a chat,
where nobody but us reads it, it means the order that is open: at once where its question or its message is what was
said last, or where there is no consent that it could take back; else we ask which of the two is meant, and nothing
marketing leaves meanwhile (storage/facts/departures.py). With the number of an order of theirs beside it ("cancel 5")
it is no bare word, and means that order by SMS as well. Stop, unsubscribe and the like never come here.

A number means the order that is called so, and no other: of one that is over, or is not theirs, they are told so.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from flows import ordering
from flows.policy.facts import AGREED
from flows.sourcing.order import WITH_US
from flows.sourcing.waits import PART_QUESTION
from handlers import customer_orders
from handlers.customer_talk import called, order_status, unwanted
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
from handlers.replies.choices import read_choice
from handlers.replies.dropping import is_dropped
from handlers.replies.intents import Intent
from handlers.replies.text import words
from handlers.sourcing import ordering as picking
from handlers.turn import Turn
from storage.facts.departures import CANCEL_QUESTION, STOP_QUESTION
from storage.messages import Message
from storage.reservations import Reservation
from storage.runs import Asked
from storage.shop import bare

_WHICH, _UNKNOWN = "cancel_number", "cancel_unknown"  # templates
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
    if numbers and await _has_one_called(turn, message, numbers):
        return True
    if message.channel == "sms" or not (is_bare_cancel(text) or numbers):
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
        return await _called_off_each(turn, said, named)
    if not (said.reading.intent is Intent.CANCEL_ORDER or alone or named or _is_answer(said, last)):
        return await _asked_on(turn, said, last) or await _dropped(turn, said, last)
    meant = await _meant(turn, said, last)
    if not meant:
        return await _told_of_named(turn, said)
    agreed = alone and await _has_agreed(turn, said)
    if len(meant) > 1:
        await _ask_which(turn, said, meant)
    elif agreed and not _speaks_of(said, last, meant[0]):
        await say(turn, said, CANCEL_QUESTION, values={"order": meant[0].number})
    else:
        await called.off(turn, said, meant)
        if agreed:
            await say(turn, said, STOP_OFFER)
    return True


async def _dropped(turn: Turn, said: Said, last: Message | None) -> bool:
    """Ask whether they want an order no more, where that is what their words mean."""
    meant = await unwanted.meant(turn, said, last)
    if len(meant) > 1:
        await _ask_which(turn, said, meant)
    elif meant:
        await unwanted.ask(turn, said, meant[0])
    return bool(meant)


async def _ask_which(turn: Turn, said: Said, orders: Sequence[Reservation]) -> None:
    numbers = tuple(one.number for one in orders)
    await say(turn, said, _WHICH, values={"orders": numbers, "lines": ordering.numbered(numbers)})


def _asks_for_choice(asked: Asked | None) -> bool:
    """Whether what is asked is what they want of an order of which there is a part."""
    return asked is not None and asked.question.name == PART_QUESTION.name


def _takes_choice(said: Said) -> bool:
    """Whether "3 Cancel" is our menu's, whatever order has the number 3."""
    return _asks_for_choice(said.answered.asked) and order_number(said.event.text) == str(CALL_OFF)


async def _has_one_called(turn: Turn, message: Message, numbers: Sequence[str]) -> bool:
    return any(one.number.casefold() in numbers for one in await customer_orders.orders_of(turn, message.contact))


async def _called_off_each(turn: Turn, said: Said, numbers: Sequence[str]) -> bool:
    """Several that they name: each as if it were named alone. Of what is none of theirs they hear so."""
    theirs = await customer_orders.orders_of(turn, said.message.contact)
    known = {number: one for one in theirs for number in (one.ref.casefold(), one.number.casefold())}
    meant = dict.fromkeys(known[number] for number in numbers if number in known)
    await called.off(turn, said, [one for one in meant if one.status in called.CALLABLE])
    for one in meant:
        if one.status not in called.CALLABLE:
            _, values = await order_status.answer(turn, said.message.contact, one.number)
            await say(turn, said, order_status.SOURCED, values=values, about=one.number)
    unknown = tuple(number for number in numbers if number not in known)
    if unknown and meant:
        await say(turn, said, _UNKNOWN, values={"unknown": unknown})
    return bool(meant) or await _told_unknown(turn, said, unknown)


async def _told_of_named(turn: Turn, said: Said) -> bool:
    """Of an order that they name and cannot call off any more they hear how it stands; of one that we do not know,
    that we do not, where others of theirs are open. The rest is the staff's."""
    number = said.reading.order or order_number(said.event.text)
    if number is None:
        return False
    template, values = await order_status.answer(turn, said.message.contact, number)
    if template == order_status.SOURCED:
        await say(turn, said, template, values=values)
        return True
    return template is None and await _told_unknown(turn, said, (bare(number),))


async def _told_unknown(turn: Turn, said: Said, numbers: tuple[str, ...]) -> bool:
    """Say that these are no orders of theirs, and ask which is meant; False where none is open."""
    open_ = tuple(one.number for one in await customer_orders.with_us(turn, said.message.contact))
    if open_:
        values = {"orders": open_, "lines": ordering.numbered(open_), "unknown": numbers}
        await say(turn, said, _WHICH, values=values)
    return bool(open_)


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


def _number(said: Said) -> str:
    """An order's number that is all they wrote."""
    return bare(said.event.text.strip(" .!\n"))


async def _meant(turn: Turn, said: Said, last: Message | None) -> list[Reservation]:
    """The order that they name or answer; else all that could be meant."""
    orders = await customer_orders.orders_of(turn, said.message.contact)
    theirs = [one for one in orders if one.status in called.CALLABLE]
    number, spoken = said.reading.order or order_number(said.event.text), set(words(said.event.text))
    taken = _taken(said, last) if number is None else None
    if number and _called(theirs, {bare(number)}):
        return _called(theirs, {bare(number)} | spoken)  # another that they name may be one to keep
    called_so = number or taken
    found = _called(theirs, {bare(called_so)} if called_so else spoken)
    if called_so or found:
        return found[:1]
    asked, quoted = said.answered.asked, said.message.reply_to is not None
    answered = {asked.run} if asked else {run.id for run in said.answered.runs} if quoted else set()
    return (
        [one for one in theirs if one.run in answered] or [one for one in theirs if one.status in WITH_US] or theirs[:1]
    )


def _called(orders: Sequence[Reservation], names: Set[str]) -> list[Reservation]:
    return [one for one in orders if not names.isdisjoint({one.number, one.number.casefold(), one.ref})]


def _is_answer(said: Said, last: Message | None) -> bool:
    """Whether it answers our question after a cancel: that an order is meant, or which."""
    if last is None or last.template not in {CANCEL_QUESTION, _WHICH}:
        return False
    if last.template == CANCEL_QUESTION:
        return is_order(said.event.text)
    return _taken(said, last) is not None


def _taken(said: Said, last: Message | None) -> str | None:
    """The order that they take of those we listed: by its own number, else by its place in the list."""
    if last is None or last.template != _WHICH:
        return None
    listed, number = last.data["orders"], _number(said)
    place = read_choice(said.event.text, said.event.button, most=len(listed))
    return number if number in listed else listed[place - 1] if place else None


async def _asked_on(turn: Turn, said: Said, last: Message | None) -> bool:
    """Asked which of the two is meant, they said neither: our messages alone are asked about, and held meanwhile."""
    if last is None or last.template != CANCEL_QUESTION or said.reading.intent not in _NEITHER:
        return False
    await say(turn, said, STOP_QUESTION)
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
    states = await turn.unit.consents.states([one.id for one in theirs])
    return not AGREED.isdisjoint(states.values())
