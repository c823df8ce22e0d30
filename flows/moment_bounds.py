"""Moments that are told from outside, by whoever tells them: which of them can be meant."""

from __future__ import annotations

from datetime import UTC, datetime

FIRST, LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
"""Nothing is kept of before or after."""


def meant(told: datetime) -> datetime:
    """The same in UTC. Raises ValueError, which says why, for one that nobody means.

    What is before 1900 is the zero of a table program (1899-12-30) or of a programming language (the year 1), and what
    is at the other end stands for "never"; neither can be told in every zone, and PostgreSQL keeps the first and the
    last moment of all as infinities.
    """
    if told.year < FIRST.year:
        raise ValueError(f"is before {FIRST.year}")
    if told.year >= LAST.year:
        raise ValueError(f"is in the year {LAST.year} or later")
    return told.astimezone(UTC)
