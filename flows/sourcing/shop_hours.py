"""When a shop is open: the hours of its day in the business's time zone, and holidays."""

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
    """The next moment at which a shop is open, None while it is.

    ``opens`` and ``closes`` are minutes of the local day, the same on every day; ``away_until`` is the end of a
    holiday, ``away_from`` its beginning, None where it has begun. By the clock on the wall: on a day on which clocks
    change it opens at its usual hour.
    """
    moment = _open_from(opens, closes, zone, now)
    if away_until is not None and (away_from is None or away_from <= moment) and moment < away_until:
        moment = _open_from(opens, closes, zone, away_until)
    return None if moment == now else moment.astimezone(now.tzinfo)


def _open_from(opens: int, closes: int, zone: ZoneInfo, at: datetime) -> datetime:
    """The first moment from then on at which it is open by its hours."""
    local = at.astimezone(zone)
    minute = local.hour * 60 + local.minute
    if opens <= minute < closes:
        return at
    day = local.date() + timedelta(days=1 if minute >= closes else 0)
    return datetime(day.year, day.month, day.day, opens // 60, opens % 60, tzinfo=zone)
