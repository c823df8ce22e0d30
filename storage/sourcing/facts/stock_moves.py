"""The moves of our own stock, from the promises of orders."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select

from flows.sourcing.order_line import PromiseState
from storage.schema import orders, promises, reservations
from storage.store.purchases import strip_hash
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class StockMove:
    """Pieces of one size: fetched at a ``shop`` with a restock, or of our own, held for an order or ``gone`` with its
    parcel.
    """

    order: UUID
    number: str
    size: str
    quantity: int
    shop: UUID | None
    gone: bool
    at: datetime


async def list_stock_moves(unit: Unit, product: UUID, sizes: Collection[str], most: int) -> list[StockMove]:
    """Return the latest moves of a product's own stock in these sizes, newest first.

    A cancelled order holds nothing and is left out: its pieces are back.
    """
    here = (promises.c.business, promises.c.order)
    came = and_(reservations.c.for_stock.is_(True), promises.c.stand == PromiseState.PICKED.value)
    columns = ("order", "size", "quantity", "shop", "stand", "at")
    query = (
        select(*(promises.c[name] for name in columns), orders.c.number)
        .join(orders, (orders.c.business == here[0]) & (orders.c.id == here[1]))
        .join(reservations, (reservations.c.business == here[0]) & (reservations.c.id == here[1]))
        .where(unit.owns(promises), promises.c.product == product, promises.c.size.in_(sizes))
        .where(or_(promises.c.shop.is_(None), came))
        .order_by(promises.c.at.desc(), promises.c.order.desc())
        .limit(most)
    )
    return [
        StockMove(
            row.order,
            strip_hash(row.number),
            row.size,
            row.quantity,
            row.shop,
            row.stand == PromiseState.PICKED.value,
            row.at,
        )
        for row in await unit.rows(query)
    ]
