"""What came of win-back, in words for a chat."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flows.money import Money
from flows.phrase import Lines, Ours, Text, phrase
from flows.returns import cost_in, roi
from storage.plans.results import PlanResults, PlanShare
from storage.reports.values import ExperimentReport
from templates import formats

_POINTS = 100  # of a share
_FEW = 30  # people in a group of whom no comparison is told


def resulted(found: PlanResults) -> Sequence[Text]:
    """The lines about a plan that somebody entered."""
    report = found.report
    rate = round(_POINTS * report.ordered / report.messaged, 1) if report.messaged else 0
    return (
        phrase("winback_entered", **_counted(entered=found.entered, inside=found.inside, resting=found.resting)),
        phrase(
            "winback_brought", **_counted(sent=report.messaged, many=report.ordered), rate=rate, revenue=report.revenue
        ),
        _earned(report),
        _against_those_left_alone(report),
        _parts("winback_channels", found.by_channel, channels=True),
        _parts("winback_stages", found.by_stage, channels=False),
    )


def _earned(report: ExperimentReport) -> Text:
    """The cost, and the return on it: what came in beyond it as a multiple; empty where no charge is known."""
    returned = roi(report.revenue, report.costs)
    if returned is None:
        return ""
    cost = Money(cost_in(report.costs, report.currency), report.currency)
    return phrase("winback_cost", cost=cost, roi=Ours(f"{returned:+.1f}"))


def _against_those_left_alone(report: ExperimentReport) -> Text:
    """The share that ordered against those left alone, with its interval: few people say little."""
    lift, alone = report.lift, report.control
    if lift is None or not alone.carts:
        return ""
    theirs = {**_counted(many=alone.carts, ordered=alone.ordered), "revenue": alone.revenue}
    if min(alone.carts, report.treated.carts) < _FEW:
        return phrase("winback_alone_few", **theirs)
    points = {name: Ours(f"{getattr(lift, name) * _POINTS:+.1f}") for name in ("rate", "low", "high")}
    return phrase("winback_alone", **theirs, **points)


def _parts(name: str, parts: Sequence[PlanShare], *, channels: bool) -> Text:
    """One clause for each part; empty where there is one alone."""
    if len(parts) < 2:
        return ""
    said = (
        phrase(
            "winback_part",
            name=formats.channel(one.name) if channels else phrase(f"stage_{one.name or 'none'}"),
            **_counted(sent=one.sent, many=one.ordered),
            revenue=one.revenue,
            cost=one.cost if one.cost.micros else "",
        )
        for one in parts
    )
    return phrase(name, parts=Lines(tuple(said), "; "))


def _counted(**counts: int) -> dict[str, Any]:
    """Counts as they are read: a thousand has a mark."""
    return {name: Decimal(many) for name, many in counts.items()}
