"""Days that a phrase says twice: a feast beside its date, "that day only" behind it, "since then" in a later clause.

A feast falls otherwise each year, and elsewhere: only the date beside it says which day is meant.
"""

from __future__ import annotations

import re

from handlers.audience.replies.names import Names
from handlers.audience.replies.words import FEASTS, pattern
from handlers.replies.calendar_words import MONTHS
from handlers.replies.text import normalise

_DATE = r"(?<!\w)(?P<date>(?:(?:the|el) )?{day_of})(?!\w)"
_YEAR = "(?: (?:(?P<last>{of_last_year})|{of_this_year}))?"
_FEAST = "(?:(?:el|la|the) )?(?P<feast>{movable_feast}|{fixed_feast})(?: (?:day|weekend))?"
_FEAST_FIRST = pattern(rf"(?<!\w){_FEAST}{_YEAR} ?[,(]? ?(?:{{which_is}} )?{_DATE} ?\)?")
_DATE_FIRST = pattern(rf"{_DATE} ?[,(] ?(?:{{which_is}} )?{_FEAST}(?: ?\)|(?= ?[,.;!]| ?$))")
_ALONE = pattern(
    r"(?:(?P<how>{date_since}|{date_before}|{date_after}|{date_to}|antes|despues) )?"
    rf"{_DATE} ?[,(]? ?{{only_that_day}}\)?(?!\w)"
)
_BOTH = pattern(r"(?P<span>{dated_span}) ?[,(]? ?{both_included}\)?(?!\w)")
_SINCE_THEN = pattern("{since_that_day}(?!\\w)")
_BEFORE_IT = pattern(f"{{date_before}} {_DATE}")
_ANY_DATE, _YEAR_SAID = pattern("{date}"), re.compile(r"20\d\d")
_FIGURES = re.compile(r"\d+")


def with_days_said_once(said: str, names: Names) -> str:
    """The phrase with the date alone of what says a day twice."""
    own = _own(names)
    for wanted in (_FEAST_FIRST, _DATE_FIRST):
        said = wanted.sub(lambda found: f" {_dated(found, names)} " if _falls(found, own) else found[0], said)
    said = _ALONE.sub(lambda found: found[0] if found["how"] else f"{found['date']} ", said)
    said = _BOTH.sub(lambda found: f"{found['span']} ", said)
    return re.sub(r" +(?=[,;. ])", "", _since_then(said)).strip()


def _falls(found: re.Match[str], own: frozenset[str]) -> bool:
    """Whether the feast is one, and may fall on that day: "25 november, christmas" says two days."""
    feast = " ".join(found["feast"].split())
    if feast in own:
        return False
    if feast not in FEASTS:
        return True
    month, day = map(int, FEASTS[feast].split("-"))
    words = re.split(r"[\s.,]+", found["date"])
    days = {int(one) for word in words for one in _FIGURES.findall(word)}
    return month in {MONTHS.get(word) for word in words} and day in days


def _dated(found: re.Match[str], names: Names) -> str:
    """The date, of the last year where that is said of the feast."""
    last = found.groupdict().get("last") is not None and _YEAR_SAID.search(found["date"]) is None
    return f"{found['date']} {names.today.year - 1}" if last and names.today is not None else found["date"]


def _since_then(said: str) -> str:
    """ "Before 2 november, and since then": since that day. Of a day on which something was done it is after it."""
    then, before = _SINCE_THEN.search(said), _BEFORE_IT.search(said)
    if then is None or before is None or before.end() > then.start() or len(_ANY_DATE.findall(said)) != 1:
        return said
    return f"{said[: then.start()]}desde {before['date']}{said[then.end() :]}"


def _own(names: Names) -> frozenset[str]:
    """Words that name something of the business's own: its "navidad" may be an audience."""
    told = (*names.brands, *names.categories, *names.tags, *names.sources, *names.audiences)
    words = {word for name in told for word in (normalise(name), *normalise(name).split())}
    return frozenset({*words, *names.goods.words()})
