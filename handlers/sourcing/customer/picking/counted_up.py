"""More of what is picked: "one more cap" counts up the line of the cap; in another size it is a line of its own."""

from dataclasses import replace
from uuid import UUID

from flows.sourcing.basket import Ordering
from flows.sourcing.wishes import Next
from handlers.sourcing.customer.wares import goods_of
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


def counted_up(wish: Wish, product: Product, state: Ordering) -> Next | None:
    """The line that a wish for more is about, with all of its pieces; None where none of the order can be meant."""
    lines = lines_of(product.id, state) if wish.more and len(state.wares) == 1 else ()
    if wish.size:
        lines = tuple(one for one in lines if one.size and goods_of(one.ware).size(wish.size) == one.size)
    if len(lines) != 1:
        return None
    return replace(lines[0], quantity=lines[0].quantity + (wish.quantity or 1))
