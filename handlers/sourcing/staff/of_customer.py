"""An order that is named by its customer: "cancel Riya's order", "refund 100 to Riya"; of several none is guessed."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from flows.phrase import Lines, phrase, tap
from flows.sourcing.status import GOING_ON, WITH_US, Status
from handlers.actions import why
from handlers.actions.lives import called
from handlers.admins.arguments import Argument, Found, Known, Missing
from handlers.admins.asking import which
from handlers.admins.command import Asked, Reply
from handlers.admins.people import goes_by
from handlers.replies.text import normalise
from handlers.replies.word_lists import read_sets
from handlers.sourcing.actions.orders_listed import listed
from handlers.sourcing.at_hand import AtHand, order_by_id
from handlers.sourcing.customer_orders import orders_of
from handlers.sourcing.replies.amounts import read_amount
from handlers.sourcing.staff.meant import MeantOrder
from handlers.sourcing.staff.order_list import told_of
from handlers.turn import Turn
from storage.people import Contact

_LISTED = read_sets("commands")
_BESIDE = _LISTED["beside an order"] | _LISTED["beside a customer's order"] | _LISTED["fillers"]
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
    return normalise(_OWNS.sub("", word)) in _BESIDE


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
