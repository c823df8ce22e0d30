"""The results of sourcing: the orders reserved in a period, their outcomes, and the helpers.

An order belongs to the period of its reservation. All later events count there, at any time.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any, TypeAlias
from uuid import UUID

from pydantic import Field
from pydantic.dataclasses import dataclass
from sqlalchemy import ColumnElement, Select, Subquery, and_, case, exists, func, or_, select

from flows.money import Money
from flows.sourcing.order_line import PromiseState
from flows.sourcing.order_reason import Reason
from flows.sourcing.order_state import Status
from flows.sourcing.shop_ask import Says
from storage.businesses.businesses import Tenant
from storage.reports.report_scope import ReportWindow
from storage.reports.report_values import Amount, End, Share, Start, Stretch
from storage.schema import earnings, order_history, orders, promises, reservations, reserved_lines, shops, stock_asks
from storage.sourcing.shop_earnings import PAYOUT
from storage.sourcing.trade_figures import Trade, trade_of
from storage.unit import Unit

_FOUND = (Status.AVAILABLE.value, Status.CONFIRMED.value)
_ANSWERS = (*_FOUND, *(one.value for one in (Status.PART_AVAILABLE, Status.UNAVAILABLE, Status.CANNOT_SOURCE)))
_YES = (Says.YES.value, Says.PART.value, Says.LATER.value)
_ENDS = {"yes": _YES} | {
    one.value: (one.value,) for one in (Says.NO, Says.SILENT, Says.OPEN, Says.SPARED, Says.TAKEN_BACK)
}
"""The outcome of a request to a shop: each of ``Says`` has one."""
_Counts: TypeAlias = tuple[int, int, int, int, int, int, int]
_NOTHING: _Counts = (0, 0, 0, 0, 0, 0, 0)
_GIVEN_UP = (Status.CANNOT_SOURCE.value, Status.CANCELLED.value)


@dataclass(frozen=True, slots=True)
class ShopResult:
    """One shop's results, in lines of orders, including those for our own shelf.

    ``asked`` is ``yes``, ``no``, ``silent``, ``open``, ``spared`` and ``taken_back`` together.
    """

    shop: Annotated[str, Field(description="as in the business file")]
    asked: int
    yes: Annotated[int, Field(description="had all or some of it, or expected it")]
    no: int
    silent: Annotated[int, Field(description="did not answer by the deadline")]
    open: Annotated[int, Field(description="may still be answered")]
    spared: Annotated[int, Field(description="needed no answer any more, or got an unclear one")]
    taken_back: Annotated[int, Field(description="withdrew its yes")]
    median_reply: Annotated[Stretch | None, Field(description="seconds; null without answers")]
    won: Annotated[int, Field(description="given to it")]
    handed_over: Annotated[int, Field(description="fetched there")]
    commission: Annotated[Amount, Field(description="earned by these orders, less what was reversed")]


@dataclass(frozen=True, slots=True)
class Refunds:
    """Orders with a refund, and the refunded amount."""

    count: int
    amount: Amount


@dataclass(frozen=True, slots=True)
class Express:
    """Express orders, and those with a piece fetched late."""

    count: int
    missed: int


@dataclass(frozen=True, slots=True)
class SourcingReport:
    """The results of the orders reserved from ``start`` up to, not including, ``end``; None is without a bound.

    One order may count in several figures. Money is a decimal string in ``currency``.
    """

    start: Start
    end: End
    currency: str
    reserved: int
    available: Annotated[int, Field(description="complete at some time, or in part if the customer accepted the part")]
    part: Annotated[int, Field(description="a part of it was offered")]
    unavailable: int
    expired: Annotated[int, Field(description="available, but not paid or chosen in time")]
    confirmed: Annotated[int, Field(description="owed to the customer: paid, or cash on delivery")]
    delivered: int
    cancelled: int
    refunded: Refunds
    revenue: Annotated[Amount, Field(description="of orders confirmed and not cancelled, less refunds")]
    time_to_answer: Annotated[
        Stretch | None,
        Field(description="seconds, the median from reservation to the availability message"),
    ]
    time_to_deliver: Annotated[Stretch | None, Field(description="seconds, the median from confirmation to delivery")]
    fill_rate: Annotated[
        Share | None,
        Field(description="the share of answered orders with every piece found and none given up"),
    ]
    by_shop: tuple[ShopResult, ...]
    express: Express
    trade: Trade


async def load_sourcing_report(
    unit: Unit, tenant: Tenant, start: datetime | None, end: datetime | None, now: datetime
) -> SourcingReport:
    """Return the results of the orders reserved in the window (aware times); as seen at ``now``."""
    scope = ReportWindow(unit, tenant, start, end, now)
    came = await _count_by_state(scope)
    refunded, back, revenue = await _sum_refunds(scope)
    answered, filled = await _count_filled(scope)
    return SourcingReport(
        start=start,
        end=end,
        currency=scope.currency,
        reserved=await unit.count_rows(_select_reserved(scope)),
        available=await _count_reached(scope, *_FOUND),
        part=came.get(Status.PART_AVAILABLE, 0),
        unavailable=await _count_unfound(scope),
        expired=came.get(Status.EXPIRED, 0),
        confirmed=came.get(Status.CONFIRMED, 0),
        delivered=came.get(Status.DELIVERED, 0),
        cancelled=came.get(Status.CANCELLED, 0),
        refunded=Refunds(refunded, Money(back, scope.currency)),
        revenue=Money(revenue, scope.currency),
        time_to_answer=await _find_median(scope, _answer_times(scope)),
        time_to_deliver=await _find_median(scope, _delivery_times(scope)),
        fill_rate=filled / answered if answered else None,
        by_shop=await _list_by_shop(scope),
        express=await _count_express(scope),
        trade=await trade_of(scope),
    )


async def sum_revenue_since(unit: Unit, tenant: Tenant, start: datetime, now: datetime) -> Money:
    """Return the revenue of orders reserved since ``start``, as ``SourcingReport.revenue`` counts it."""
    scope = ReportWindow(unit, tenant, start, None, now)
    return Money((await _sum_refunds(scope))[2], scope.currency)


def _select_reserved(scope: ReportWindow) -> Select[tuple[UUID]]:
    """Select the customers' orders of the period."""
    return _select_all(scope).where(reservations.c.for_stock.is_(False))


