"""When the souvenir shop of the storage tests opens: a Monday morning in Delhi."""

from __future__ import annotations

from datetime import UTC, datetime

MONDAY = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
