"""Goods that a no stands before: "no the box" wants the box where another thing is picked, and leaves it out where it
is picked itself."""

from collections.abc import Sequence

from flows.sourcing.basket import Ordering
from handlers.replies.openings import behind_a_no
from handlers.replies.text import says_any
from handlers.replies.word_lists import read_sets
from handlers.sourcing.customer.wares import Assortment
from handlers.sourcing.replies.basket import read_change
from handlers.sourcing.replies.basket_named import Change
from handlers.sourcing.replies.wish import Wish
from storage.products import Product

_EVEN_SO = read_sets("sourcing:behind_a_no")["even so"]


def wanted(text: str, state: Ordering, sold: Assortment) -> Change | None:
    """The change that a text wants; of goods behind a no those that are picked, unless they are named for sure ("nahi
    kurta hi"), are refused, and others are wanted. None as for ``read_change``."""
    change = read_change(text, sold.shelf, sold.categories)
    behind = behind_a_no(text)
    if behind is None or (change is not None and not _only_refuses(change)):
        return change
    instead = read_change(" ".join(behind.rest), sold.shelf, sold.categories)
    if instead is None or not instead.wishes or instead.removed:
        return change
    refused = {place for one in instead.wishes for place in one.wares}
    is_picked = not state.products.isdisjoint(sold.ids_at(refused))
    return change if is_picked and not says_any(behind.rest, _EVEN_SO) else instead


def goes_back(text: str, state: Ordering, named: Sequence[tuple[Wish, Product]]) -> bool:
    """Whether a no to what is picked stands before just those goods whose place that took: "no, keep the shorts"."""
    before = {one.ware.product for one in state.replaced}
    return behind_a_no(text) is not None and {product.id for _, product in named} == before


def _only_refuses(change: Change) -> bool:
    return bool(change.removed) and not change.wishes and change.unsure is None
