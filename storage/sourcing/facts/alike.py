"""Products that may stand in for one that cannot be had: those of its category that are there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from flows.availability import FRESH
from flows.sourcing.alternatives import Offerable, alternatives
from flows.sourcing.line import Line
from storage.products import Product
from storage.sourcing.inventory import Inventory
from storage.sourcing.stocks import Stocks
from storage.unit import Unit

AMONG = 200
"""Products of a category that are looked at; a larger one is cut, for three are offered."""
MOST = 3


async def alike(unit: Unit, lines: Sequence[Line], now: datetime) -> tuple[str, ...]:
    """Up to three things to offer in place of these lines, as people call them."""
    wanted = await unit.products.by_ids({line.product for line in lines})
    categories = {product.category for product in wanted.values() if product.category}
    among = {product.id: product for product in await unit.products.of_categories(categories, AMONG)}
    offered = await _offered(unit, among | wanted, now)
    found: list[str] = []
    for line in lines:
        product = wanted.get(line.product)
        if product is not None and product.removed_at is None:
            asked = Offerable(
                line.product, line.sku, line.title, product.category or None, line.price, line.size, available=False
            )
            found += [_named(one) for one in alternatives(asked, offered, MOST)]
    return tuple(dict.fromkeys(found))[:MOST]


async def _offered(unit: Unit, among: dict[UUID, Product], now: datetime) -> list[Offerable]:
    """Each size of these products, and whether our own stock has it, or a shop by its own fresh word."""
    ids = {product.id for product in among.values()}
    stocks = await unit.of(Stocks).of(ids)
    there = {key for key, stock in stocks.items() if stock.free > 0}
    told = await unit.of(Inventory).of(ids)
    there |= {(one.product, one.size) for one in told if one.free > 0 and now - one.as_of < FRESH}
    return [
        Offerable(
            product.id,
            product.sku,
            product.title,
            product.category or None,
            product.price.micros,
            size,
            (product.id, size) in there,
        )
        for product in among.values()
        if product.removed_at is None
        for size in product.sizes
    ]


def _named(one: Offerable) -> str:
    return f"{one.title} {one.size}".strip()
