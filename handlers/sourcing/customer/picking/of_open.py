"""What is said of the line that is open beside other goods: "haan 2 de do, aur ek mug bhi" makes that line two."""

from collections.abc import Sequence
from dataclasses import replace

from flows.sourcing.basket import Ordering
from flows.sourcing.ordering import MOST_PIECES
from flows.sourcing.wishes import Next, Picked
from handlers.customer_talk.said import Said
from handlers.sourcing.customer.picking.open_order import nothing_of
from handlers.sourcing.customer.wares import Assortment, goods_of, ware_of
from handlers.sourcing.replies.adding import says_more
from handlers.sourcing.replies.counting_anew import counts_anew
from handlers.sourcing.replies.lessening import says_less
from handlers.sourcing.replies.one_each import without_each
from handlers.sourcing.replies.said_of_open import OfOpen
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wish import MOST_LISTED


def with_it(said: OfOpen, picked: Picked, state: Ordering) -> Picked:
    """The change with the line in its number or size; where it cannot be told which line that is, or how many, the
    summary says that not all was noted."""
    if not said.says_something:
        return picked
    line = _line(said, picked, state)
    size = goods_of(line.ware).size(said.size) or "" if line is not None and said.size else ""
    if line is None or said.unread or (said.size and not size):
        return replace(picked, partly=True)
    if said.count.exceeds(line.quantity):
        return replace(picked, over=True, beside=True)
    changed = Next(line.ware, size, said.count.of(line.quantity))
    return replace(picked, changes=(changed, *picked.changes), beside=True)


def each(said: Said, state: Ordering, sold: Assortment) -> Picked | None:
    """The lines of a summary, each in that number, or with so many more, where a text says only so many of each: "dono
    do do kar do", "add 1 each". Of one line nobody can tell what each is: they are asked which. None for any other
    text."""
    plain, many = without_each(said.event.text)
    if not many or state.step != "summary" or not _is_each_alone(plain, many, sold.shelf):
        return None
    lines, nothing = state.lines, nothing_of(said)
    if len(lines) < 2:
        among = tuple(ware_of(one) for one in sold.products[:MOST_LISTED])
        return replace(nothing, among=among, quantity=many, beside=True) if not plain else None
    if says_less(plain):
        return _fewer(lines, many, nothing)
    more = says_more(plain)
    changes = tuple(replace(one, quantity=many + (one.quantity if more else 0)) for one in lines)
    if any(one.quantity > MOST_PIECES for one in changes):
        return replace(nothing, over=True)
    return replace(nothing, changes=changes, beside=True)


def _is_each_alone(plain: str, many: int, shelf: Shelf) -> bool:
    """Whether what stands beside so many of each says no more than that, or that these are fewer."""
    return not plain or says_less(plain) or counts_anew(f"{many} {plain}", shelf) == frozenset()


def _fewer(lines: Sequence[Next], many: int, nothing: Picked) -> Picked:
    """So many fewer of each line; not noted (``partly``) where nothing would be left, or a product that goes stands in
    several sizes."""
    gone = tuple(one.ware.product for one in lines if one.quantity <= many)
    left = tuple(replace(one, quantity=one.quantity - many) for one in lines if one.quantity > many)
    if not left or any(one.ware.product in gone for one in left):
        return replace(nothing, partly=True)
    return replace(nothing, changes=left, removes=gone, beside=True)


def _line(said: OfOpen, picked: Picked, state: Ordering) -> Next | None:
    """The one line that may be meant: those are left out that other words of theirs change."""
    told = {one.ware.product for one in (*picked.changes, *picked.picks)} | set(picked.removes)
    lines = [one for one in state.lines if one.ware.product not in told]
    if said.size and len(lines) > 1:
        lines = [one for one in lines if one.ware.sizes]
    return lines[0] if len(lines) == 1 and not picked.of_size else None
