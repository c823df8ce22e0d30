"""The trade of a period: the mean order, the shares of express orders and of returning customers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass
from sqlalchemy import ColumnElement, and_, case, distinct, exists, func, select

from flows.money import Money
from flows.sourcing.shop_ask import Says
from storage.reports.report_scope import ReportWindow
from storage.reports.report_values import Amount, Share
from storage.schema import orders, reservations, stock_asks

_HAD_NONE = (Says.NO.value, Says.SILENT.value, Says.TAKEN_BACK.value)


@dataclass(frozen=True, slots=True)
class Trade:
    """The customers' confirmed, uncancelled orders of a period; shares are null without any."""

    orders: int
    average_order: Annotated[Amount | None, Field(description="of the revenue of such an order, less refunds")]
    express_share: Annotated[Share | None, Field(description="of these orders")]
    repeat_rate: Annotated[Share | None, Field(description="of their customers, who had ordered before")]
    refunds_avoided: Annotated[
        int, Field(description="were kept although a shop that was asked did not have all of it: another one did")
    ]
    saved: Annotated[Amount, Field(description="what these brought")]


async def trade_of(scope: ReportWindow) -> Trade:
    """Return the trade of the orders reserved in the period."""
    theirs = and_(scope.unit.owns(reservations), scope.within(reservations.c.created_at))
    ours = and_(theirs, reservations.c.for_stock.is_(False), scope.standing, orders.c.id == reservations.c.id)
    missed = exists().where(
        scope.unit.owns(stock_asks), stock_asks.c.order == reservations.c.id, stock_asks.c.says.in_(_HAD_NONE)
    )
    kept = and_(missed, scope.net > 0)
    counts = {
        "many": func.count(),
        "net": func.coalesce(func.sum(scope.net), 0),
        "express": _sum(reservations.c.express.is_(True), 1),
        "kept": _sum(kept, 1),
        "saved": _sum(kept, scope.net),
        "people": func.count(distinct(orders.c.contact)),
        "again": func.count(distinct(case((_had_before(scope), orders.c.contact)))),
    }
    columns = [column.label(name) for name, column in counts.items()]
    row = await scope.unit.fetch_one(select(*columns).select_from(reservations.join(orders, ours)))
    many = int(row.many)
    return Trade(
        orders=many,
        average_order=Money(int(row.net) // many, scope.currency) if many else None,
        express_share=int(row.express) / many if many else None,
        repeat_rate=int(row.again) / int(row.people) if row.people else None,
        refunds_avoided=int(row.kept),
        saved=Money(int(row.saved), scope.currency),
    )


def _sum(where: ColumnElement[bool], what: ColumnElement[int] | int) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((where, what), else_=0)), 0)


def _had_before(scope: ReportWindow) -> ColumnElement[bool]:
    """Return True if an order's customer placed another valid order before it."""
    before = orders.alias("before")
    stood = and_(
        before.c.business == scope.unit.business, before.c.placed_at.is_not(None), before.c.cancelled_at.is_(None)
    )
    return exists().where(stood, before.c.contact == orders.c.contact, before.c.placed_at < orders.c.placed_at)
