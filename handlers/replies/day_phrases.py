"""Days as people write them: days, weekdays, dates and months, counted from today."""

import re
from datetime import date, timedelta
from typing import TypeAlias

from handlers.replies.calendar_words import DAYS, MONTHS, WEEKDAYS, choose
from handlers.replies.figure_dates import find_figures, is_day, resolve_day

_EDGE, _END = r"(?<![^\W_])(?<![\u0900-\u097f])", r"(?![^\W_])(?![\u0900-\u0963])"


def match_whole(body: str) -> re.Pattern[str]:
    """Return a pattern that matches whole words, in any script."""
    return re.compile(f"{_EDGE}(?:{body}){_END}")


_NOT = r"(?:not|nahi|pas|no|except|never)\s"
_DAY = match_whole(rf"(?P<not>{_NOT})?(?P<day>{choose(DAYS)})(?!\snahi)")
_MORNING_DAY = match_whole(r"(?:por|en|de|a)\sla\smanana")
_WEEKDAY = match_whole(rf"(?P<not>{_NOT})?(?P<weekday>{choose(WEEKDAYS)})s?")
_NEXT_WEEK = match_whole(
    r"next\s(?:week|wk)|(?:la\s)?(?:proxima\ssemana|semana\sque\sviene)|semana\sque\svem|(?:la\s)?semaine\sprochaine|agle\shafte|agla\shafta|अगले\s(?:हफ्ते|सप्ताह)"
)
_NEXT_MONTH = match_whole(
    r"next\smonth|(?:el\s)?proximo\smes|mes\sque\sviene|mes\sque\svem|(?:le\s)?mois\sprochain|agle\s(?:mahine|month)|अगले\sमहीने"
)
_NEXT = match_whole(r"next|coming|proximo|que\sviene|prochain|agle|agla|अगले")
_ISO = match_whole(r"(?P<year>20\d\d)-(?P<month>\d\d?)-(?P<dom>\d\d?)")
_DATE = match_whole(
    rf"(?:(?P<d1>[0-3]?\d)(?:st|nd|rd|th)?\s(?:of\s|de\s)?(?P<m1>{choose(MONTHS)})"
    rf"|(?P<m2>{choose(MONTHS)})\s(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?)(?:,?\s(?:de\s|del\s)?(?P<year>20[2-9]\d))?"
)

_DAY_OF_MONTH = match_whole(
    r"(?:on\s)?the\s(?P<e>[0-3]?\d)(?:st|nd|rd|th)|(?:el\s)?dia\s(?P<s>[0-3]?\d)|(?P<h>[0-3]?\d)\s(?:tarikh|tareekh|तारीख)"
)
_MONTH = match_whole(rf"(?:in|en|em|next)\s(?P<month>{choose(MONTHS)})|(?P<hindi>{choose(MONTHS)})\s(?:mein|me|में)")

_NAMING = (_DAY, _WEEKDAY, _NEXT_WEEK, _NEXT_MONTH, _ISO, _DATE, _DAY_OF_MONTH, _MONTH)


def find_days(said: str) -> list[re.Match[str]]:
    """Return the matches of days in a normalised text, except for denied ones ("not monday")."""
    named = [match for pattern in _NAMING for match in pattern.finditer(said) if not match.groupdict().get("not")]
    return named + [match for match in find_figures(said) if is_day(match)]


def names_no_day(said: str, today: date) -> bool:
    """Return True if the text has an impossible or past date."""
    figures = any(is_day(match) for match in find_figures(said))
    return bool(_ISO.search(said) or _DATE.search(said) or figures) and _read_date(said, today) is None


def has_today(said: str) -> bool:
    """Return True if a normalised text says "today"."""
    return any(not match["not"] and DAYS[match["day"]] == 0 for match in _DAY.finditer(said))


def has_weekday_of(said: str, today: date) -> bool:
    """Return True if a normalised text names today's weekday, but not that of next week."""
    match = None if _NEXT.search(said) else _weekday(said)
    return match is not None and WEEKDAYS[match["weekday"]] == today.weekday()


def read_day(said: str, today: date) -> tuple[date | None, str]:
    """Return the named day, None if there is none, and the text with its words removed."""
    for read in (_read_date, _read_coming, _read_weekday, _read_near, _read_day_of_month, _read_month):
        found = read(said, today)
        if found:
            day, match = found
            return day, said[: match.start()] + " " + said[match.end() :]
    return None, said


_Found: TypeAlias = tuple[date, re.Match[str]] | None


def _read_date(said: str, today: date) -> _Found:
    match = _ISO.search(said)
    if match:
        day = _make_date(int(match["year"]), int(match["month"]), int(match["dom"]))
        return (day, match) if day and day >= today else None
    match = _DATE.search(said)
    if not match:
        return _read_figures(said, today)
    month, dom = MONTHS[match["m1"] or match["m2"]], int(match["d1"] or match["d2"])
    if match["year"]:
        day = _make_date(int(match["year"]), month, dom)
        return (day, match) if day and day >= today else None
    years = (_make_date(today.year + ahead, month, dom) for ahead in range(5))
    return next(((day, match) for day in years if day and day >= today), None)


def _read_figures(said: str, today: date) -> _Found:
    match = next((one for one in find_figures(said) if is_day(one)), None)
    day = None if match is None else resolve_day(match, today)
    return None if match is None or day is None else (day, match)


def _make_date(year: int, month: int, dom: int) -> date | None:
    try:
        return date(year, month, dom)
    except ValueError:
        return None


def _read_coming(said: str, today: date) -> _Found:
    month = _NEXT_MONTH.search(said)
    if month:
        return (today.replace(day=1) + timedelta(days=32)).replace(day=1), month
    week = _NEXT_WEEK.search(said)
    if week and not _weekday(said):
        return _find_next_monday(today), week
    return None


def _find_next_monday(today: date) -> date:
    """Return the Monday of "next week". On a Sunday it is not tomorrow, even where weeks begin on Monday."""
    return today + timedelta(days=7 - today.weekday() if today.weekday() < 6 else 8)


def _read_weekday(said: str, today: date) -> _Found:
    match = _weekday(said)
    if match is None:
        return None
    weekday = WEEKDAYS[match["weekday"]]
    if _NEXT_WEEK.search(said):
        return _find_next_monday(today) + timedelta(days=weekday), match
    return today + timedelta(days=(weekday - today.weekday()) % 7 or 7), match


def _weekday(said: str) -> re.Match[str] | None:
    return next((match for match in _WEEKDAY.finditer(said) if not match["not"]), None)


def _read_near(said: str, today: date) -> _Found:
    hidden = _MORNING_DAY.sub(lambda m: "#" * len(m.group()), said)
    for match in _DAY.finditer(hidden):
        if not match["not"]:
            shown = _DAY.search(said, match.start())
            return today + timedelta(days=DAYS[match["day"]]), shown or match
    return None


def _read_day_of_month(said: str, today: date) -> _Found:
    match = _DAY_OF_MONTH.search(said)
    if not match:
        return None
    dom = int(match["e"] or match["s"] or match["h"])
    months = ((today.year + (today.month - 1 + ahead) // 12, (today.month - 1 + ahead) % 12 + 1) for ahead in range(3))
    days = (_make_date(year, month, dom) for year, month in months)
    return next(((day, match) for day in days if day and day > today), None)


def _read_month(said: str, today: date) -> _Found:
    match = _MONTH.search(said)
    if not match:
        return None
    month = MONTHS[match["month"] or match["hindi"]]
    return date(today.year + (month <= today.month), month, 1), match