def _select_all(scope: ReportWindow) -> Select[tuple[UUID]]:
    """Select the orders of the period, with those for our own shelf: shops are asked for both."""
    here = and_(scope.unit.owns(reservations), scope.within(reservations.c.created_at))
    return select(reservations.c.id).where(here)


def _steps(scope: ReportWindow) -> ColumnElement[bool]:
    """Return the condition on the history of the period's orders."""
    return and_(scope.unit.owns(order_history), order_history.c.order.in_(_select_reserved(scope)))


async def _count_by_state(scope: ReportWindow) -> dict[str, int]:
    """Return how many orders ever reached each state."""
    columns = (order_history.c.status, func.count(order_history.c.order.distinct()).label("many"))
    rows = await scope.unit.rows(select(*columns).where(_steps(scope)).group_by(order_history.c.status))
    return {row.status: row.many for row in rows}


async def _count_reached(scope: ReportWindow, *states: str) -> int:
    """Return how many orders ever reached any of these states."""
    query = select(func.count(order_history.c.order.distinct()))
    return int(await scope.unit.value(query.where(_steps(scope), order_history.c.status.in_(states))))


async def _count_unfound(scope: ReportWindow) -> int:
    """Return the count of orders without any piece found, paid first or not."""
    query = select(func.count(order_history.c.order.distinct()))
    return int(await scope.unit.value(query.where(_steps(scope), _match_unfound())))


def _match_unfound() -> ColumnElement[bool]:
    """Return the condition on steps that end an order unfound. A prepaid order ends in a refund with that reason."""
    given_up = and_(
        order_history.c.status == Status.CANNOT_SOURCE.value,
        order_history.c.reason == Reason.GIVEN_UP.value,
        order_history.c.figures.contains(f'"{Reason.NO_SHOP_HAS_IT.value}"'),
    )
    return or_(order_history.c.status == Status.UNAVAILABLE.value, given_up)


