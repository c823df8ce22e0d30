"""Goods of the order that are not wanted: lines that go, and lines of which some pieces go, "one mug less"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from flows.sourcing.basket import Ordering
from flows.sourcing.wishes import Next
from handlers.sourcing.customer.picking.named_anew import lines_of
from handlers.sourcing.customer.wares import goods_of, size_in
from handlers.sourcing.replies.wish import Wish
from storage.products import Product


@dataclass(frozen=True, slots=True)
class LeftOut:
    """``removes`` are products that go, only in ``of_size`` where one is given; ``fewer`` lines with the pieces that
    stay of them. ``unread``: it cannot be told of which line so many are meant, or there are not as many."""

    removes: tuple[UUID, ...] = ()
    fewer: tuple[Next, ...] = ()
    of_size: str = ""
    unread: bool = False


def left_out(removed: Sequence[Wish], products: Sequence[Product], state: Ordering) -> LeftOut:
    """What goes of the order; goods that are not in it are none of that."""
    found = LeftOut()
    for wish in removed:
        product = products[wish.wares[0]]
        found = _with(found, wish, product, _lines(product, state))
    if len(removed) == 1 and removed[0].size and not removed[0].quantity:
        return replace(found, of_size=_size_left_out(removed[0], products, state))
    return found


def _with(found: LeftOut, wish: Wish, product: Product, lines: Sequence[Next]) -> LeftOut:
    if wish.between or wish.over:
        return replace(found, unread=True)
    if not lines or not wish.quantity:
        return replace(found, removes=(*found.removes, product.id)) if lines else found
    meant = [one for one in lines if not wish.size or goods_of(one.ware).size(wish.size) == one.size]
    if sum(one.quantity for one in lines) == wish.quantity and not wish.size:
        return replace(found, removes=(*found.removes, product.id))
    if len(meant) != 1 or meant[0].quantity < wish.quantity:
        return replace(found, unread=True)
    (line,) = meant
    if line.quantity == wish.quantity:
        of_size = line.size if len(lines) > 1 else found.of_size
        return replace(found, removes=(*found.removes, product.id), of_size=of_size)
    return replace(found, fewer=(*found.fewer, replace(line, quantity=line.quantity - wish.quantity)))


def _lines(product: Product, state: Ordering) -> list[Next]:
    """The lines of a product, complete or not; of a list from which one is to be picked, each that is on it."""
    if len(state.wares) == 1:
        found = lines_of(product.id, state)
    else:
        listed = (Next(one) for one in state.wares)
        found = tuple(one for one in (*state.kept, *state.later, *listed) if one.ware.product == product.id)
    return [replace(one, quantity=one.quantity or 1) for one in found]


def _size_left_out(wish: Wish, products: Sequence[Product], state: Ordering) -> str:
    """The size of the one line that is not wanted, where the same product stands in others too."""
    product = products[wish.wares[0]]
    several = len(state.wares) == 1 and len(lines_of(product.id, state)) > 1
    return size_in(product, wish.size) if several else ""
