"""Moments as programs read them."""

from __future__ import annotations

from datetime import UTC, datetime


def utc(moment: datetime | None) -> str | None:
    """``2026-03-02T15:04:05Z``; None for none."""
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
