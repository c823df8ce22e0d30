"""When does a person mean? A small grammar of days, parts of the day, clock times and durations.

A general date library answers "tomorrow 10" said at 15:00 with 15:00 and blocks for a second on first use, so this
reads only what people write when they put something off, and reads it the same way every time.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from handlers.replies.calendar_words import COUNTS, DAYS, MONTHS, PARTS, UNITS, WEEKDAYS, choose
from handlers.replies.periods import Period, read_period
from handlers.replies.text import normalise

__all__ = ["Moment", "Period", "find_moment", "read_moment", "read_period"]

# Hours a day is given when the person names none: morning, afternoon, evening, night.
_DEFAULT_MINUTE = 10 * 60
_TODAY_MINUTES = (15 * 60, 18 * 60 + 30, 20 * 60)
_LONGEST = timedelta(days=366)

_EDGE, _END = r"(?<![^\W_])(?<![\u0900-\u097f])", r"(?![^\W_])(?![\u0900-\u0963])"


def _pattern(body: str) -> re.Pattern[str]:
    return re.compile(f"{_EDGE}(?:{body}){_END}")


_NOT = r"(?:not|nahi|pas|no|except|never)\s"
_COUNT = rf"\d{{1,3}}|{choose(COUNTS)}"
_HALF = r"half\s(?:an\s)?|half\sa\s|media\s|meia\s|demi[\s-]|une\sdemi[\s-]|aadhe\s|aadha\s|आधे\s"
_DURATION = _pattern(
    rf"(?P<before>in|after|en|dentro\sde|dans|em|daqui\sa|within)?\s?(?P<half>{_HALF})?(?:(?P<count>{_COUNT})\s?)?"
    rf"(?P<unit>{choose(UNITS)})(?P<after>\s(?:later|from\snow|time|baad|bad|me|mein|में|बाद|depois|despues|plus\stard))?"
)
_DAY = _pattern(rf"(?P<not>{_NOT})?(?P<day>{choose(DAYS)})(?!\snahi)")
_MORNING_DAY = _pattern(r"(?:por|en|de|a)\sla\smanana")
_WEEKDAY = _pattern(rf"(?P<not>{_NOT})?(?P<weekday>{choose(WEEKDAYS)})s?")
_NEXT_WEEK = _pattern(
    r"next\s(?:week|wk)|(?:la\s)?(?:proxima\ssemana|semana\sque\sviene)|semana\sque\svem|(?:la\s)?semaine\sprochaine|agle\shafte|agla\shafta|अगले\s(?:हफ्ते|सप्ताह)"
)
_NEXT_MONTH = _pattern(
    r"next\smonth|(?:el\s)?proximo\smes|mes\sque\sviene|mes\sque\svem|(?:le\s)?mois\sprochain|agle\s(?:mahine|month)|अगले\sमहीने"
)
_PART = _pattern(rf"(?<!mas\s)(?<!mais\s)(?P<part>{choose(PARTS)})")
_CLOCK = _pattern(
    r"(?P<lead>at|by|around|about|after|before|a\slas?|as|a|vers|@)?\s?(?P<hour>[01]?\d|2[0-3])(?:[:.h](?P<minute>[0-5]\d))?\s?"
    r"(?P<mark>a\.?m\.?|p\.?m\.?|oclock|o\sclock|baje|bje|बजे|h|hs|hrs)?"
)
_ISO = _pattern(r"(?P<year>20\d\d)-(?P<month>\d\d?)-(?P<dom>\d\d?)")
_DATE = _pattern(
    rf"(?P<d1>[0-3]?\d)(?:st|nd|rd|th)?\s(?:of\s|de\s)?(?P<m1>{choose(MONTHS)})|(?P<m2>{choose(MONTHS)})\s(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time a person named, UTC; `precise` where they gave the hour themselves."""

    at: datetime
    precise: bool


@dataclass(frozen=True, slots=True)
class _Clock:
    minute: int  # after midnight
    precise: bool


def read_moment(text: str, now: datetime, zone: ZoneInfo) -> Moment | None:
    """The moment a text names, always after `now`; None where it names none ("later", "after payday").

    `now` is aware; hours are those of `zone`. A day without an hour means 10:00, an hour that has passed tomorrow's.
    """
    said = normalise(text)
    length = _read_duration(said)
    if length is not None:
        return Moment((now + length).astimezone(UTC), precise=length < timedelta(days=1))
    local = now.astimezone(zone)
    day, said = _read_day(said, local.date())
    clock = _read_clock(said, dated=day is not None)
    if day is None and clock is None:
        return None
    return _place(day, clock, local, now)


def find_moment(text: str) -> str | None:
    """The words of a text that name a moment, normalised, for repeating back; None where there are none."""
    said = normalise(text)
    spans = [m.span() for m in _named(said)]
    return said[min(s for s, _ in spans) : max(e for _, e in spans)].strip() if spans else None


def _named(said: str) -> list[re.Match[str]]:
    duration = [m for m in _DURATION.finditer(said) if _is_duration(m)]
    patterns = (_DAY, _WEEKDAY, _NEXT_WEEK, _NEXT_MONTH, _PART, _ISO, _DATE)
    days = [m for pattern in patterns for m in pattern.finditer(said) if not m.groupdict().get("not")]
    clocks = [m for m in _CLOCK.finditer(said) if _is_clock(m, dated=bool(days))]
    return duration or days + clocks


