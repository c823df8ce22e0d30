"""When a shop is open: the hours of its day in the business's time zone, and holidays."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


def opens_at(opens: int, closes: int, zone: ZoneInfo, now: datetime, away_until: datetime | None) -> datetime | None:
    """The next moment at which a shop is open, None while it is.

    ``opens`` and ``closes`` are minutes of the local day, the same on every day; ``away_until`` is the end of a
    holiday. By the clock on the wall: on a day on which clocks change it opens at its usual hour.
    """
    earliest = max(now, away_until) if away_until else now
    local = earliest.astimezone(zone)
    minute = local.hour * 60 + local.minute
    if opens <= minute < closes:
        return None if earliest == now else earliest
    day = local.date() + timedelta(days=1 if minute >= closes else 0)
    return datetime(day.year, day.month, day.day, opens // 60, opens % 60, tzinfo=zone).astimezone(now.tzinfo)
