"""The recovery figures of a period in the staff's chat, and the period's name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from flows.call_kinds import PROPOSAL
from flows.phrase import At, Ours, Shows, Text, phrase
from flows.recovery import NAME
from handlers.actions.action import Origin
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.replies.period_phrases import PastPeriod
from handlers.staff_notices.staff_greeting import Today, find_month_start
from storage.recovery.recovery_report import RecoveryReport, load_recovery_report, sum_revenue_since

EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FigureSpan:
    """A period: its bounds, its name, and the next longer one.

    ``typed`` is its form after ``/stats_``; ``more`` is True if details are wanted, too.
    """

    start: datetime | None
    end: datetime | None
    label: Text
    longer: str = "30d"
    typed: str = "7d"
    more: bool = False


@dataclass(frozen=True, slots=True)
class StatsOf:
    """A request for the recovery figures of a period."""

    span: FigureSpan


@dataclass(frozen=True, slots=True)
class RecoveryFigures:
    """The recovery report, and the start and author of a pause.

    Of the ``unread`` messages, the AI proposed a reading of ``proposed``. ``beside`` are other conversations' lines
    about the period, the main line of each first.
    """

    span: FigureSpan
    report: RecoveryReport
    paused_at: datetime | None
    paused_by: str | None
    unread: int = 0
    proposed: int = 0
    beside: tuple[Sequence[Text], ...] = ()


async def load_figures(turn: Turn, _origin: Origin, command: StatsOf) -> RecoveryFigures:
    """Load the recovery figures of the period."""
    span, tenant = command.span, turn.tenant
    report = await load_recovery_report(turn.unit, tenant, span.start, span.end, turn.now)
    since, asked = span.start or EVER, turn.unit.calls
    unread = await asked.count_made(PROPOSAL, since, span.end)
    proposed = await asked.count_made(PROPOSAL, since, span.end, status="done")
    beside = tuple(await conversations_of(turn).figures(turn, span.start, span.end, but=NAME))
    return RecoveryFigures(span, report, tenant.paused_at, tenant.paused_by, unread, proposed, beside)


async def describe_period(turn: Turn, start: datetime | None, end: datetime | None) -> Sequence[Text]:
    """Describe the carts of a period in one line; empty if no cart was abandoned."""
    report = await load_recovery_report(turn.unit, turn.tenant, start, end, turn.now)
    if not report.carts:
        return ()
    many = {name: Decimal(getattr(report, name)) for name in ("carts", "recovered")}
    return (phrase("figures_of_carts", **many, revenue=report.revenue),)


async def report_month(turn: Turn) -> Today:
    """Return this month's recovered revenue for the greeting, if there is some."""
    brought = await sum_revenue_since(turn.unit, turn.tenant, find_month_start(turn), turn.now)
    earned = (phrase("recovered_this_month", amount=brought),) if brought.micros > 0 else ()
    return Today(earned=earned, commands=("stats",))


def days_of(period: PastPeriod) -> int | None:
    """Return the number of days if the period is "last … days"; otherwise None."""
    first, _, rest = period.label.partition(" ")
    return int(rest.removesuffix(" days")) if first == "last" and rest.endswith(" days") else None


def name_period(period: PastPeriod) -> Text:
    """Format the period's name for the beginning of a line."""
    if days := days_of(period):
        return phrase("period_days", days=days)
    if period.label[:1].isdigit():
        return Ours(period.label)
    if period.label[:1].isupper():
        return phrase("period_month", month=At(period.start, Shows.MONTH))
    return phrase(f"period_{period.label.replace(' ', '_')}")


def shortest(text: str, means_it: Callable[[str], bool]) -> list[str]:
    """Return the fewest words of the text that still name the period."""
    said = text.split()
    spans = ((start, many) for many in range(1, len(said) + 1) for start in range(len(said) - many + 1))
    found = (said[start : start + many] for start, many in spans)
    return next((words for words in found if means_it(" ".join(words))), said)
