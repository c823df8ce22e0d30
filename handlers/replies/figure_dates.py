"""Dates written in digits: "15/12", "12/15", "15-12-2026", "el 15.12. a las 18h".

Two numbers with a slash are never a time. With a dash or a dot they may be two hours, or an hour and its minutes. They
are a date if an hour follows, an article precedes, or a year follows. The day is clear if one number is too large for a
month. A pair with two possible days ("2/3") is no day, and the reader asks.
"""

import re
from datetime import date

from handlers.replies.calendar_words import PARTS, UNITS, choose
from handlers.replies.reading_effort import cache_reading

_MONTHS, _DAYS = 12, 31
_MARK = r"[ap]\.?m|h|hs|hrs|baje|bje|बजे|o\s?clock"
_FIGURES = re.compile(
    r"(?<![^\W_])(?<![\u0900-\u097f])(?<![/.:,$€£₹-])(?P<one>\d{1,2})(?P<sign>[/.-])(?P<other>\d{1,2})"
    r"(?:(?P=sign)(?P<year>(?:20)?\d\d))?(?P<dot>\.(?!\d))?(?![^\W_])(?![/%]|[-.,:]\d)"
    rf"(?!\s?(?:{_MARK}|{choose(UNITS)})(?![^\W_]))"
)
_BESIDE = rf"(?:(?:ko|को|at|a|as|las?|um|on|in|the|around|by|en|de|por|{choose(PARTS)})\s)*"
_HOUR_BEHIND = re.compile(
    rf",?\s{_BESIDE}(?:\d{{1,2}}(?:[:.h]\d\d|\s?(?:{_MARK})(?![^\W_]))|(?<=\sat\s)\d|(?<=\sla\s)\d|(?<=\slas\s)\d)"
)
_PART_BEHIND = re.compile(rf",?\s(?:(?:ko|को|in\sthe|por\sla|en\sla|a\sla|de\sla)\s)*(?:{choose(PARTS)})(?![^\W_])")
_ARTICLE = re.compile(r"(?<![^\W_])(?:el|on|dia|del?)\s$")
_HOUR_LED = re.compile(r"(?<![^\W_])(?:at|a\slas?|as|by|around|vers|@)\s?$")
_LONGEST_BEFORE = 12  # characters of "around" and what separates it
_NAMED_TWICE = 2


@cache_reading
def find_figures(said: str) -> tuple[re.Match[str], ...]:
    """Return the matches of digit dates in a normalised text, valid or not."""
    return tuple(match for match in _FIGURES.finditer(said) if _is_date(match))


def resolve_day(match: re.Match[str], today: date) -> date | None:
    """Return the day of a digit date: the next one if no year is given.

    Return None if it may be two days, or is impossible or past.
    """
    month, dom = _parts(match) or (0, 0)
    if match["year"]:
        years = [int(match["year"]) + (2000 if len(match["year"]) == _NAMED_TWICE else 0)]
    else:
        years = [today.year + ahead for ahead in range(5)]
    days = (_make_date(year, month, dom) for year in years)
    return next((day for day in days if day is not None and day >= today), None)


def is_unclear(match: re.Match[str]) -> bool:
    """Return True if a date in digits may be two days, such as 04/05."""
    one, other = int(match["one"]), int(match["other"])
    return one != other and 0 < one <= _MONTHS and 0 < other <= _MONTHS


def find_unclear_date(said: str) -> str:
    """Return the first digit date that may be two days, as written in a normalised text; "" if there is none."""
    return next((one[0].rstrip(".") for one in find_figures(said) if is_unclear(one)), "")


def hide_figures(said: str) -> str:
    """Replace the digit dates in a normalised text by "#" signs; the length stays the same."""
    parts, at = list[str](), 0
    for match in find_figures(said):
        parts += said[at : match.start()], "#" * len(match[0])
        at = match.end()
    return "".join((*parts, said[at:]))


def is_day(match: re.Match[str]) -> bool:
    """Return True if a digit date is clearly one day."""
    return _parts(match) is not None


def _parts(match: re.Match[str]) -> tuple[int, int] | None:
    """Return the month and the day of a digit date; None if they are unclear."""
    one, other = int(match["one"]), int(match["other"])
    if is_unclear(match) or (one, other, match["sign"]) == (24, 7, "/"):  # all day long
        return None
    read = [(month, dom) for dom, month in ((one, other), (other, one)) if 0 < month <= _MONTHS and 0 < dom <= _DAYS]
    return read[0] if read else None


def _is_date(match: re.Match[str]) -> bool:
    said, sign = match.string, match["sign"]
    before, behind = said[max(0, match.start() - _LONGEST_BEFORE) : match.start()], match.end()
    if sign == "/" or match["year"]:
        return True
    if not (is_unclear(match) or is_day(match)) or _HOUR_LED.search(before):
        return False
    if _ARTICLE.search(before) or _HOUR_BEHIND.match(said, behind):
        return True
    if match["dot"] and match[0] == said and int(match["one"]) not in range(10, 13):  # "10.15." is an hour
        return True
    return not is_unclear(match) and _PART_BEHIND.match(said, behind) is not None


def _make_date(year: int, month: int, dom: int) -> date | None:
    try:
        return date(year, month, dom)
    except ValueError:
        return None
