"""Names in a shopkeeper's text: orders by their numbers, also those over for the shop, and goods with their counts.

A number of a present or past order is that order's, and no count. So "801 haan" to another shop's order says nothing of
the current request. A figure of one or two digits has to follow "order" or "#".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from flows.sourcing.desk.desk_requests import Desk
from handlers.engine.turn import Turn
from handlers.sourcing.replies.order_number_mentions import (
    FEWEST_DIGITS,
    OURS,
    Mention,
    find_mentions,
    map_spellings,
    replace_mentions,
)
from handlers.sourcing.shop.stock_count_lines import CountedGoods, GoodsShelf, is_count, read_counts
from storage.sourcing.reservations import Reservation, Reservations

_SHORT = 2  # digits of a figure that counts as often as it names
_NAME = "ordernr"  # precedes an order's number in the text for the readers


@dataclass(frozen=True, slots=True)
class NamedOrders:
    """The ``mentions`` of a text that are orders, and by each figure the number of its order. ``unknown`` are called
    orders, and no order of this business has that number.
    """

    mentions: tuple[Mention, ...] = ()
    orders: Mapping[str, str] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()

    @property
    def numbers(self) -> tuple[str, ...]:
        """Return the numbers of the orders, in the order of the text."""
        return tuple(dict.fromkeys(self.orders[one.number] for one in self.mentions))

    def name(self, number: str) -> str:
        """Return an order's number as written in the text; "" for an order that the text does not name."""
        return f"{_NAME}{number}" if number in self.orders.values() else ""

    def replace_names(self, text: str) -> str:
        """Return a text with a word of ours for each order, which nobody takes for a figure."""
        names = {one.number: self.name(self.orders[one.number]) for one in self.mentions}
        return replace_mentions(text, self.mentions, names)


NO_ORDERS = NamedOrders()


async def find_orders(turn: Turn, shop: UUID, text: str, desk: Desk) -> NamedOrders:
    """Return the orders that a text names."""
    found = find_mentions(text)
    if not found:
        return NO_ORDERS
    known = await _find_known(turn, found)
    asked = await turn.unit.of(Reservations).find_asked(shop, {one.id for one in known.values()})
    orders = {figure: one.number for figure, one in known.items() if one.id in asked}
    orders |= map_spellings(one.number for one in desk.requests)
    sizes = {word for one in desk.requests for word in one.size.split()}
    named = tuple(one for one in found if _is_order(one, orders, known) and (one.called or one.number not in sizes))
    unknown = frozenset(one.number for one in named if one.number not in orders and one.number not in known)
    told = {one.number: orders.get(one.number) or _number(known, one.number) for one in named}
    return NamedOrders(named, told, unknown)


def _is_order(one: Mention, orders: Mapping[str, str], known: Mapping[str, Reservation]) -> bool:
    """Return True if a figure is an order's number and nothing else."""
    long = len(one.number) > _SHORT
    if one.called:
        return one.number in orders or long
    return long and (one.number in orders or one.number in known)


def _number(known: Mapping[str, Reservation], figure: str) -> str:
    return known[figure].number if figure in known else figure


async def _find_known(turn: Turn, found: Iterable[Mention]) -> dict[str, Reservation]:
    """Return the orders of this business by the figures that may be their numbers."""
    figures = {spelling: one.number for one in found for spelling in _spellings(one.number)}
    rows = await turn.unit.of(Reservations).find_by_numbers(list(figures))
    return {figures[number]: row for number, row in rows.items() if number in figures}


def _spellings(figure: str) -> list[str]:
    """Return the possible numbers of a figure: our own may be written without their letter."""
    bare = figure.isdecimal() and len(figure) >= FEWEST_DIGITS
    return [figure, *(f"{letter}{figure}" for letter in OURS if bare)]


async def counts_in(turn: Turn, text: str) -> tuple[CountedGoods, ...]:
    """Return the stock that a text counts."""
    return read_counts(text, GoodsShelf(await turn.unit.products.all())) if is_count(text) else ()
