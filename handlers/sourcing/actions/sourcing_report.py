"""The report of sourcing as programs read it: times in UTC with Z, money as decimal strings, stretches in seconds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from handlers.moments import utc
from handlers.turn import Turn
from storage.sourcing import report as figures
from storage.sourcing.report import ShopResult, SourcingReport


async def sourcing_report(turn: Turn, start: datetime | None, end: datetime | None) -> dict[str, Any]:
    """The body of ``GET /api/v1/reports/sourcing``; None on either side is without a bound."""
    return _body(await figures.sourcing_report(turn.unit, turn.tenant, start, end, turn.now))


def _body(report: SourcingReport) -> dict[str, Any]:
    return {
        "from": utc(report.start),
        "to": utc(report.end),
        "currency": report.revenue.currency,
        "reserved": report.reserved,
        "available": report.available,
        "part": report.part,
        "unavailable": report.unavailable,
        "expired": report.expired,
        "confirmed": report.confirmed,
        "delivered": report.delivered,
        "cancelled": report.cancelled,
        "refunded": {"count": report.refunded, "amount": str(report.refunded_amount)},
        "revenue": str(report.revenue),
        "time_to_answer": _seconds(report.to_answer),
        "time_to_deliver": _seconds(report.to_deliver),
        "fill_rate": None if report.fill_rate is None else round(report.fill_rate, 4),
        "by_shop": [_shop(one) for one in report.by_shop],
        "express": {"count": report.express, "missed": report.missed},
    }


def _shop(one: ShopResult) -> dict[str, Any]:
    return {
        "shop": one.shop,
        "asked": one.asked,
        "yes": one.yes,
        "no": one.no,
        "silent": one.silent,
        "median_reply": _seconds(one.median_reply),
        "won": one.won,
        "handed_over": one.handed_over,
        "commission": str(one.commission),
    }


def _seconds(stretch: timedelta | None) -> int | None:
    return None if stretch is None else round(stretch.total_seconds())
