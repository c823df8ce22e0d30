"""The recorded judgement on one planned send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """What a judgement comes to."""

    SEND = "send"  # it may leave at this moment
    WAIT = "wait"  # not now; judged again at `until`, or when what holds it is over
    REFUSE = "refuse"  # it never leaves


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a send left, waits or never leaves.

    `rule` is a stable name (`quiet-hours.FL`, `cap.business`, `consent.none`), fit for counting; a state of the US
    goes by its two letters. `reason` is one plain sentence for the shop's owner, in the recipient's local time.
    `until` (aware, UTC) is set on a wait that ends by itself; None means until what it names is over.
    """

    outcome: Outcome
    rule: str
    reason: str
    until: datetime | None = None
