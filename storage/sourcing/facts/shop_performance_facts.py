"""The performance of a business's shops, counted for all at once: the last days, and a period."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from flows.sourcing.order_line import PromiseState
from flows.sourcing.order_state import FETCHING
from flows.sourcing.shop_ask import Says
from flows.sourcing.shop_performance import WEEK, HandedOver, Lately, ShopMonth
from storage.schema import promises, reservations, stock_asks
from storage.unit import Unit

LOOKED_BACK = timedelta(days=31)
_FAILED = (Says.SILENT.value, Says.TAKEN_BACK.value)
_UNANSWERED = (Says.OPEN.value, Says.SILENT.value)
_GOT = (Says.YES.value, Says.PART.value, Says.LATER.value)
_COUNTS = (*_GOT, Says.NO.value, *_FAILED)


async def load_recent(unit: Unit, now: datetime) -> dict[UUID, Lately]:
    """Return the last days of every shop with a request in a month."""
    since = now - LOOKED_BACK
    failed = case((and_(stock_asks.c.says.in_(_FAILED), stock_asks.c.asked_at >= now - WEEK), 1), else_=0)
    answered = (
        select(stock_asks.c.shop, func.sum(failed).label("failed"), func.max(stock_asks.c.answered_at).label("last"))
        .where(unit.owns(stock_asks), stock_asks.c.asked_at >= since)
        .group_by(stock_asks.c.shop)
        .subquery()
    )
    later = or_(answered.c.last.is_(None), stock_asks.c.asked_at > answered.c.last)
    asked = and_(stock_asks.c.asked_at >= since, stock_asks.c.asked_at <= now)  # a shop is not asked before it opens
    open_ = and_(unit.owns(stock_asks), stock_asks.c.says.in_(_UNANSWERED), asked, later)
    waiting = (
        select(
            stock_asks.c.shop,
            func.min(stock_asks.c.asked_at).label("since"),
            func.max(stock_asks.c.asked_at).label("until"),
        )
        .join(answered, answered.c.shop == stock_asks.c.shop)
        .where(open_)
        .group_by(stock_asks.c.shop)
        .subquery()
    )
    query = select(answered, waiting.c.since, waiting.c.until).outerjoin(waiting, waiting.c.shop == answered.c.shop)
    return {row.shop: Lately(int(row.failed), row.since, row.last, row.until) for row in await unit.rows(query)}


async def load_month(unit: Unit, start: datetime, end: datetime, shop: UUID | None = None) -> dict[UUID, ShopMonth]:
    """Return the pieces that shops handed over from ``start`` to before ``end``, and the answers to that time's
    requests.
    """
    pieces = await unit.rows(_select_handed(unit, start, end, shop))
    got = func.sum(case((stock_asks.c.says.in_(_GOT), 1), else_=0)).label("yes")
    counted = and_(stock_asks.c.asked_at >= start, stock_asks.c.asked_at < end, stock_asks.c.says.in_(_COUNTS))
    asked = select(stock_asks.c.shop, func.count().label("asked"), got).where(unit.owns(stock_asks), counted)
    if shop is not None:
        asked = asked.where(stock_asks.c.shop == shop)
    answers = {row.shop: (int(row.asked), int(row.yes)) for row in await unit.rows(asked.group_by(stock_asks.c.shop))}
    found = {row.shop: ShopMonth(int(row.pieces), int(row.orders), *answers.pop(row.shop, (0, 0))) for row in pieces}
    return found | {one: ShopMonth(0, 0, *counts) for one, counts in answers.items()}


async def load_handed_over(unit: Unit, since: datetime, now: datetime) -> dict[UUID, HandedOver]:
    """Return the pieces fetched at each shop since a moment, and those waiting past the promised day."""
    picked = and_(promises.c.stand == PromiseState.PICKED.value, promises.c.at >= since)
    owed = reservations.c.status.in_([status.value for status in FETCHING])
    overdue = and_(promises.c.stand == PromiseState.HELD.value, owed, reservations.c.promised_at < now)
    here = and_(reservations.c.business == promises.c.business, reservations.c.id == promises.c.order)
    counts = (
        func.sum(case((picked, promises.c.quantity), else_=0)).label("pieces"),
        _orders(picked).label("orders"),
        _orders(and_(picked, promises.c.at > reservations.c.promised_at)).label("late"),
        _orders(overdue).label("overdue"),
    )
    query = select(promises.c.shop, *counts).join(reservations, here)
    which = (unit.owns(promises), promises.c.shop.is_not(None), or_(picked, overdue))
    rows = await unit.rows(query.where(*which).group_by(promises.c.shop))
    return {row.shop: HandedOver(int(row.pieces), row.orders, row.late, row.overdue) for row in rows}


def _orders(which: ColumnElement[bool]) -> ColumnElement[int]:
    """Return how many orders have a promise in that state."""
    return func.count(case((which, promises.c.order)).distinct())


def _select_handed(unit: Unit, start: datetime, end: datetime, shop: UUID | None) -> Any:
    """Select handovers in a period: a promise is written last at its handover, so its time is that."""
    here = and_(promises.c.stand == PromiseState.PICKED.value, promises.c.at >= start, promises.c.at < end)
    one = promises.c.shop.is_not(None) if shop is None else promises.c.shop == shop
    orders = func.count(promises.c.order.distinct()).label("orders")
    query = select(promises.c.shop, func.sum(promises.c.quantity).label("pieces"), orders)
    return query.where(unit.owns(promises), here, one).group_by(promises.c.shop)
