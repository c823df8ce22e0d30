"""Goods that are picked, named once more: "one more cap" and "and 2 shorts L" count up the line of the same article, or
are a line of their own; "3 shorts L" changes the line in that size."""

from dataclasses import replace
from enum import Enum
from uuid import UUID

from flows.sourcing.basket import Ordering
from flows.sourcing.ordering import MOST_PIECES
from flows.sourcing.wishes import Next
from handlers.sourcing.customer.wares import size_in, ware_of
from handlers.sourcing.replies.wish import Wish
from storage.products import Product


def lines_of(product: UUID, state: Ordering) -> tuple[Next, ...]:
    """The lines of a product, complete or not, each size once; of what was only asked about none is picked yet."""
    current = replace(state.current, quantity=0) if state.asks else state.current
    found: dict[str, Next] = {}
    for one in (*state.kept, *state.later, current):
        if one.ware.product == product:
            before = found[one.size].quantity if one.size in found else 0
            pieces = one.quantity if one is current else one.quantity or 1
            found[one.size] = replace(one, quantity=before + pieces)
    return tuple(found.values())


def added(wish: Wish, product: Product, state: Ordering) -> Next:
    """The line by which so many more come: in the size that is named, or in that of the only line of the product."""
    lines = lines_of(product.id, state)
    size = size_in(product, wish.size)
    if len(lines) == 1 and not wish.size:
        size = lines[0].size
    quantity = wish.quantity or (0 if wish.between else 1)
    return Next(ware_of(product), size, quantity, wish.between)


def exceeds(line: Next, state: Ordering) -> bool:
    """Whether with these there are more pieces of one article than can be ordered."""
    there = sum(one.quantity for one in lines_of(line.ware.product, state) if one.size == line.size)
    return there + line.quantity > MOST_PIECES


def is_asked(product: Product, state: Ordering) -> bool:
    """Whether they only asked about a product so far: none of it is picked that more could come beside."""
    return state.asks and any(one.product == product.id for one in state.wares)


def has_line(wish: Wish, product: Product, state: Ordering) -> bool:
    """Whether there is a line of a product in the size that is named."""
    size = size_in(product, wish.size)
    return bool(size) and any(one.size == size for one in lines_of(product.id, state))


class Place(Enum):
    """What a product that is in the order and named anew does there."""

    CHANGES = "changes"  # its line, or the one in the size that is named
    BESIDE = "beside"  # it is a line of its own: it stands there in several sizes, and in none that is named
    UNKNOWN = "unknown"  # which of its lines is meant cannot be told


def place_of(wish: Wish, product: Product, state: Ordering, *, corrects: bool) -> Place:
    """What a wish does to the lines of a product; ``corrects``: something is to be other than it is."""
    lines = lines_of(product.id, state)
    if len(lines) < 2 or (state.step == "size" and state.current.ware.product == product.id):
        return Place.CHANGES
    if not wish.size:
        return Place.UNKNOWN if wish.quantity or wish.between else Place.CHANGES
    if has_line(wish, product, state):
        return Place.CHANGES
    return Place.UNKNOWN if corrects else Place.BESIDE
