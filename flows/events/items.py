"""What is in a cart or an order."""

from __future__ import annotations

from dataclasses import dataclass

from flows.money import Money


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
