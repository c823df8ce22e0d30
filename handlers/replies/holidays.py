"""Until when is a shop on holiday? The day on which it is back, or the hour.

"Till Monday" is over on Monday; "Monday tak" and a day without "till" hold all of that day. What begins on another day
than today is not read: nobody is to be left out today for a holiday of tomorrow.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.replies.calendar_words import DAYS, MONTHS, PARTS, UNITS, choose
from handlers.replies.days import find_days, whole
from handlers.replies.moments import read_moment
from handlers.replies.quantities import find_numbers, split
from handlers.replies.text import normalise

_DAY = 24 * 60  # minutes
_LONGEST = 92  # days: whoever names a longer one has most likely named a day that is over
_TILL = re.compile(r"(?<![^\W_])(?:till?|until+|untl|upto|up to|to|hasta|al)(?![^\W_])")
_TAK = re.compile(r"(?<![^\W_])(?:tak|tk)(?![^\W_])|(?<![\u0900-\u097f])तक(?![\u0900-\u097f])")
_FROM = re.compile(r"(?<![^\W_])(?:from|desde|starting)(?![^\W_])")
_PART = whole(choose(PARTS))
_NTH = re.compile(rf"(?<!the )(?<![^\W_])[0-3]?\d(?:st|nd|rd|th)(?![^\W_])(?! (?:of )?(?:{choose(MONTHS)}))")
_BETWEEN = frozenset({"ki", "ka", "ke", "की", "का", "के", "full", "whole"})


@dataclass(frozen=True, slots=True)
class End:
    """When a holiday is over: at the hour ``at``, else when the shop opens on ``day``."""

    day: date | None = None
    at: datetime | None = None


def read_end(text: str, now: datetime, zone: ZoneInfo, *, returning: bool = False) -> End | None:
    """When a holiday that begins today is over; None where it begins later, or where no calendar tells its end.

    ``returning`` says that the text names the day on which they are back, not the holiday. Without any day or hour it
    is today's.
    """
    said, today = _NTH.sub(r"the \g<0>", normalise(text)), now.astimezone(zone).date()
    days = _days(said)
    if days is not None:
        return End(today + timedelta(days=days)) if 0 < days <= _LONGEST else None
    found = [match.group() for match in find_days(said)]
    lasting = bool(_TILL.search(said) or _TAK.search(said) or returning)
    if len(found) > 1 and not lasting:
        return End(today + timedelta(days=2)) if {DAYS.get(one) for one in found} == {0, 1} else None
    if len(found) > 1 and not _begins_today(found[0]):
        return None
    moment = read_moment(_last(said, found), now, zone)
    if moment is None:
        return None if re.search(r"\d", said) or lasting or found else End(today + timedelta(days=1))
    day = moment.at.astimezone(zone).date()
    if day - today > timedelta(days=_LONGEST):
        return None
    if moment.precise or (day == today and lasting and _PART.search(said)):  # "till 5", "aaj shaam tak"
        return End(at=moment.at)
    begins_later = len(found) == 1 and _FROM.search(said) and day != today
    return None if begins_later else _end_of(day, said, today, lasting=lasting)


def _end_of(day: date, said: str, today: date, *, lasting: bool) -> End | None:
    if day == today or _TAK.search(said):
        return End(day + timedelta(days=1))
    return End(day) if lasting else None


def _begins_today(word: str) -> bool:
    return DAYS.get(word) == 0


def _last(said: str, found: list[str]) -> str:
    """The text from its last day on: "from today to friday" ends on Friday."""
    if len(found) < 2:
        return said
    place = max(said.rfind(one) for one in found)
    return f"till {said[place:]}"


def _days(said: str) -> int | None:
    """How many days it lasts, today included: "3 din", "for a week"; None where it says no number of them."""
    words = split(said)
    for number in find_numbers(words):
        place = number.end
        while place < len(words) and words[place] in _BETWEEN:
            place += 1
        minutes = UNITS.get(words[place], 0) if place < len(words) else 0
        if minutes >= _DAY:
            return int(number.value * minutes // _DAY)
    for place, word in enumerate(words[1:], 1):
        minutes = UNITS.get(word, 0)
        if words[place - 1] in {"a", "an"} and minutes >= _DAY:
            return minutes // _DAY
    return None
