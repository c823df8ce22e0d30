"""The orders that a shopkeeper's text names by their numbers, also those that are no more on their desk.

A number that is, or was, an order's is that order's, and neither a price nor a count: "801 haan" to an order that
another shop has says nothing of the one that is asked for now. A figure of one or two digits counts pieces or stands
for a place in the list as often, so it has to follow "order" or "#", or be more than the shop could count here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from flows.sourcing.desk.requests import Desk
from handlers.sourcing.replies.mentioning import FEWEST_DIGITS, OURS, Mention, find_mentions, spelled, with_names
from handlers.turn import Turn
from storage.sourcing.reservations import Reservation, Reservations

_CHOICES = 3  # of "1 Yes 2 No 3 Some"
_SHORT = 2  # digits of a figure that counts as often as it names
_NAME = "ordernr"  # stands before an order's number where a text is read


@dataclass(frozen=True, slots=True)
class Mentioned:
    """The ``mentions`` of a text that are orders, and by each figure the number of its order. ``unknown`` are called
    orders, and no order of this business has that number."""

    mentions: tuple[Mention, ...] = ()
    orders: Mapping[str, str] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of the orders, in the order of the text."""
        return tuple(dict.fromkeys(self.orders[one.number] for one in self.mentions))

    def name(self, number: str) -> str:
        """An order's number as it stands in the text that is read."""
        return f"{_NAME}{number}" if number in self.orders.values() else number

    def named_in(self, text: str) -> str:
        """A text, or a part of it, with a word of ours for each order, which nobody takes for a figure."""
        whole = {one.number: self.name(self.orders[one.number]) for one in self.mentions}
        called = {one.number for one in self.mentions if one.called}
        found = [one for one in find_mentions(text) if one.number in whole and (one.called or one.number not in called)]
        return with_names(text, found, whole)


NO_ORDERS = Mentioned()


async def read(turn: Turn, shop: UUID, text: str, desk: Desk, *, counts: bool) -> Mentioned:
    """The orders that a text names; ``counts``: it counts goods, whose figures are no orders of other shops."""
    found = find_mentions(text)
    if not found:
        return NO_ORDERS
    known = await _known(turn, found)
    asked = await turn.unit.of(Reservations).asked_of(shop, {one.id for one in known.values()})
    here = spelled(one.number for one in desk.requests)
    theirs = here | {figure: one.number for figure, one in known.items() if one.id in asked}
    orders = {figure: one.number for figure, one in known.items()} | theirs
    named = tuple(one for one in found if _is_order(one, desk, orders, theirs, counts=counts))
    unknown = frozenset(one.number for one in named if one.number not in orders)
    return Mentioned(named, {one.number: orders.get(one.number, one.number) for one in named}, unknown)


async def _known(turn: Turn, found: Iterable[Mention]) -> dict[str, Reservation]:
    """The orders of this business by the figures that may be their numbers."""
    figures = {spelling: one.number for one in found for spelling in _spellings(one.number)}
    rows = await turn.unit.of(Reservations).by_numbers(list(figures))
    return {figures[number]: row for number, row in rows.items() if number in figures}


def _spellings(figure: str) -> list[str]:
    """The numbers that a figure may be: our own may be written without their letter."""
    bare = figure.isdecimal() and len(figure) >= FEWEST_DIGITS
    return [figure, *(f"{letter}{figure}" for letter in OURS if bare)]


def _is_order(one: Mention, desk: Desk, orders: Mapping[str, str], theirs: Collection[str], *, counts: bool) -> bool:
    """Whether a figure is an order's number and nothing else."""
    counted = one.number.isdecimal() and int(one.number) <= _most(desk)
    if one.called:
        return one.number in theirs or (not counted and (one.number in orders or one.number.isdecimal()))
    if counted or one.number not in orders or any(one.number in request.size.split() for request in desk.requests):
        return False
    return one.number in theirs or not (counts or len(one.number) <= _SHORT)


def _most(desk: Desk) -> int:
    """The largest figure that counts what the shop is asked for, or stands for a place in the list."""
    waiting = [one for one in desk.requests if one.open or one.stands]
    return max([_CHOICES, len(waiting), *(max(one.quantity, one.place) for one in waiting)])
