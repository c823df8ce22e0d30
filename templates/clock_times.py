"""Short times with only as much date as needed: "08:00", "Tue 08:00", "Tue 3 Mar 08:00"."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from flows.phrase import At, Shows
from templates.formats import find_locale

_NEAR = timedelta(days=6)


def clock(told: At, zone: str | tzinfo, locale: str, now: datetime) -> str:
    """Format a moment in the reader's language and ``zone``, as of ``now``."""
    own = ZoneInfo(zone) if isinstance(zone, str) else zone
    there = told.zone or own
    where = find_locale(locale, None)
    shows = told.shows or _choose_enough(told, there, now)
    return format_datetime(told.at.astimezone(there), shows.value, locale="en_US" if where.language == "en" else where)


def _choose_enough(told: At, zone: tzinfo, now: datetime) -> Shows:
    """Return the shortest format that distinguishes the moment from the one mentioned before it, or else from now."""
    local = told.at.astimezone(zone)
    if told.before is not None and told.before.astimezone(zone).date() == local.date():
        return Shows.CLOCK
    if abs(told.at - now) < _NEAR:
        return Shows.WEEKDAY
    return Shows.DATE if local.year == now.astimezone(zone).year else Shows.YEAR
