"""The days by which the law wants a person's own request answered: for deletion, for the data kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.phrase import At, Shows

WITHIN = timedelta(days=30)
"""GDPR art. 12(3) gives a month; no other law that we know of gives less."""


def last_day(asked_at: datetime) -> At:
    """The last day for it, as the staff is told: `1 Apr 2026`."""
    return At(asked_at + WITHIN, Shows.DAY)
