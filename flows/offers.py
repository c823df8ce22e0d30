"""What a step offers: a code that the shop is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.engine import Value

CODE_PATIENCE = timedelta(hours=6)  # after this a reminder leaves without the code it was to carry


@dataclass(frozen=True, slots=True)
class Offer:
    """What a step may offer this person: the code to create, its percent and how long it holds."""

    code: str
    percent: int
    valid_for: timedelta


@dataclass(frozen=True, slots=True)
class Offered:
    """A code that the shop was asked for; once it is made, every channel that this step tries carries it."""

    code: str
    percent: int
    until: datetime

    @property
    def values(self) -> dict[str, Value]:
        """What the shop is asked for, and what the text of a step tells of it."""
        return {"code": self.code, "percent": self.percent, "until": self.until}
