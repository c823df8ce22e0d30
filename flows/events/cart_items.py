"""What is in a cart or an order."""

from __future__ import annotations

from dataclasses import dataclass

from flows.money import Money
from flows.name_folding import folded


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a cart or an order; ``price`` is for one piece, ``image`` the address of its picture.

    ``category``, ``brand`` and ``size`` are the shop's own words for them, "" where it told none.
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
        """The names of the item, folded: the title, the title with the variant, the SKU."""
        return names_of(self.sku, self.title, self.variant)


def names_of(sku: str, title: str, variant: str) -> frozenset[str]:
    """The folded names of an item of that SKU, title and variant."""
    return frozenset(filter(None, map(folded, (sku, title, f"{title} {variant}"))))
