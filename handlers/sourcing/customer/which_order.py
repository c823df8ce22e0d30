"""Which of their orders a customer means, by what they answer, quote or name; where it is unclear they are asked.

A number means the order that is called so, and no other.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from flows.sourcing import ordering
from flows.sourcing.status import WITH_US
from handlers.customer_talk.said import Said, say
from handlers.replies.answers import is_order, order_number
from handlers.replies.choices import read_choice
from handlers.replies.text import words
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.called import CALLABLE
from handlers.turn import Turn
from storage.facts.departures import CANCEL_QUESTION
from storage.messages import Message
from storage.shop import bare
from storage.sourcing.reservations import Reservation

_WHICH = "cancel_number"  # template


async def meant(turn: Turn, said: Said, last: Message | None) -> list[Reservation]:
    """The order that they name or answer; else all that could be meant."""
    orders = await customer_orders.orders_of(turn, said.message.contact)
    theirs = [one for one in orders if one.status in CALLABLE]
    number, spoken = said.reading.order or order_number(said.event.text), set(words(said.event.text))
    taken = _listed(said, last) if number is None else None
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


async def ask(turn: Turn, said: Said, orders: Sequence[Reservation], unknown: tuple[str, ...] = ()) -> None:
    """Ask which of these is meant; ``unknown`` are numbers that they named, and no order of theirs has."""
    numbers = tuple(one.number for one in orders)
    values = {"orders": numbers, "lines": ordering.numbered(numbers)} | ({"unknown": unknown} if unknown else {})
    await say(turn, said, _WHICH, values=values)


def is_answer(said: Said, last: Message | None) -> bool:
    """Whether it answers our question after a cancel: that an order is meant, or which."""
    if last is not None and last.template == CANCEL_QUESTION:
        return is_order(said.event.text)
    return _listed(said, last) is not None


def _listed(said: Said, last: Message | None) -> str | None:
    """The order that they take of those we listed: by its own number, else by its place in the list."""
    if last is None or last.template != _WHICH:
        return None
    listed, number = last.data["orders"], bare(said.event.text.strip(" .!\n"))
    place = read_choice(said.event.text, said.event.button, most=len(listed))
    return number if number in listed else listed[place - 1] if place else None
