"""Which of their orders a customer means, by what they answer, quote or name; where it is unclear they are asked.

A number means the order that is called so, and no other.
"""

from collections.abc import Sequence

from flows.engine import Asks
from flows.sourcing import ordering
from flows.sourcing.status import WITH_US
from handlers.customer_talk.said import Said, say
from handlers.replies.choices import read_choice
from handlers.replies.text import words
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.calling_off.called import CALLABLE, callable_of
from handlers.sourcing.replies.answers import order_number
from handlers.turn import Turn
from storage.sourcing.reservations import Reservation

WHICH = "cancel_number"
"""Which of their orders is to be called off: the template that asks it, and what its answer is expected as."""


async def meant(turn: Turn, said: Said) -> list[Reservation]:
    """The order that they name or answer; else all that could be meant."""
    theirs = await callable_of(turn, said)
    number, spoken = said.reading.order or order_number(said.event.text), set(words(said.event.text))
    if number and customer_orders.called(theirs, {number}):
        return customer_orders.called(theirs, {number} | spoken)  # another that they name may be one to keep
    found = customer_orders.called(theirs, {number} if number else spoken)
    if number or found:
        return found[:1]
    asked, quoted = said.answered.asked, said.message.reply_to is not None
    answered = {asked.run} if asked else {run.id for run in said.answered.runs} if quoted else set()
    return (
        [one for one in theirs if one.run in answered] or [one for one in theirs if one.status in WITH_US] or theirs[:1]
    )


async def ask(turn: Turn, said: Said, orders: Sequence[Reservation], unknown: tuple[str, ...] = ()) -> None:
    """Ask which of these is meant; ``unknown`` are numbers that they named, and no order of theirs has."""
    numbers = tuple(one.number for one in orders)
    values = {"orders": numbers, "lines": ordering.numbered(numbers)} | ({"unknown": unknown} if unknown else {})
    await say(turn, said, WHICH, values=values, asks=Asks(WHICH, choices=numbers))


async def taken(turn: Turn, said: Said) -> Reservation | None:
    """The order taken from our list: by the order's number, else by the place in the list."""
    listed, text = said.answers.choices, said.event.text
    orders = [one for one in await customer_orders.orders_of(turn, said.message.contact) if one.number in listed]
    meant = customer_orders.called(orders, {text.strip(" .!\n")})
    if not meant:
        named = said.reading.order or order_number(text)
        place = None if named else read_choice(text, said.event.button, most=len(listed))
        meant = [one for one in orders if place and one.number == listed[place - 1]]
    return next((one for one in meant if one.status in CALLABLE), None)
