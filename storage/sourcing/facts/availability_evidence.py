"""The evidence of how soon products are available: our own stock, the shops' statements, and their latest answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, case, func, select

from flows.availability import STALE, Evidence, Held
from flows.sourcing.shop_ask import Says
from storage.schema import reserved_lines, stock_asks
from storage.sourcing.own_stock import Stocks
from storage.sourcing.partner_shops import Shops
from storage.sourcing.shop_inventory import ShopInventory
from storage.store.products import Product
from storage.unit import Unit

LATELY = timedelta(days=30)
"""The period of answers that predict a product's availability."""
_GOT = (Says.YES.value, Says.PART.value)
_COUNTS = (*_GOT, Says.LATER.value, Says.NO.value, Says.SILENT.value, Says.TAKEN_BACK.value)
_Size = tuple[UUID, str]


async def load_evidence(unit: Unit, products: Sequence[Product], now: datetime) -> dict[_Size, Evidence]:
    """Return the evidence on every size of these products, by product and size, in a few statements."""
    which = [product.id for product in products]
    stocks, told = await unit.of(Stocks).find_stocks(which), await _load_told(unit, which, now)
    answers, shops = await _count_answers(unit, which, now), await unit.of(Shops).count_linked()
    found = {}
    for product in products:
        for size in product.sizes:
            key = (product.id, size)
            stock, (asked, yes) = stocks.get(key), answers.get(key, (0, 0))
            own = None if stock is None else stock.free
            found[key] = Evidence(product.availability, own, shops, told.get(key, ()), asked, yes)
    return found


async def _load_told(unit: Unit, products: Sequence[UUID], now: datetime) -> Mapping[_Size, Sequence[Held]]:
    told = defaultdict(list)
    for one in await unit.of(ShopInventory).of(products):
        if one.as_of > now - STALE:
            told[one.product, one.size].append(Held(one.free, one.as_of))
    return told


async def _count_answers(unit: Unit, products: Sequence[UUID], now: datetime) -> dict[_Size, tuple[int, int]]:
    """Return, by product and size, how many shops were asked lately, and how many had it; spared ones do not count."""
    line = and_(
        reserved_lines.c.business == stock_asks.c.business,
        reserved_lines.c.order == stock_asks.c.order,
        reserved_lines.c.line == stock_asks.c.line,
    )
    got = func.sum(case((stock_asks.c.says.in_(_GOT), 1), else_=0))
    key = (reserved_lines.c.product, reserved_lines.c.size)
    query = (
        select(*key, func.count().label("asked"), got.label("yes"))
        .select_from(reserved_lines.join(stock_asks, line))
        .where(unit.owns(reserved_lines), reserved_lines.c.product.in_(products))
        .where(stock_asks.c.asked_at > now - LATELY, stock_asks.c.says.in_(_COUNTS))
        .group_by(*key)
    )
    return {(row.product, row.size): (int(row.asked), int(row.yes)) for row in await unit.rows(query)}
