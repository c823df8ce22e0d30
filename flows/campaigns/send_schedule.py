"""When something is due: at one moment for everybody, or at a time of day in each person's own zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a campaign is due: ``at`` one moment for everybody, or at ``local``, the time of day in each person's own
    zone, on the day of ``at`` in the business's zone. What is to go out ``at_once`` has the moment of its launch."""

    at: datetime
    local: time | None = None
    at_once: bool = False
