"""The opening hours of a shop in the business's time zone, and its holidays."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


def opens_at(
    opens: int,
    closes: int,
    zone: ZoneInfo,
    now: datetime,
    away_until: datetime | None,
    away_from: datetime | None = None,
) -> datetime | None:
    """Return the next moment a shop opens, None while it is open.

    ``opens`` and ``closes`` are minutes of the local day, the same on every day; ``away_until`` is the end of a
    holiday, ``away_from`` its beginning, None if begun. Hours are wall-clock times: the shop opens at its usual hour
    when clocks change.
    """
    moment = _open_from(opens, closes, zone, now)
    if away_until is not None and (away_from is None or away_from <= moment) and moment < away_until:
        moment = _open_from(opens, closes, zone, away_until)
    return None if moment == now else moment.astimezone(now.tzinfo)


def _open_from(opens: int, closes: int, zone: ZoneInfo, at: datetime) -> datetime:
    """Return the first moment from ``at`` on within its hours."""
    local = at.astimezone(zone)
    minute = local.hour * 60 + local.minute
    if opens <= minute < closes:
        return at
    day = local.date() + timedelta(days=1 if minute >= closes else 0)
    return datetime(day.year, day.month, day.day, opens // 60, opens % 60, tzinfo=zone)
