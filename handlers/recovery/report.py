"""The report of cart recovery as programs read it: times in UTC with Z, money as decimal strings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flows.money import Money
from handlers.moments import utc
from handlers.turn import Turn
from storage.recovery import report as figures
from storage.recovery.report import RecoveryReport
from storage.reports import Group, Lift, StepResult


async def recovery_report(turn: Turn, start: datetime | None, end: datetime | None) -> dict[str, Any]:
    """The body of ``GET /api/v1/reports/recovery``; None on either side is without a bound.

    ``cost`` is in ``cost_currency``, the one that most was charged in; ``costs`` lists them all.
    """
    return _body(await figures.recovery_report(turn.unit, turn.tenant, start, end, turn.now))


def _body(report: RecoveryReport) -> dict[str, Any]:
    cost = report.costs[0] if report.costs else Money(0, report.currency)
    return {
        "from": utc(report.start),
        "to": utc(report.end),
        "currency": report.currency,
        "carts": report.carts,
        "reachable": report.reachable,
        "held_out": report.held_out,
        "messaged": report.messaged,
        "clicked": report.clicked,
        "recovered": report.recovered,
        "revenue": str(report.revenue),
        "refunded": str(report.refunded),
        "refunds_left_out": report.refunds_left_out,
        "cost": str(cost),
        "cost_currency": cost.currency,
        "costs": {charged.currency: str(charged) for charged in report.costs},
        "opted_out": report.opted_out,
        "by_step": [_step(step) for step in report.by_step],
        "unsent": dict(report.unsent),
        "refused": dict(report.refused),
        "treated": _group(report.treated),
        "control": _group(report.control),
        "lift": _lift(report.lift),
    }


def _step(step: StepResult) -> dict[str, Any]:
    return {
        "step": step.step,
        "sent": step.sent,
        "delivered": step.delivered,
        "clicked": step.clicked,
        "recovered": step.recovered,
        "revenue": str(step.revenue),
    }


def _group(group: Group) -> dict[str, Any]:
    return {"carts": group.carts, "ordered": group.ordered, "revenue": str(group.revenue)}


def _lift(lift: Lift | None) -> dict[str, float] | None:
    """Shares of 1 to a hundredth of a point: more would pretend to know more than the interval does."""
    if lift is None:
        return None
    return {"rate": round(lift.rate, 4), "low": round(lift.low, 4), "high": round(lift.high, 4)}
