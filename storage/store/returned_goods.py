"""The worth of an order's returned goods, by the lines of the order and of its returns."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import and_, bindparam, case, select

from flows.goods_worth import Goods, compute_worth
from storage.schema import order_lines, orders, returned_lines, returns
from storage.sql.statements import owns
from storage.sql.transaction import Transaction

KEPT = orders.c.total - case((orders.c.returned > orders.c.refunded, orders.c.returned), else_=orders.c.refunded)
"""An order's net revenue: the refund is for the returned goods, so the larger of both is subtracted."""
_OF_IT = order_lines.c.order == bindparam("order")
_BOUGHT = select(order_lines).where(owns(order_lines), _OF_IT).order_by(order_lines.c.line)
_BACK = (
    select(returned_lines)
    .join(returns, and_(owns(returns), returns.c.id == returned_lines.c.returned))
    .where(owns(returned_lines), returns.c.order == bindparam("order"))
    .order_by(returns.c.at, returned_lines.c.returned, returned_lines.c.line)
)


async def sum_returned(tx: Transaction, order: UUID, total: int) -> int:
    """Return the worth of an order's returned goods, in micro-units of its currency, of its ``total``."""
    back = [Goods(row.sku, row.title, row.size, row.quantity) for row in await tx.rows(_BACK, order=order)]
    if not back:
        return 0
    lines = await tx.rows(_BOUGHT, order=order)
    return compute_worth(back, [Goods(row.sku, row.title, row.size, row.quantity, row.price) for row in lines], total)