async def _sum_refunds(scope: ReportWindow) -> tuple[int, int, int]:
    """Return the number of refunded orders, the refunded amount, and the net revenue of the period's orders.

    Amounts in another currency than the business's current one are left out.
    """
    ours = and_(scope.unit.owns(orders), orders.c.id.in_(_select_reserved(scope)))
    money = orders.c.refunded > 0
    back = case((orders.c.currency == scope.currency, orders.c.refunded), else_=0)
    standing = case((scope.standing, scope.net), else_=0)
    query = select(
        func.coalesce(func.sum(case((money, 1), else_=0)), 0).label("refunded"),
        func.coalesce(func.sum(back), 0).label("back"),
        func.coalesce(func.sum(standing), 0).label("net"),
    ).where(ours)
    row = await scope.unit.fetch_one(query)
    return int(row.refunded), int(row.back), int(row.net)


async def _count_filled(scope: ReportWindow) -> tuple[int, int]:
    """Return how many orders were answered, and how many of these were found completely."""
    found = order_history.c.status.in_(_FOUND)
    answered = (
        select(order_history.c.order, func.max(case((found, 1), else_=0)).label("found"))
        .where(_steps(scope), order_history.c.status.in_(_ANSWERS))
        .group_by(order_history.c.order)
        .subquery()
    )
    line = and_(scope.unit.owns(reserved_lines), reserved_lines.c.order == answered.c.order)
    less = exists().where(line, reserved_lines.c.dropped > 0)
    whole = case((and_(answered.c.found == 1, ~less), 1), else_=0)
    counts = (func.count().label("answered"), func.sum(whole).label("whole"))
    row = await scope.unit.fetch_one(select(*counts).select_from(answered))
    return int(row.answered), int(row.whole or 0)


def _answer_times(scope: ReportWindow) -> Subquery:
    first = (
        select(order_history.c.order, func.min(order_history.c.at).label("at"))
        .where(_steps(scope), order_history.c.status.in_(_ANSWERS))
        .group_by(order_history.c.order)
        .subquery()
    )
    here = and_(scope.unit.owns(reservations), reservations.c.id == first.c.order)
    gone = scope.seconds(reservations.c.created_at, first.c.at).label("seconds")
    return select(gone).select_from(reservations.join(first, here)).subquery()


def _delivery_times(scope: ReportWindow) -> Subquery:
    gone = scope.seconds(orders.c.placed_at, orders.c.delivered_at).label("seconds")
    known = and_(orders.c.placed_at.is_not(None), orders.c.delivered_at.is_not(None))
    here = and_(scope.unit.owns(orders), orders.c.id.in_(_select_reserved(scope)))
    return select(gone).where(here, known).subquery()


async def _find_median(scope: ReportWindow, times: Subquery) -> timedelta | None:
    """Return the median of these times, or the mean of the two in the middle."""
    return (await _compute_medians(scope, times, ())).get((), None)


async def _compute_medians(
    scope: ReportWindow, times: Subquery, by: tuple[ColumnElement[Any], ...]
) -> dict[tuple[Any, ...], timedelta]:
    """Return the medians of these times by group; SQLite has no function for it."""
    place = func.row_number().over(partition_by=by or None, order_by=times.c.seconds).label("place")
    many = func.count().over(partition_by=by or None).label("many")
    placed = select(times, place, many).subquery()
    groups = [placed.c[column.name] for column in by]
    middle = and_(placed.c.place * 2 >= placed.c.many, placed.c.place * 2 <= placed.c.many + 2)
    query = select(*groups, func.avg(placed.c.seconds).label("middle")).where(middle).group_by(*groups)
    rows = await scope.unit.rows(query)
    return {tuple(row)[:-1]: timedelta(seconds=float(row.middle)) for row in rows if row.middle is not None}


async def _count_express(scope: ReportWindow) -> Express:
    """Return express orders, and those with a piece not fetched by the promised moment."""
    express = and_(reservations.c.id.in_(_select_reserved(scope)), reservations.c.express.is_(True))
    kept = and_(scope.unit.owns(promises), promises.c.order == reservations.c.id)
    late = or_(promises.c.stand != PromiseState.PICKED.value, promises.c.at > reservations.c.promised_at)
    gone = and_(scope.unit.owns(order_history), order_history.c.order == reservations.c.id)
    given_up = and_(order_history.c.status.in_(_GIVEN_UP), order_history.c.at <= reservations.c.promised_at)
    whole = and_(exists().where(kept), ~exists().where(kept, late))
    missed = and_(reservations.c.promised_at <= scope.now, ~whole, ~exists().where(gone, given_up))
    counts = (func.count().label("express"), func.sum(case((missed, 1), else_=0)).label("missed"))
    row = await scope.unit.fetch_one(select(*counts).where(scope.unit.owns(reservations), express))
    return Express(int(row.express), int(row.missed or 0))


