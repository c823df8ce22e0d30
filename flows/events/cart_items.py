"""The items of a cart or an order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.money import Money
from flows.name_folding import fold_name


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a cart or an order; ``price`` is for one piece, ``image`` the address of its picture.

    ``category``, ``brand`` and ``size`` are the shop's own words, "" if it has none.
    """

    sku: str
    title: str
    variant: str = ""
    quantity: int = 1
    price: Money | None = None
    image: str = ""
    category: str = ""
    brand: str = ""
    size: str = ""

    @property
    def names(self) -> frozenset[str]:
        """Return the names of the item, folded: the title, the title with the variant, the SKU."""
        return fold_item_names(self.sku, self.title, self.variant)


def sort_gifts_last(items: Sequence[Item]) -> list[Item]:
    """Return the items as a message names them: free gifts, whose price is 0, after all others."""
    return sorted(items, key=lambda item: item.price is not None and not item.price.micros)


def fold_item_names(sku: str, title: str, variant: str) -> frozenset[str]:
    """Return the folded names of an item of that SKU, title and variant."""
    return frozenset(filter(None, map(fold_name, (sku, title, f"{title} {variant}"))))
