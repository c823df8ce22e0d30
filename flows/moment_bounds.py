"""The range of plausible moments in outside data."""

from __future__ import annotations

from datetime import UTC, datetime

FIRST, LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
"""The bounds of stored moments."""


def resolve_moment(told: datetime) -> datetime:
    """Return the moment in UTC. Raises ValueError with the reason for an implausible one.

    Moments before 1900 are the zero of a spreadsheet program (1899-12-30) or of a programming language (the year 1),
    and the other extreme means "never". Some zones cannot express either, and PostgreSQL stores the first and the last
    moment as infinities.
    """
    if told.year < FIRST.year:
        raise ValueError(f"is before {FIRST.year}")
    if told.year >= LAST.year:
        raise ValueError(f"is in the year {LAST.year} or later")
    return told.astimezone(UTC)
