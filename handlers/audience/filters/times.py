"""Times in a filter: lengths ("60d", "3 months"), periods of the calendar, days and spans of both."""

from __future__ import annotations

import re
from datetime import date, timedelta, tzinfo

from flows.audience.periods import Period, Stretch
from flows.audience.values import read_length, read_within
from flows.folding import folded

_LENGTH = re.compile(r"(\d{1,5}) ?(h|d|w|hours?|days?|weeks?|months?|years?)", re.ASCII)
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_DAY = timedelta(days=1)
_PERIODS = frozenset(period.value for period in Period)


def length_of(text: str) -> timedelta | None:
    """Return a length of time; None for another text. A month has 30 days, a year 365. Ten years are the most."""
    found = _LENGTH.fullmatch(folded(text))
    if found is None:
        return None
    many, unit = int(found[1]), found[2][0]
    try:
        return read_length(f"{many}h" if unit == "h" else f"{many * _DAYS[unit]}d")
    except ValueError:
        return None


def day_of(text: str) -> date | None:
    """Return a day as "2026-03-02" writes it; None for another text."""
    try:
        return date.fromisoformat(text) if len(text) == len("2026-03-02") else None
    except ValueError:
        return None


def time_of(text: str, zone: tzinfo) -> timedelta | Period | Stretch | None:
    """Return the time until now that a length says, or a period, a day or a span; None for another text."""
    period = folded(text.replace("_", " "))
    if period in _PERIODS:
        return Period(period)
    if (day := day_of(text)) is not None:
        return _span(day.isoformat(), day.isoformat(), zone)
    first, dots, last = text.partition("..")
    return _span(first, last, zone) if dots else length_of(text)


def _span(first: str, last: str, zone: tzinfo) -> Stretch | None:
    """Return the time from ``first`` until ``last``; both days are in it. One of them may be empty."""
    ends = {"from": _end(first, timedelta()), "until": _end(last, _DAY)}
    if None in ends.values():
        return None
    try:
        span = read_within({name: end for name, end in ends.items() if end}, zone)
    except ValueError:
        return None
    return span if isinstance(span, Stretch) else None


def _end(text: str, later: timedelta) -> str | None:
    """Return one end of a span as criteria in JSON write it; "" for none, None if it is no time."""
    if not text.strip():
        return ""
    if (day := day_of(text)) is not None:
        return None if day == date.max else (day + later).isoformat()
    length = length_of(text)
    return None if length is None else f"{int(length.total_seconds()) // 3600}h"
