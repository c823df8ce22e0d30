"""The recovery figures of a period as a chart and as a table, from the same report as /stats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flows.charts.chart import Funnel
from flows.message_files import Attachment
from flows.message_roi import sum_cost
from flows.money import Money
from flows.phrase import Phrase, phrase
from handlers.actions.action import Origin
from handlers.engine.outgoing_files import make_sheet
from handlers.engine.turn import Turn
from handlers.jobs import chart_job
from handlers.jobs.chart_job import ChartTold
from handlers.recovery.recovery_figures import FigureSpan, StatsOf, name_period
from handlers.replies.period_phrases import read_period
from storage.recovery.recovery_report import RecoveryReport, load_recovery_report
from storage.reports.report_values import StepResult, VariantResult
from templates.speech import Speech

KIND = "recovery.chart"
DARK = chart_job.DARK
"""The argument for a dark background."""
_STEPS = ("carts", "reachable", "messaged", "clicked", "recovered")
_OF_ALL = ("refunded", "cost", "roi", "opted_out", "held_out", "lift", "lift_low", "lift_high")
_HEAD = (
    "of", "which", "carts", "reachable", "sent", "delivered", "clicked", "recovered", "revenue", "currency", *_OF_ALL,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChartOfPeriod:
    """A request for the recovery chart of a period, ``dark`` for a dark background."""

    span: FigureSpan
    dark: bool = False


async def ask_chart(turn: Turn, origin: Origin, command: ChartOfPeriod) -> FigureSpan:
    """Request the chart of a period, to be drawn and sent to this chat; return the period."""
    span = command.span
    bounds = {name: at.isoformat() for name, at in (("start", span.start), ("end", span.end)) if at}
    await chart_job.ask(turn, origin, KIND, {**bounds, "label": span.typed}, dark=command.dark)
    return span


async def make_table(turn: Turn, _origin: Origin, command: StatsOf) -> tuple[FigureSpan, Attachment]:
    """Return the period and its figures as a file: all, by step, by wording, and the reasons for unsent reminders."""
    span = command.span
    report = await load_recovery_report(turn.unit, turn.tenant, span.start, span.end, turn.now)
    return span, make_sheet(f"stats {span.typed}", _HEAD, _rows(report))


def _rows(report: RecoveryReport) -> list[list[object]]:
    sent = sum(one.sent for one in report.by_step)
    delivered = sum(one.delivered for one in report.by_step)
    whole: list[object] = ["all", "", report.carts, report.reachable, sent, delivered, report.clicked, report.recovered]
    rows = [[*whole, str(report.revenue), report.currency, *_make_total_row(report)]]
    rows += [_row("step", one.step, one, report.currency) for one in report.by_step]
    rows += [_row("wording", one.variant + 1, one, report.currency) for one in report.by_variant]
    rows += [["not sent", rule, many] for rule, many in report.unsent.items()]
    return [[*row, *[""] * (len(_HEAD) - len(row))] for row in rows]


def _make_total_row(report: RecoveryReport) -> list[object]:
    """Make the row of all carts: the money, the return on it, and the lift over the control group."""
    cost, lift = Money(sum_cost(report.costs, report.currency), report.currency), report.lift
    shares = [report.roi, *(getattr(lift, name, None) for name in ("rate", "low", "high"))]
    returned, *ends = ["" if one is None else round(one, 4) for one in shares]
    return [str(report.refunded), str(cost), returned, report.opted_out, report.held_out, *ends]


def _row(of: str, which: int, one: StepResult | VariantResult, currency: str) -> list[object]:
    counts = [one.sent, one.delivered, one.clicked, one.recovered]
    return [of, which, "", "", *counts, str(one.revenue), currency]


async def draw_chart(turn: Turn, wanted: Mapping[str, str], speech: Speech) -> ChartTold:
    """Draw the funnel of a period's carts as a chart with its caption."""
    start, end = [datetime.fromisoformat(wanted[name]) if name in wanted else None for name in ("start", "end")]
    report = await load_recovery_report(turn.unit, turn.tenant, start, end, turn.now)
    counted = [(phrase(f"chart_{name}"), getattr(report, name)) for name in _STEPS]
    steps = chart_job.steps_of(counted, report.revenue, speech)
    found = read_period(wanted["label"].replace("_", " "), turn.now, turn.zone)
    period = phrase("period_all") if found is None else name_period(found)
    title = speech.say(phrase("chart_of_recovery", brand=turn.business.name, period=period))
    text = _describe_below(report)
    return ChartTold(Funnel(title, steps) if report.carts else None, text, f"stats-{wanted['label']}.png")


def _describe_below(report: RecoveryReport) -> Phrase:
    counts = {name: getattr(report, name) for name in ("carts", "messaged", "recovered")}
    return phrase("stats_under_chart", **counts, revenue=report.revenue)
