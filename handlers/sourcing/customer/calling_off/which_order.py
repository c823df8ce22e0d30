"""Which of their orders a customer means, by what they answer, quote or name; where it is unclear they are asked.

A number means the order that is called so, and no other; else the goods that they name mean the orders that hold them.
"""

from collections.abc import Sequence

from flows.engine import Asks
from flows.sourcing import ordering
from flows.sourcing.status import WITH_US
from handlers.customer_talk.said import Said, say
from handlers.replies.choices import read_choice, read_choices
from handlers.replies.text import words
from handlers.sourcing import customer_orders
from handlers.sourcing.customer import by_goods
from handlers.sourcing.customer.calling_off.called import CALLABLE, callable_of
from handlers.sourcing.replies.answers import order_number
from handlers.turn import Turn
from storage.sourcing.reservations import Reservation

WHICH = "cancel_number"
"""Which of their orders is to be called off: the template that asks it, and what its answer is expected as."""
_BY_GOODS = "goods"  # a value of the question: goods were named, and an order may hold others as well
_MOST_WORDS = 6  # of an answer that takes one of a list by its goods


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
    holding = await by_goods.holding(turn, said.event.text, theirs)
    among = holding or theirs
    return (
        [one for one in among if one.run in answered]
        or [one for one in among if one.status in WITH_US]
        or (holding or theirs[:1])
    )


async def ask(turn: Turn, said: Said, orders: Sequence[Reservation], unknown: tuple[str, ...] = ()) -> None:
    """Ask which of these is meant; ``unknown`` are numbers that they named, and no order of theirs has."""
    numbers = tuple(one.number for one in orders)
    lines = ordering.numbered(await by_goods.listed(turn, orders))
    values = {"orders": numbers, "lines": lines} | ({"unknown": unknown} if unknown else {})
    goods = {_BY_GOODS: True} if await by_goods.holding(turn, said.event.text, orders) else {}
    await say(turn, said, WHICH, values=values, asks=Asks(WHICH, choices=numbers, values=goods))


async def taken(turn: Turn, said: Said) -> list[Reservation]:
    """The order taken from our list by its number, else by its place in the list; none for all else."""
    listed, text = said.answers.choices, said.event.text
    orders = await _listed(turn, said)
    meant = customer_orders.called(orders, {text.strip(" .!\n")})
    if not meant:
        named = said.reading.order or order_number(text)
        place = None if named else read_choice(text, said.event.button, most=len(listed))
        meant = [one for one in orders if place and one.number == listed[place - 1]]
    return [one for one in meant if one.status in CALLABLE][:1]


async def may_hold_more(turn: Turn, said: Said, order: Reservation) -> bool:
    """Whether goods were named before our list, and the order that they take of it has others as well."""
    if not said.answers.data.get(_BY_GOODS):
        return False
    known = await customer_orders.as_it_stands(turn, order)
    return known is not None and len(known.wants) > 1


async def described(turn: Turn, said: Said) -> list[Reservation]:
    """The orders of our list that they mean in words: by the goods in one of them, or both; none for all else."""
    text = said.event.text
    if not said.is_words_alone or "?" in text or len(words(text)) > _MOST_WORDS:
        return []
    orders = [one for one in await _listed(turn, said) if one.status in CALLABLE]
    if read_choices(text, most=2) and len(orders) == len(said.answers.choices) == 2:
        return orders
    held = await by_goods.holding(turn, text, orders)
    return held if len(held) == 1 or await by_goods.names_each(turn, text, held) else []


async def _listed(turn: Turn, said: Said) -> list[Reservation]:
    listed = said.answers.choices
    return [one for one in await customer_orders.orders_of(turn, said.message.contact) if one.number in listed]
