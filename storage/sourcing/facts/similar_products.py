"""Products that can replace an unavailable one: the available ones of its category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from flows.availability import FRESH
from flows.sourcing.alternatives import Offerable, choose_alternatives
from flows.sourcing.order_line import Line
from storage.sourcing.own_stock import Stocks
from storage.sourcing.shop_inventory import ShopInventory
from storage.store.products import Product
from storage.unit import Unit

AMONG = 200
"""Products of a category that are examined; a larger category is cut, because three are offered."""
MOST = 3


async def find_similar(unit: Unit, lines: Sequence[Line], now: datetime) -> tuple[str, ...]:
    """Return up to three products to offer in place of these lines, formatted for people."""
    sought = {(line.product, line.size): line.price for line in lines}
    return await _find_similar(unit, tuple(sought), sought, now)


async def find_similar_to(unit: Unit, things: Sequence[tuple[UUID, str]], now: datetime) -> tuple[str, ...]:
    """Return up to three products similar to these products and sizes, formatted for people."""
    return await _find_similar(unit, things, {}, now)


async def _find_similar(
    unit: Unit, things: Sequence[tuple[UUID, str]], prices: Mapping[tuple[UUID, str], int], now: datetime
) -> tuple[str, ...]:
    """Return the replacements of these products; a product's own price is used if none is given."""
    wanted = await unit.products.by_ids({product for product, _ in things})
    categories = {product.category for product in wanted.values() if product.category}
    among = {product.id: product for product in await unit.products.list_by_categories(categories, AMONG)}
    offered = await _list_offerable(unit, among | wanted, now)
    found: list[str] = []
    for thing in things:
        product = wanted.get(thing[0])
        if product is not None and product.removed_at is None:
            price = prices.get(thing, product.price.micros)
            kind, size = product.category or None, thing[1]
            asked = Offerable(product.id, product.sku, product.title, kind, price, size, available=False)
            found += [_name_thing(one) for one in choose_alternatives(asked, offered, MOST)]
    return tuple(dict.fromkeys(found))[:MOST]


async def _list_offerable(unit: Unit, among: dict[UUID, Product], now: datetime) -> list[Offerable]:
    """Return each size of these products, and whether our own stock, or a shop's fresh stock report, has it."""
    ids = {product.id for product in among.values()}
    stocks = await unit.of(Stocks).find_stocks(ids)
    there = {key for key, stock in stocks.items() if stock.free > 0}
    told = await unit.of(ShopInventory).of(ids)
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


def _name_thing(one: Offerable) -> str:
    return f"{one.title} {one.size}".strip()
