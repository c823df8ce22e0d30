"""The due time: one moment for everyone, or a time of day in each person's own zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time


@dataclass(frozen=True, slots=True)
class Schedule:
    """The due time of a campaign: ``at`` one moment for everyone, or at ``local``, the time of day in each person's own
    zone, on the day of ``at`` in the business's zone. A campaign sent ``at_once`` is due when it is launched."""

    at: datetime
    local: time | None = None
    at_once: bool = False