async def _list_by_shop(scope: ReportWindow) -> tuple[ShopResult, ...]:
    """Return a line for each shop that was asked, kept something or earned, most handovers first."""
    asked, replies = await _count_asked(scope), await _compute_reply_times(scope)
    kept, earned = await _count_kept(scope), await _sum_earned(scope)
    which = asked.keys() | kept.keys() | earned.keys()
    rows = await scope.unit.rows(select(shops.c.id, shops.c.ref).where(scope.unit.owns(shops), shops.c.id.in_(which)))
    results = [
        ShopResult(
            row.ref,
            *asked.get(row.id, _NOTHING),
            replies.get((row.id,)),
            *kept.get(row.id, (0, 0)),
            Money(earned.get(row.id, 0), scope.currency),
        )
        for row in rows
    ]
    return tuple(sorted(results, key=lambda one: (-one.handed_over, -one.won, -one.yes, one.shop)))


def _asks(scope: ReportWindow) -> ColumnElement[bool]:
    return and_(scope.unit.owns(stock_asks), stock_asks.c.order.in_(_select_all(scope)))


async def _count_asked(scope: ReportWindow) -> dict[UUID, _Counts]:
    """Return how often each shop was asked, and how often with each outcome of ``ShopResult``."""
    sums = [func.sum(case((stock_asks.c.says.in_(says), 1), else_=0)).label(name) for name, says in _ENDS.items()]
    columns = (stock_asks.c.shop, func.count().label("asked"), *sums)
    rows = await scope.unit.rows(select(*columns).where(_asks(scope)).group_by(stock_asks.c.shop))
    return {
        row.shop: (
            int(row.asked), int(row.yes), int(row.no), int(row.silent), int(row.open), int(row.spared),
            int(row.taken_back),
        )
        for row in rows
    }  # fmt: skip


async def _compute_reply_times(scope: ReportWindow) -> dict[tuple[Any, ...], timedelta]:
    """Return the median answer time of each shop."""
    gone = scope.seconds(stock_asks.c.asked_at, stock_asks.c.answered_at).label("seconds")
    here = and_(_asks(scope), stock_asks.c.answered_at.is_not(None))
    times = select(stock_asks.c.shop, gone).where(here).subquery()
    return await _compute_medians(scope, times, (times.c.shop,))


async def _count_kept(scope: ReportWindow) -> dict[UUID, tuple[int, int]]:
    """Return each shop's promised lines, and those handed over."""
    theirs = and_(scope.unit.owns(promises), promises.c.order.in_(_select_all(scope)), promises.c.shop.is_not(None))
    all_of_it = func.min(case((promises.c.stand == PromiseState.PICKED.value, 1), else_=0)).label("handed")
    lines = (
        select(promises.c.shop, all_of_it).where(theirs).group_by(promises.c.shop, promises.c.order, promises.c.line)
    )
    line = lines.subquery().c
    query = select(line.shop, func.count().label("won"), func.sum(line.handed).label("handed")).group_by(line.shop)
    return {row.shop: (int(row.won), int(row.handed)) for row in await scope.unit.rows(query)}


async def _sum_earned(scope: ReportWindow) -> dict[UUID, int]:
    """Return each shop's earnings from these orders, less reversals, in micro-units."""
    mine = and_(scope.unit.owns(earnings), earnings.c.order.in_(_select_all(scope)), earnings.c.kind != PAYOUT)
    here = and_(mine, earnings.c.currency == scope.currency)
    query = select(earnings.c.shop, func.sum(earnings.c.amount).label("earned")).where(here).group_by(earnings.c.shop)
    return {row.shop: int(row.earned) for row in await scope.unit.rows(query)}
