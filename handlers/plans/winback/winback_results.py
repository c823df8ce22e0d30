"""The results of win-back as text for a chat."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flows.message_roi import compute_roi, is_worth_telling, sum_cost
from flows.money import Money
from flows.phrase import Lines, Ours, Text, phrase
from storage.plans.plan_results import PlanResults, PlanShare
from storage.reports.report_values import ExperimentReport
from templates import formats

_POINTS = 100  # of a share
_FEW = 30  # the fewest people of a group in a comparison


def describe_results(found: PlanResults) -> Sequence[Text]:
    """Format the lines about a plan that people have entered."""
    report = found.report
    rate = _rate(report.ordered, report.messaged)
    return (
        phrase("winback_entered", **_format_counts(entered=found.entered, inside=found.inside, resting=found.resting)),
        phrase(
            "winback_brought",
            **_format_counts(sent=report.messaged, many=report.ordered),
            rate=rate,
            revenue=report.revenue,
        ),
        _describe_earnings(report),
        _describe_lift(report),
        _parts("winback_channels", found.by_channel, channels=True),
        _parts("winback_stages", found.by_stage, channels=False),
    )


def _describe_earnings(report: ExperimentReport) -> Text:
    """Format the cost, and the profit as a multiple of it if it is worth telling; empty if no cost is known."""
    returned = compute_roi(report.revenue, report.costs)
    if returned is None:
        return ""
    cost = Money(sum_cost(report.costs, report.currency), report.currency)
    return phrase("winback_cost", cost=cost, **_format_return(returned, cost))


def _format_return(returned: float, cost: Money) -> dict[str, Text]:
    return {"roi": Ours(f"{returned:+.1f}")} if is_worth_telling(cost.micros) else {}


def _describe_lift(report: ExperimentReport) -> Text:
    """Compare the share that ordered with the control group, with an interval that shows the uncertainty."""
    lift, alone = report.lift, report.control
    if lift is None or not alone.carts:
        return ""
    theirs = {**_format_counts(many=alone.carts, ordered=alone.ordered), "revenue": alone.revenue}
    if min(alone.carts, report.treated.carts) < _FEW:
        return phrase("winback_alone_few", **theirs)
    points = {name: Ours(f"{getattr(lift, name) * _POINTS:+.1f}") for name in ("rate", "low", "high")}
    return phrase("winback_alone", **theirs, **points)


def _parts(name: str, parts: Sequence[PlanShare], *, channels: bool) -> Text:
    """Format a line for each part; empty if there is only one."""
    if len(parts) < 2:
        return ""
    named = {
        one.name: formats.channel(one.name) if channels else phrase(f"stage_{one.name or 'none'}") for one in parts
    }
    return Lines((phrase(name), *(_part(one, named[one.name]) for one in parts)))


def _part(one: PlanShare, name: str | Text) -> Text:
    """Format the share that came back, the cost with its return, and the control group's share that came back."""
    returned = compute_roi(one.revenue, (one.cost,))
    cost = {} if returned is None else {"cost": one.cost, **_format_return(returned, one.cost)}
    alone: dict[str, Any] = {}
    if one.alone is not None:
        alone = {**_format_counts(alone=one.alone.carts, ordered=one.alone.ordered), "theirs": one.alone.revenue}
    counts = {**_format_counts(sent=one.sent, many=one.ordered), "rate": _rate(one.ordered, one.sent)}
    return phrase("winback_part", name=name, revenue=one.revenue, **counts, **cost, **alone)


def _rate(many: int, people: int) -> float:
    """Return a share in percent."""
    return round(_POINTS * many / people, 1) if people else 0


def _format_counts(**counts: int) -> dict[str, Any]:
    """Format counts with thousands separators."""
    return {name: Decimal(many) for name, many in counts.items()}
