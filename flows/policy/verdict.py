"""The recorded judgement on one planned send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Outcome(StrEnum):
    """The outcome of a judgement."""

    SEND = "send"  # it may leave at this moment
    WAIT = "wait"  # not now; judged again at `until`, or when what holds it is over
    REFUSE = "refuse"  # it never leaves


@dataclass(frozen=True, slots=True)
class RuleRef:
    """A snapshot of a rule at the judgement, stored with the verdict: it stays visible when the rules change.

    `jurisdiction` is `US-FL`, `US`, `*` (our own default) or `business` (the shop's own rule); `rule` is its kind
    (`hours`, `cap`), `says` what it asks in a few words, `effective_from` its first day if known.
    """

    jurisdiction: str
    rule: str
    says: str
    source: str
    effective_from: date | None = None

    def __str__(self) -> str:
        since = f", since {format_day(self.effective_from)}" if self.effective_from else ""
        return f"{self.jurisdiction} {self.rule}: {self.says} ({self.source}{since})"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a send left, waits or never leaves.

    `rule` is a stable name (`quiet-hours.FL`, `cap.business`, `consent.none`), fit for counting; a state of the US
    goes by its two letters. `reason` is one plain sentence for the shop's owner, in the recipient's local time.
    `until` (aware, UTC) is set on a wait that ends by itself; None means until what it names is over. `rules` are those
    that decided; of a send, all that it was judged under.
    """

    outcome: Outcome
    rule: str
    reason: str
    until: datetime | None = None
    rules: tuple[RuleRef, ...] = ()


def format_day(day: date) -> str:
    """Return a date for a sentence: `1 Jul 2021`."""
    return f"{day.day} {day:%b %Y}"
