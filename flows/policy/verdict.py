"""The recorded verdict on one planned send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Outcome(StrEnum):
    """The outcome of a verdict."""

    SEND = "send"  # it may leave at this moment
    WAIT = "wait"  # not now; judged again at `until`, or when what holds it is over
    REFUSE = "refuse"  # it never leaves


@dataclass(frozen=True, slots=True)
class RuleRef:
    """A snapshot of a rule, stored with the verdict: it stays visible when the rules change.

    `jurisdiction` is `US-FL`, `US`, `*` (our own default) or `business` (the shop's own rule); `rule` is its kind
    (`hours`, `cap`), `says` its requirement in a few words, `effective_from` its first day if known.
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
    """Why a message is sent, waits, or is refused.

    `rule` is a stable name (`quiet-hours.FL`, `cap.business`, `consent.none`), fit for counting; a US state has its two
    letters. `reason` is one plain sentence for the shop's owner, in the recipient's local time. `until` (aware, UTC) is
    set for a wait that ends by itself; None means until the named cause is over. `rules` are those that decided; for a
    send, all that applied.
    """

    outcome: Outcome
    rule: str
    reason: str
    until: datetime | None = None
    rules: tuple[RuleRef, ...] = ()


def format_day(day: date) -> str:
    """Return a date for a sentence: `1 Jul 2021`."""
    return f"{day.day} {day:%b %Y}"
