"""The items of a cart or an order."""

from __future__ import annotations

from dataclasses import dataclass

from flows.money import Money
from flows.name_folding import folded


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a cart or an order; ``price`` is for one piece, ``image`` the address of its picture.

    ``category``, ``brand`` and ``size`` are the shop's own words, "" for none.
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
        return names_of(self.sku, self.title, self.variant)


def names_of(sku: str, title: str, variant: str) -> frozenset[str]:
    """Return the folded names of an item of that SKU, title and variant."""
    return frozenset(filter(None, map(folded, (sku, title, f"{title} {variant}"))))
