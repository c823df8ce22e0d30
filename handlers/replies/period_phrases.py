"""Past periods for an admin's report: "7d", "yesterday", "march", "last 30 days"."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from handlers.replies.calendar_words import MONTHS, choose
from handlers.replies.text_normalisation import normalise

_ENDING = {"d": 1, "w": 7, "day": 1, "week": 7, "dia": 1, "semana": 7, "din": 1, "hafte": 7}
_LAST_DAYS = re.compile(
    r"(?:last|past|previous|ultimos|ultimas|pichhle|pichle)?\s*(?P<count>\d{1,4})\s*(?P<unit>days?|d|weeks?|w|dias?|semanas?|din|hafte)(?![^\W_])"
)
_MINUS = re.compile(r"(?:^|\s)[-−–]\s?\d")  # no days are less than none
_MONTH = re.compile(rf"(?<![^\W_])(?P<month>{choose(MONTHS)})(?![^\W_])(?:\s(?:de\s)?(?P<year>20\d\d))?")
_YEAR_MONTH = re.compile(r"(?<!\d)(?P<year>20\d\d)-(?P<month>0?[1-9]|1[0-2])(?![\d-])")
_DAY = re.compile(r"(?<!\d)(?P<day>20\d\d-\d\d-\d\d)(?!\d)")

# Reports look back, so the Hindi "kal" is yesterday here.
_NAMED = {
    "today": re.compile(r"(?<![^\W_])(?:today|aaj|aj|hoy|hoje|aujourd\shui)(?![^\W_])|आज"),
    "yesterday": re.compile(r"(?<![^\W_])(?:yesterday|kal|ayer|ontem|hier)(?![^\W_])|कल"),
    "last week": re.compile(r"last\sweek|previous\sweek|semana\s(?:pasada|passada)|pichh?le\shafte"),
    "this week": re.compile(r"this\sweek|(?:esta|la)\ssemana|is\shafte|(?<![^\W_])week(?![^\W_])"),
    "last month": re.compile(r"last\smonth|previous\smonth|mes\s(?:pasado|passado)|pichh?le\smahine"),
    "this month": re.compile(r"this\smonth|(?:este|el)\smes|is\smahine|(?<![^\W_])(?:month|mtd)(?![^\W_])"),
    "last year": re.compile(r"last\syear|ano\spasado"),
    "this year": re.compile(r"this\syear|este\sano|is\ssaal|(?<![^\W_])(?:year|ytd)(?![^\W_])"),
}


@dataclass(frozen=True, slots=True)
class PastPeriod:
    """A period from `start` up to, but not including, `end`, both UTC; `end` is never in the future."""

    start: datetime
    end: datetime
    label: str


def read_period(text: str, now: datetime, zone: ZoneInfo) -> PastPeriod | None:
    """Return the period that a text names, in days of `zone`; None if it names none or one that has not begun."""
    if _MINUS.search(text):
        return None
    said = normalise(text)
    today = now.astimezone(zone).date()
    span = _read_span(said, today)
    if span is None:
        return None
    first, after, label = span
    start, end = (datetime.combine(day, time(), tzinfo=zone).astimezone(UTC) for day in (first, after))
    return PastPeriod(start, min(end, now.astimezone(UTC)), label) if start < now else None


_Span: TypeAlias = tuple[date, date, str]


def _read_span(said: str, today: date) -> _Span | None:
    for read in (_read_last_days, _read_day, _read_year_month, _read_named, _read_month):
        span = read(said, today)
        if span:
            return span
    return None


def _read_last_days(said: str, today: date) -> _Span | None:
    match = _LAST_DAYS.search(said)
    if not match:
        return None
    unit = match["unit"] if match["unit"] in _ENDING else match["unit"].removesuffix("s")
    days = int(match["count"]) * _ENDING[unit]
    if not 0 < days <= 3660:
        return None
    return today - timedelta(days=days - 1), today + timedelta(days=1), "today" if days == 1 else f"last {days} days"


def _read_day(said: str, _today: date) -> _Span | None:
    match = _DAY.search(said)
    if not match:
        return None
    try:
        day = date.fromisoformat(match["day"])
    except ValueError:
        return None
    return day, day + timedelta(days=1), match["day"]


def _read_year_month(said: str, _today: date) -> _Span | None:
    match = _YEAR_MONTH.search(said)
    return _month_of(int(match["year"]), int(match["month"])) if match else None


def _read_named(said: str, today: date) -> _Span | None:
    label = next((name for name, pattern in _NAMED.items() if pattern.search(said)), None)
    return (*_find_period(label, today), label) if label else None


def _find_period(label: str, today: date) -> tuple[date, date]:
    which, _, unit = label.rpartition(" ")
    if unit in ("today", "yesterday"):
        first = today - timedelta(days=unit == "yesterday")
        return first, first + timedelta(days=1)
    if unit == "week":
        first = today - timedelta(days=today.weekday() + (7 if which == "last" else 0))
        return first, first + timedelta(days=7)
    if unit == "month":
        first = (today.replace(day=1) - timedelta(days=1)).replace(day=1) if which == "last" else today.replace(day=1)
        return first, _find_next_month(first)
    year = today.year - (which == "last")
    return date(year, 1, 1), date(year + 1, 1, 1)


def _read_month(said: str, today: date) -> _Span | None:
    match = _MONTH.search(said)
    if not match:
        return None
    month = MONTHS[match["month"]]
    # "march" said in February is last year's.
    year = int(match["year"]) if match["year"] else today.year - (month > today.month)
    return _month_of(year, month)


def _month_of(year: int, month: int) -> _Span:
    first = date(year, month, 1)
    return first, _find_next_month(first), f"{first:%B %Y}"


def _find_next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
