"""/stats: what recovery did and brought in a period, numbers first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.counting import counted
from handlers.actions.lives import amount, said
from handlers.admins.command import Asked, Command
from handlers.admins.rules import HOLDOUT, reasons
from handlers.replies.periods import read_period
from handlers.turn import Turn
from storage.recovery.report import RecoveryReport, recovery_report
from storage.reports import Lift
from templates import formats
from templates.values import one_line, shorten

DEFAULT = "7d"
_EVER = frozenset({"all", "all time", "ever", "total", "everything"})
_MOST_RULES = 4
_MOST_LATER = 2


@dataclass(frozen=True, slots=True)
class _Span:
    start: datetime | None
    end: datetime | None
    label: str


async def stats(asked: Asked) -> str:
    """What became of the carts left in the period that was named, or in the last 7 days."""
    turn = asked.turn
    span = _read(asked.rest, turn)
    if span is None:
        unread = shorten(one_line(asked.rest), 40, "…")
        return (
            f'Figures, yes, but I do not know the period "{unread}".\nTry: /stats_30d · /stats_last_week · /stats_march'
        )
    report = await recovery_report(turn.unit, turn.tenant, span.start, span.end, turn.now)
    told = _figures(turn, span, report) if report.carts else _quiet(span)
    return "\n".join([*_paused(turn), *told])


def _read(text: str, turn: Turn) -> _Span | None:
    if text.casefold() in _EVER:
        return _Span(None, None, "All time")
    period = read_period(text or DEFAULT, turn.now, turn.zone)
    if period is None:
        return None
    end = period.end if period.end < turn.now else None  # what happens at this very moment belongs to it
    return _Span(period.start, end, period.label[:1].upper() + period.label[1:])


def _quiet(span: _Span) -> list[str]:
    return [f"{span.label}: quiet. No cart was left.", "More: /stats_30d · /stats_all"]


def _figures(turn: Turn, span: _Span, report: RecoveryReport) -> list[str]:
    """Each cart is told of once: the messaged ones and those of "Not sent" are all that were left."""
    lines = [_funnel(turn, span, report), _money(turn, report)]
    if report.lift is not None:
        lines.append(f"Against those left alone: {_points(turn, report.lift)}")
    alone = {HOLDOUT: report.held_out} if report.held_out else {}
    kept = reasons({**alone, **report.unsent}, _MOST_RULES)
    lines += [f"Not sent: {kept}."] if kept else []
    later = reasons(report.refused_later, _MOST_LATER)
    lines += [f"Reminders after the first not sent: {later}."] if later else []
    return [line for line in lines if line] + [f"More: {_longer(span)} · /why"]


def _funnel(turn: Turn, span: _Span, report: RecoveryReport) -> str:
    def count(number: int, word: str) -> str:
        return f"{formats.number(number, turn.business.locale)} {word}"

    funnel = [
        count(report.carts, "cart" if report.carts == 1 else "carts"),
        count(report.reachable, "reachable"),
        count(report.messaged, "messaged"),
        count(report.clicked, "clicked"),
        count(report.recovered, f"recovered, {amount(turn, report.revenue)}"),
    ]
    return f"{span.label}: {', '.join(funnel)}."


def _money(turn: Turn, report: RecoveryReport) -> str:
    """What it cost, what went back, and who left because of it."""
    parts = [f"Messages cost {' and '.join(amount(turn, cost) for cost in report.costs)}"] if report.costs else []
    parts += [f"{amount(turn, report.refunded)} refunded is taken off"] if report.refunded.micros else []
    left_out = report.refunds_left_out
    parts += [f"{counted(left_out, 'refund')} in another currency not taken off"] if left_out else []
    parts += [f"{report.opted_out} opted out"] if report.opted_out else []
    return f"{'; '.join(parts)}." if parts else ""


def _points(turn: Turn, lift: Lift) -> str:
    """ "+6.1 points (2.0 to 10.3)." An interval on both sides of zero proves nothing yet, and it says so."""
    bounds = f"{lift.rate * 100:+.1f} points ({lift.low * 100:.1f} to {lift.high * 100:.1f})"
    return f"{bounds}; too few people yet to be sure." if lift.low <= 0 <= lift.high else f"{bounds}."


def _longer(span: _Span) -> str:
    return "/stats_all" if span.label == "Last 30 days" else "/stats_30d"


def _paused(turn: Turn) -> list[str]:
    paused_at = turn.tenant.paused_at
    if paused_at is None:
        return []
    return [f"Paused since {said(paused_at, turn.zone, turn.now)} ({turn.tenant.paused_by}): /resume"]


STATS = Command(
    name="stats",
    aliases=("statistics", "report", "numbers", "figures", "results", "how are we doing"),
    usage="/stats_7d",
    help="the carts left then and what became of them: 7d, yesterday, last week, march, all",
    run=stats,
    first=True,
)
