"""Some pieces of a line that shall be other than the rest: of two kurtas in M "make one L" leaves one in M."""

from dataclasses import replace

from flows.sourcing.basket import Ordering
from flows.sourcing.wishes import Next, Picked
from handlers.customer_talk.said import Said
from handlers.sourcing.customer.picking.open_order import nothing_of, shelf_in
from handlers.sourcing.customer.wares import goods_of
from handlers.sourcing.replies.adding import wants_some_more
from handlers.sourcing.replies.basket_named import Change
from handlers.sourcing.replies.naming import name_bits
from handlers.sourcing.replies.some_of import SomeOf, counts_some, read_some_in_size
from handlers.sourcing.replies.unknown_beside import names_unknown
from storage.products import Product


def in_size(said: Said, state: Ordering) -> Picked | None:
    """The one line with fewer pieces, and these in the size that is wanted of them, or with more in that size beside;
    a size that it does not come in is shown to be missing (``partly``). None where it cannot be told which line is
    meant, or that line has no more pieces than that."""
    some = read_some_in_size(said.event.text, shelf_in(state)) if state.step == "summary" else None
    lines = [one for one in _named(said.event.text, state) if some is not None and _may_be(one, some)]
    meant = {one.ware.product if some is not None and some.more else (one.ware.product, one.size) for one in lines}
    if some is None or len(meant) != 1:
        return None
    line, nothing = lines[0], nothing_of(said)
    size = goods_of(line.ware).size(some.size)
    if size is None:
        return replace(nothing, partly=True)
    fewer = () if some.more else (replace(line, quantity=line.quantity - some.pieces),)
    return replace(nothing, changes=fewer, picks=(Next(line.ware, size, some.pieces),), beside=True)


def uncounted(said: Said, state: Ordering) -> Picked | None:
    """The question how many, where more of the goods that are picked is wanted, "few more mugs"; of a line that is not
    the open one the summary says that not all was noted. None for all else."""
    text, nothing = said.event.text, nothing_of(said)
    if state.step != "summary" or not wants_some_more(text):
        return None
    lines = _named(text, state)
    if not lines or any(bit.name in {"number", "size"} for bit in name_bits(text, shelf_in(state))):
        return None
    if len(lines) > 1 or lines[0] != state.current:
        return replace(nothing, partly=True)
    there = lines[0].quantity
    return replace(nothing, between=(there + 1, there + 2))


def _named(text: str, state: Ordering) -> list[Next]:
    """The lines of the goods that a text names, all lines where it names none."""
    shelf = shelf_in(state)
    named = {shelf.goods[place].sku for bit in name_bits(text, shelf) if bit.name == "item" for place in bit.asks}
    return [one for one in state.lines if not named or one.ware.sku in named]


def _may_be(line: Next, some: SomeOf) -> bool:
    goods = goods_of(line.ware)
    if not line.ware.sizes or (line.quantity <= some.pieces and not some.more):
        return False
    if some.rest and goods.size(some.rest) != line.size:
        return False
    return some.more or goods.size(some.size) != line.size


def is_unread(text: str, change: Change, state: Ordering, products: list[Product]) -> bool:
    """Whether some of the goods that are picked shall be otherwise, and we cannot tell how: "one of the mugs blue" is
    no order of one mug."""
    if change.removed or change.only or change.beside or change.instead or change.unsure or len(change.wishes) != 1:
        return False
    (wish,) = change.wishes
    many = counts_some(text, shelf_in(state))
    there = sum(one.quantity for one in state.lines if one.ware.product == products[wish.wares[0]].id)
    return 0 < many < there and not wish.size and names_unknown(text, shelf_in(state))
