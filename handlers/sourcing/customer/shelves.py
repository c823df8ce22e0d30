"""The products of a business as words may name them."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.sourcing.replies.stock.goods import Goods, Shelf
from storage.products import Product


def shelf_of(products: Sequence[Product]) -> Shelf:
    """The products, in order, by the names that people may use."""
    return Shelf([Goods(one.sku, one.title, one.sizes) for one in products])
