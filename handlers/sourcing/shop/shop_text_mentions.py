"""Names in a shopkeeper's text: orders by their numbers, including ended ones, and goods with their counts.

The number of a present or past order is that order's, and no count. So "801 haan" to another shop's order says nothing
about the current request. A number of one or two digits has to follow "order" or "#".
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
    """The ``mentions`` in a text that are orders, with each order's number by its spelling. ``unknown`` are called
    orders, but the business has no order with such a number."""

    mentions: tuple[Mention, ...] = ()
    orders: Mapping[str, str] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()

    @property
    def numbers(self) -> tuple[str, ...]:
        """Return the order numbers as they appear in the text, in its order."""
        return tuple(dict.fromkeys(self.orders[one.number] for one in self.mentions))

    def name(self, number: str) -> str:
        """Return the placeholder of an order in the text; "" if the text does not name the order."""
        return f"{_NAME}{number}" if number in self.orders.values() else ""

    def replace_names(self, text: str) -> str:
        """Replace each order number in a text by a placeholder, so that no digits are read as a count."""
        names = {one.number: self.name(self.orders[one.number]) for one in self.mentions}
        return replace_mentions(text, self.mentions, names)


NO_ORDERS = NamedOrders()


async def find_orders(turn: Turn, shop: UUID, text: str, desk: Desk) -> NamedOrders:
    """Find the orders that a text names."""
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
    """Return True if the number in the text can only be an order's number."""
    long = len(one.number) > _SHORT
    if one.called:
        return one.number in orders or long
    return long and (one.number in orders or one.number in known)


def _number(known: Mapping[str, Reservation], figure: str) -> str:
    return known[figure].number if figure in known else figure


async def _find_known(turn: Turn, found: Iterable[Mention]) -> dict[str, Reservation]:
    """Return the orders of this business, by the numbers in the text that name them."""
    figures = {spelling: one.number for one in found for spelling in _spellings(one.number)}
    rows = await turn.unit.of(Reservations).find_by_numbers(list(figures))
    return {figures[number]: row for number, row in rows.items() if number in figures}


def _spellings(figure: str) -> list[str]:
    """Return the order numbers that a spelling may mean: our own may be written with no letter."""
    bare = figure.isdecimal() and len(figure) >= FEWEST_DIGITS
    return [figure, *(f"{letter}{figure}" for letter in OURS if bare)]


async def counts_in(turn: Turn, text: str) -> tuple[CountedGoods, ...]:
    """Parse the stock that a text counts."""
    return read_counts(text, GoodsShelf(await turn.unit.products.all())) if is_count(text) else ()
