"""Times of phrases: a stretch that ends now, or a period of the calendar."""

from __future__ import annotations

from datetime import timedelta

from flows.audience.periods import Period
from handlers.audience.replies.figures import read_length
from handlers.audience.replies.words import DAYS, pattern

_CALENDAR = pattern("{calendar}")
_TODAY, _YESTERDAY = pattern("{today}"), pattern("{yesterday}")
_THIS, _BEFORE = pattern("{this} {single}"), pattern("{previous} {single}|{single} {past}")
_UNIT = pattern("{single}")
_SINCE = pattern("(?:{from_then} .*{previous} {single}.*|.*{previous} {single} {than}|{from_then} .*{single} {past}.*)")
_SPANS = {
    7: (Period.THIS_WEEK, Period.LAST_WEEK),
    30: (Period.THIS_MONTH, Period.LAST_MONTH),
    365: (Period.THIS_YEAR, Period.LAST_YEAR),
}


class UnreadTime(ValueError):
    """A time that may mean more than one: "since last month" is since it began, or a month."""


def read_time(text: str) -> timedelta | Period:
    """The time that a text names. "Last week" is the one before this, "the last week" the seven days until now.

    Raises UnreadTime.
    """
    found = None if _SINCE.fullmatch(text) else _period(text) if _CALENDAR.fullmatch(text) else read_length(text)
    if found is None:
        raise UnreadTime(text)
    return found


def _period(text: str) -> Period | None:
    if _TODAY.search(text):
        return Period.TODAY
    if _YESTERDAY.search(text):
        return Period.YESTERDAY
    unit = _UNIT.search(text)
    spans = _SPANS.get(DAYS[" ".join(unit[0].split())]) if unit is not None else None
    return None if spans is None else spans[0] if _THIS.search(text) else spans[1]