def _is_duration(match: re.Match[str]) -> bool:
    # "It's been a week" names no moment, "in a week" does; "30 min" and "half an hour" do by themselves.
    counted = match["count"] or match["half"]
    short = UNITS[match["unit"]] <= 60 and match["unit"] != "h"
    return bool(counted and (match["before"] or match["after"] or short))


def _read_duration(said: str) -> timedelta | None:
    for match in _DURATION.finditer(said):
        if not _is_duration(match) or said[match.end() :].startswith(" ago"):
            continue
        count = match["count"]
        amount = 1.0 if count is None else float(COUNTS.get(count, 0) or int(count))
        length = timedelta(minutes=UNITS[match["unit"]] * (0.5 if match["half"] else amount))
        return length if timedelta(0) < length <= _LONGEST else None
    return None


def _read_day(said: str, today: date) -> tuple[date | None, str]:
    """The day named and the text without the words that named it."""
    for read in (_read_date, _read_coming, _read_weekday, _read_near):
        found = read(said, today)
        if found:
            day, match = found
            return day, said[: match.start()] + " " + said[match.end() :]
    return None, said


_Found: TypeAlias = tuple[date, re.Match[str]] | None


def _read_date(said: str, today: date) -> _Found:
    match = _ISO.search(said)
    if match:
        day = _safe_date(int(match["year"]), int(match["month"]), int(match["dom"]))
        return (day, match) if day and day >= today else None
    match = _DATE.search(said)
    if not match:
        return None
    month, dom = MONTHS[match["m1"] or match["m2"]], int(match["d1"] or match["d2"])
    years = (_safe_date(today.year + ahead, month, dom) for ahead in range(5))
    return next(((day, match) for day in years if day and day >= today), None)


def _safe_date(year: int, month: int, dom: int) -> date | None:
    try:
        return date(year, month, dom)
    except ValueError:
        return None


def _read_coming(said: str, today: date) -> _Found:
    month = _NEXT_MONTH.search(said)
    if month:
        return (today.replace(day=1) + timedelta(days=32)).replace(day=1), month
    week = _NEXT_WEEK.search(said)
    if week and not _WEEKDAY.search(said):
        return today + timedelta(days=7 - today.weekday()), week
    return None


def _read_weekday(said: str, today: date) -> _Found:
    for match in _WEEKDAY.finditer(said):
        if not match["not"]:
            ahead = (WEEKDAYS[match["weekday"]] - today.weekday()) % 7 or 7
            return today + timedelta(days=ahead), match
    return None


def _read_near(said: str, today: date) -> _Found:
    hidden = _MORNING_DAY.sub(lambda m: "#" * len(m.group()), said)
    for match in _DAY.finditer(hidden):
        if not match["not"]:
            shown = _DAY.search(said, match.start())
            return today + timedelta(days=DAYS[match["day"]]), shown or match
    return None


def _is_clock(match: re.Match[str], *, dated: bool) -> bool:
    return bool(match["mark"] or match["minute"] or match["lead"] or dated)


def _read_clock(said: str, *, dated: bool) -> _Clock | None:
    part = _PART.search(said)
    near = part["part"] if part else None
    for match in _CLOCK.finditer(said):
        if _is_clock(match, dated=dated or part is not None):
            return _Clock(_minute_of(match, PARTS[near] if near else None), precise=True)
    return _Clock(PARTS[near], precise=False) if near else None


def _minute_of(match: re.Match[str], part: int | None) -> int:
    hour, minute, mark = int(match["hour"]), int(match["minute"] or 0), (match["mark"] or "")[:1]
    if mark in ("a", "p") and hour <= 12:
        hour = hour % 12 + (12 if mark == "p" else 0)
    elif hour < 12 and _is_afternoon(hour, part, match):
        hour += 12
    return hour * 60 + minute


def _is_afternoon(hour: int, part: int | None, match: re.Match[str]) -> bool:
    if part is not None:
        return part >= 15 * 60 or (part == 12 * 60 and hour < 6)
    # "at 6" is said of the evening, "at 10" of the morning; "06:00" is written by people who mean six in the morning.
    return 1 <= hour <= 7 and not match["hour"].startswith("0")


def _place(day: date | None, clock: _Clock | None, local: datetime, now: datetime) -> Moment | None:
    unsaid = _TODAY_MINUTES if day == local.date() else (_DEFAULT_MINUTE,)
    minutes = unsaid if clock is None else (clock.minute,)
    precise = clock is not None and clock.precise
    for minute in minutes:
        at = _at(day or local.date(), minute, local)
        if at > now:
            return Moment(at, precise)
    if clock is None:
        return Moment((now + timedelta(hours=1)).astimezone(UTC), precise=False)
    return Moment(_at((day or local.date()) + timedelta(days=1), clock.minute, local), precise)


def _at(day: date, minute: int, local: datetime) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), tzinfo=local.tzinfo).astimezone(UTC)
