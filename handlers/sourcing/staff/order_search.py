"""Orders that are found by other words than their number: a customer, a shop, a product."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from flows.phrase import Lines, Ours, Phrase, phrase, sentences, tap
from flows.sourcing.status import GOING_ON, WITH_US, Status
from handlers.actions import why
from handlers.actions.lives import called
from handlers.admins.arguments import Argument, Found, Known, Missing
from handlers.admins.asking import unread, which
from handlers.admins.command import Asked, Reply
from handlers.admins.people import goes_by
from handlers.replies.text import normalise
from handlers.replies.word_lists import read_sets
from handlers.sourcing.actions.orders_listed import listed
from handlers.sourcing.at_hand import AtHand, order_by_id
from handlers.sourcing.customer_orders import orders_of
from handlers.sourcing.replies.amounts import read_amount
from handlers.sourcing.staff.meant import MeantOrder, best, products_named, shop_names
from handlers.sourcing.staff.order_list import told_of
from handlers.turn import Turn
from storage.people import Contact
from storage.sourcing.order_search import Meant, OrderSearch
from storage.sourcing.shops import Shops

_MOST_WORDS = 6
_BESIDE = read_sets("commands")["beside an order"] | read_sets("commands")["fillers"]


async def meant_by(turn: Turn, words: Sequence[str]) -> tuple[Meant, ...]:
    """The customers, shops and products that an order has to do with, each of these; empty where a word means none."""
    words = [word for word in words if normalise(word) not in _BESIDE] or words
    whole = await _one_meant(turn, words)
    if whole or len(words) == 1:
        return (whole,) if whole else ()
    each = [await _one_meant(turn, [word]) for word in words[:_MOST_WORDS]]
    return tuple(each) if all(each) else ()


async def _one_meant(turn: Turn, words: Sequence[str]) -> Meant:
    """The customers, shops and products that go by all of these words."""
    text = " ".join(words)
    people = await turn.unit.of(OrderSearch).customers(text)
    shops, unsaid = best(words, await turn.unit.of(Shops).all(), shop_names)
    products, unnamed = await products_named(turn, words)
    return Meant(
        people,
        frozenset(one.id for one in shops if not unsaid),
        frozenset(one.id for one in products if not unnamed),
    )


async def _sought(asked: Asked, known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """What is looked for, where no order and no group was named."""
    if not words or known.get("order") is not None:
        return Missing()
    meant = await meant_by(asked.turn, words)
    if not meant:
        return no_order_of(words)
    return Found(meant)


def no_order_of(words: Sequence[str]) -> Reply:
    """That the words name no order, customer, shop or product, and how orders are looked for."""
    question = sentences(phrase("no_order_goes_by", unread=unread(words)), how_to_find())
    return which(question, (), phrase("all_that_are_open"), understood=False)


def how_to_find() -> Phrase:
    """By what orders are found."""
    return phrase("orders_are_found", command=Ours("/orders"))


SOUGHT = Argument("meant", "", _sought)
"""What the orders have to do with that are looked for."""


_LISTED = read_sets("commands")
_OF_CUSTOMER_BESIDE = _LISTED["beside an order"] | _LISTED["beside a customer's order"] | _LISTED["fillers"]
"""Words that may stand beside the name of somebody whose order is meant."""
_OWNS = re.compile(r"['’`]s?$")
_MOST_NAMES, _MOST_PEOPLE = 3, 5
_MOST = 8  # orders that are offered to be tapped

Sieve: TypeAlias = Callable[[AtHand], bool]
"""Whether an order is one that a command may be about, where only its customer is named."""
Reads: TypeAlias = Callable[[Asked, Known, tuple[str, ...]], Awaitable[Found | Missing | Reply]]


@dataclass(frozen=True, slots=True)
class _Named:
    """The people of a name, and the ``rest`` of the words beside that name."""

    people: tuple[Contact, ...]
    rest: tuple[str, ...]


def is_with_us(one: AtHand) -> bool:
    """Whether it can be called off."""
    return one.is_open and one.order.status in WITH_US


def goes_on(one: AtHand) -> bool:
    """Whether it is not over."""
    return one.is_open and one.order.status in GOING_ON


def is_paid(one: AtHand) -> bool:
    """Whether money of it is with us."""
    order = one.order
    at_the_door = order.pay == "cod" and not order.payments and order.status is Status.DELIVERED
    return one.is_open and (bool(order.paid_for) or at_the_door)


def or_of_customer(argument: Argument, *may_be: Sieve, none: str) -> Argument:
    """The argument, an order that may be named by its customer as well: the first of ``may_be`` that any order of
    theirs passes sifts them, and ``none`` is the phrase where none does."""

    async def read(asked: Asked, known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
        found = await argument.read(asked, known, words)
        if isinstance(found, Found):
            return found
        named = await _named(asked.turn, words)
        return await _of(asked, named, may_be, none) if named is not None else found

    return replace(argument, read=read)


async def _named(turn: Turn, words: Sequence[str]) -> _Named | None:
    """The longest name that begins with the first word which is no figure and says nothing of the order."""
    said = [(at, _OWNS.sub("", word)) for at, word in enumerate(words) if not _is_beside(word)]
    said = [(at, word) for at, word in said if read_amount(word) is None]
    if not said or any(letter.isdigit() for _, word in said[:1] for letter in word):
        return None
    for many in range(min(_MOST_NAMES, len(said)), 0, -1):
        name = [word for _, word in said[:many]]
        people = [one for one in await why.find(turn, " ".join(name)) if goes_by(one, name)]
        if people:
            of_name = {at for at, _ in said[:many]}
            rest = (word for at, word in enumerate(words) if at not in of_name and not _is_beside(word))
            return _Named(tuple(people[:_MOST_PEOPLE]), tuple(rest))
    return None


def _is_beside(word: str) -> bool:
    return normalise(_OWNS.sub("", word)) in _OF_CUSTOMER_BESIDE


async def _of(asked: Asked, named: _Named, may_be: Sequence[Sieve], none: str) -> Found | Reply:
    """The one order of the one person who is named; else which of them, each with its tap."""
    theirs = [one for person in named.people for one in await _orders(asked.turn, person)]
    orders = next((sifted for sieve in may_be if (sifted := [one for one in theirs if sieve(one)])), [])
    if len(orders) == 1 and len(named.people) == 1:
        (one,) = orders
        return Found(one.order.id, named.rest, MeantOrder(one.row, one.order, one.run, named.rest))
    if not orders:
        has_none = phrase(none, who=called(named.people[0], None))
        return Reply(Lines((has_none, phrase("all_that_are_open"))), asks=())
    shown = await listed(asked.turn, [one.row for one in orders[:_MOST]])
    amount = [word for word in named.rest if read_amount(word) is not None][:1]
    taps = [(tap(asked.command, one.row.number, *amount), told_of(one)) for one in shown.values()]
    return which(phrase("which_order"), taps, phrase("all_that_are_open"))


async def _orders(turn: Turn, person: Contact) -> Sequence[AtHand]:
    found = [await order_by_id(turn, row.id) for row in await orders_of(turn, person.id)]
    return [one for one in found if one is not None]
