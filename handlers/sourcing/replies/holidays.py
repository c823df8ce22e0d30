"""Until when is a shop on holiday? The day on which it is back, or the hour.

"Till Monday", "hasta el lunes" and "Monday tak" say the same in each language: back on Monday. "Today" holds all of
today, with such a word or without. One other day ("closed tomorrow") is a holiday of that day, and of no other: nobody
is to be left out today for a holiday of tomorrow. What else begins later is not read.

An hour at which they close ("we close at 8 today") is no end of a holiday, and neither is the hour at which they open
on another day ("we open at 11 tomorrow"): only who says that they are back, or names an hour of today, is away until
then. Where that cannot be told, there is no end: a person reads it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.replies.calendar_words import COUNTS, DAYS, MONTHS, PARTS, UNITS, WEEKDAYS, choose
from handlers.replies.days import find_days, names_no_day, whole
from handlers.replies.moments import Moment, read_moment
from handlers.replies.text import normalise
from handlers.replies.word_lists import read_words
from handlers.sourcing.replies.quantities import find_numbers, split
from handlers.sourcing.replies.shop_words import HOURS, SHOP_WORDS

_SIGNS = read_words("sourcing:shop_signs")
_DAY = 24 * 60  # minutes
_LONGEST = 92  # days: whoever names a longer one has most likely named a day that is over
_TILL = re.compile(r"(?<![^\W_])(?:till?|until+|untl|upto|up to|to|hasta|al)(?![^\W_])")
_TAK = re.compile(r"(?<![^\W_])(?:tak|tk)(?![^\W_])|(?<![\u0900-\u097f])तक(?![\u0900-\u097f])")
_FROM = re.compile(r"(?<![^\W_])(?:from|desde|starting)(?![^\W_])")
_YEAR = whole(r"(?:19|20)\d\d")
_PART = whole(choose(PARTS))
_NTH = re.compile(rf"(?<!the )(?<![^\W_])[0-3]?\d(?:st|nd|rd|th)(?![^\W_])(?! (?:of )?(?:{choose(MONTHS)}))")
_ONWARDS = re.compile(r"(?<![^\W_])(?:se|onwards?|en adelante)(?![^\W_])|(?<![\u0900-\u097f])से(?![\u0900-\u097f])")
_DAYS_TOGETHER = frozenset(_SIGNS["days together"])
_BETWEEN = frozenset(_SIGNS["between"])
_GREETED = whole(r"(?:good|buenos|buenas)\s(?:morning|afternoon|evening|night|dias|tardes|noches)")
_UNIT = choose(UNITS)
_COUNTED = whole(rf"(?:\d{{1,3}}|half|half\san?|aadha|aadhe|{choose(COUNTS)})\s?(?:{_UNIT})")
_AHEAD = whole(  # "in 2 hours", "2 ghante baad": when it begins, not how long it lasts
    rf"(?:in|within|after|en|dentro\sde)\s(?:\S+\s){{1,2}}(?:{_UNIT})|(?:{_UNIT})\s(?:me|mein|baad|bad|later|में|बाद)"
)
_RANGE = re.compile(  # "2 se 5 baje tak", "from 2 to 5 pm": it begins later than now
    r"(?<!\d)\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm|baje|bje|बजे)?\s?(?:-|–|to|till|se|a|से)\s?(?:las\s)?\d{1,2}(?!\d)"
    rf"(?!\s?(?:{_UNIT})(?![^\W_]))"
)
_RETURNS = _SIGNS["returns"]
_STILL_OPEN = frozenset({"will be open"})  # who will be open on Sunday is open before it, too


def _spelled(entries: Iterable[str]) -> re.Pattern[str]:
    said = (normalise(entry) for entry in entries if entry not in _STILL_OPEN)
    return whole("|".join(re.escape(entry) for entry in said))


_BACK = _spelled(SHOP_WORDS["back"] + _RETURNS)
_TELLS_HOURS = _spelled(HOURS)
_AGAIN = _spelled(SHOP_WORDS["back"] + _RETURNS + SHOP_WORDS["will_open"])


@dataclass(frozen=True, slots=True)
class End:
    """When a holiday is over: at the hour ``at``, else when the shop opens on ``day``. ``begins`` is the later day on
    which it begins, None for one that begins at once."""

    day: date | None = None
    at: datetime | None = None
    begins: date | None = None


def read_end(text: str, now: datetime, zone: ZoneInfo, *, returning: bool = False) -> End | None:
    """When a holiday of today or of one later day is over; None where it is longer and begins later, or where no
    calendar tells its end.

    ``returning`` says that the text names the day on which they are back, not the holiday. Without any day or hour it
    is today's.
    """
    said, today = _NTH.sub(r"the \g<0>", _GREETED.sub(" ", normalise(text))), now.astimezone(zone).date()
    if _is_of_hours(said, now, zone, returning=returning):
        return None
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
    if day - today > timedelta(days=_LONGEST) or (moment.precise and day > today == _named(found, today)):
        return None
    if moment.precise or (day == today and lasting and _PART.search(said)):  # "till 5", "aaj shaam tak"
        return End(at=moment.at)
    if len(found) == 1 and day != today and (_FROM.search(said) or not lasting):
        return End(day + timedelta(days=1), begins=day) if _is_one_day(found[0], said) else None
    return _end_of(day, today, lasting=lasting)


def ends_before(text: str, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a holiday would end on a day that is over, or that no calendar has: "till 31 February", "till 2020"."""
    said, today = normalise(text), now.astimezone(zone).date()
    years = [int(one) for one in _YEAR.findall(said)]
    return names_no_day(said, today) or any(one < today.year for one in years)


def _is_of_hours(said: str, now: datetime, zone: ZoneInfo, *, returning: bool) -> bool:
    """Whether it tells when they close or open, or a time that begins later than now, and no time until which they are
    away from now on."""
    moment = read_moment(said, now, zone)
    if _RANGE.search(said) or _TELLS_HOURS.search(said):
        return True
    if returning:
        return moment is not None and _BACK.search(said) is None and not _opens_again(said, moment, now, zone)
    if _TILL.search(said) or _TAK.search(said):
        return False
    if _AHEAD.search(said) or _PART.search(said):
        return True
    return moment is not None and moment.precise and _COUNTED.search(said) is None


def _opens_again(said: str, moment: Moment, now: datetime, zone: ZoneInfo) -> bool:
    """Whether they are closed until they open: at an hour of today, or on a day on which they "will open"."""
    today = moment.at.astimezone(zone).date() == now.astimezone(zone).date()
    if moment.precise or today:
        return today and (moment.precise or _PART.search(said) is not None)
    return _AGAIN.search(said) is not None


def _end_of(day: date, today: date, *, lasting: bool) -> End | None:
    if day == today:
        return End(day + timedelta(days=1))
    return End(day) if lasting else None


def _is_one_day(word: str, said: str) -> bool:
    """Whether all of that day is meant, and nothing that goes on from it: "kal chutti", not "kal se" or "kal subah"."""
    named = word in DAYS or (word in WEEKDAYS and word not in _DAYS_TOGETHER)
    return named and not (_FROM.search(said) or _ONWARDS.search(said) or _PART.search(said))


def _begins_today(word: str) -> bool:
    return DAYS.get(word) == 0


def _named(found: list[str], today: date) -> date | None:
    """Today, where no other day is named: an hour of it that is over is none of tomorrow."""
    return today if len(found) == 1 and _begins_today(found[0]) else None


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
