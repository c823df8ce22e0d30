"""Times in people's words: a small grammar of days, parts of the day, clock times and durations.

A general date library answers "tomorrow 10" at 15:00 with 15:00, and takes a second on first use. This grammar only
reads how people postpone things, always in the same way.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.replies.calendar_words import COUNTS, PARTS, UNITS, choose
from handlers.replies.day_phrases import find_days, has_today, has_weekday_of, match_whole, names_no_day, read_day
from handlers.replies.figure_dates import find_unclear_date, hide_figures
from handlers.replies.reading_effort import cache_reading
from handlers.replies.text_normalisation import normalise, words
from handlers.replies.word_lists import read_sets

# Hours of a day that is named without one: morning, afternoon, evening, night.
_DEFAULT_MINUTE = 10 * 60
_TODAY_MINUTES = (15 * 60, 18 * 60 + 30, 20 * 60)
_LONGEST = timedelta(days=366)
_NIGHT = PARTS["night"]
_SMALL = 4  # hours of the night that belong to the next day
_DAWN, _LATE = 8 * 60, 21 * 60  # between the two, a day counted from now keeps its hour
# A part of today: once it has begun, it is not tomorrow's.
_TONIGHT = match_whole(r"tonight|tonite|this\s(?:evening|night)|esta\snoche|cette\snuit|esta\snoite")

_RANGE = r"(?:\d{1,3}\s?(?:-|to|or|a|o|ou|ya)\s?)?"  # of "2-3 days" the later number
_COUNT = rf"\d{{1,3}}(?:[.,]\d)?|{choose(COUNTS)}"
_HALF = r"half\s(?:an\s)?|half\sa\s|media\s|meia\s|demi[\s-]|une\sdemi[\s-]|aadh[aei]\s|adh[ae]\s|आधे\s|आधा\s|आधी\s"
_DURATION = match_whole(
    rf"(?P<before>in|after|en|dentro\sde|dans|em|daqui\sa|within)?\s?(?P<half>{_HALF})?(?P<minus>[-−])?{_RANGE}(?:(?P<count>{_COUNT})\s?)?"
    rf"(?P<unit>{choose(UNITS)})(?P<more>\sand\sa\shalf|\sy\smedia|\set\sdemie)?(?P<after>\s(?:later|from\snow|time|baad|bad|me|mein|में|बाद|depois|despues|plus\stard))?"
)
_PART = match_whole(rf"(?<!mas\s)(?<!mais\s)(?P<part>{choose(PARTS)})")
_CLOCK = match_whole(
    r"(?<!\d[:.])(?P<lead>at|by|around|about|after|before|a\slas?|as|a|vers|@)?\s?(?P<hour>[01]?\d|2[0-3])(?:[:.h](?P<minute>[0-5]\d))?\s?"
    r"(?P<mark>a\.?m\.?|p\.?m\.?|oclock|o\sclock|baje|bje|बजे|h|hs|hrs)?"
)
_WRITTEN_CLOCK = match_whole(r"(?<!\d[:.])(?P<hour>\d{1,2}):(?P<minute>\d\d)")
# Words for a time that no calendar has: "after payday", "when I am back", "next year".
_VAGUE = match_whole(
    r"next\s(?!time)\w+|(?:after|once|till|until|when|cuando|despues\sde|hasta|quando|depois\sde|ate|apres|quand|jab)\s\S+"
    r"|\S+\s(?:ke\sbaad|ke\sbad|के\sबाद|jab)|(?:proximo|prochain|agle|अगले)\s\S+"
)
_SHARE = re.compile(r"\d\s?%")
_PAST = re.compile(r"\b(?:yesterday|ayer|anteayer|last night|anoche|beeta kal)\b|बीता कल", re.IGNORECASE)
# Words that people add to the moment of a delay.
_BESIDE = read_sets("moments")["beside"]


@dataclass(frozen=True, slots=True)
class NamedMoment:
    """A point in time that a person named, in UTC; `precise` if they named the hour."""

    at: datetime
    precise: bool


@dataclass(frozen=True, slots=True)
class _Clock:
    minute: int  # after midnight
    precise: bool


def read_moment(text: str, now: datetime, zone: ZoneInfo) -> NamedMoment | None:
    """Parse the time that a text names, always after `now`; None if it names none ("later", "after payday").

    `now` is aware; hours are in `zone`. A day with no hour means 10:00, a past hour means tomorrow's. A number of days
    counted from the night ends in a morning.

    Return None also for a date that may be two days ("2/3"), and for a time that is impossible or over a year away ("31
    february", "in 2 years"). find_moment tells these apart from a text with no time.
    """
    said = normalise(text)
    duration = _find_duration(said)
    if duration:
        length = _length(duration)
        return _add_length(length, now, zone) if timedelta(0) < length <= _LONGEST else None
    local = now.astimezone(zone)
    if _is_impossible(said, local.date()):
        return None
    tonight = _TONIGHT.search(said) is not None
    day, said = read_day(said, local.date())
    if day is None and find_unclear_date(said):
        return None
    day = local.date() if day is None and tonight else day
    clock = _read_clock(said, dated=day is not None)
    if day is None and clock is None:
        return None
    return _place(day, clock, local, now)


def read_hour(text: str, now: datetime, zone: ZoneInfo) -> NamedMoment | None:
    """Parse the time of a wish, as `read_moment` does, with two differences.

    An hour of a weekday may still be today's ("friday 6pm", on a Friday morning), and a past hour of today is not read
    as tomorrow's.
    """
    moment, said, local = read_moment(text, now, zone), normalise(text), now.astimezone(zone)
    if moment is None or not moment.precise:
        return moment
    if has_today(said):
        at = moment.at.astimezone(zone)
        return None if at.date() != local.date() and at.hour >= _SMALL else moment
    if not has_weekday_of(said, local.date()):
        return moment
    sooner = read_moment(text, now - timedelta(days=1), zone)
    return sooner if sooner is not None and sooner.at > now else moment


def find_moment(text: str) -> str | None:
    """Return the normalised words of a text that name a time, to repeat to the writer; None if there are none."""
    said = normalise(text)
    span = _span(said)
    return said[span[0] : span[1]].strip() if span else None


def is_little_but_a_moment(text: str) -> bool:
    """Return True if a text only postpones to a time. "I get paid friday" does not."""
    said = normalise(text)
    span = _span(said)
    return span is not None and _BESIDE.issuperset(words(f"{said[: span[0]]} {said[span[1] :]}"))


def is_of_the_past(text: str) -> bool:
    """Return True if a text only names a time of the day before: "yesterday 6pm"."""
    rest = _PAST.sub(" ", text, count=1)
    return rest != text and (not rest.strip() or is_little_but_a_moment(rest))


def has_named_hour(text: str) -> bool:
    """Return True if a text names an hour or a part of the day; "tomorrow" and "in two days" do not."""
    said = normalise(text)
    days = find_days(said)
    return _find_duration(said) is None and _read_clock(_blank_out(said, days), dated=bool(days)) is not None


def is_nothing_but_a_moment(text: str) -> bool:
    """Return True if a text is only one time, with no other word before, after or inside it.

    "friday, not vip, 6pm" and "20 days, tomorrow at 11" would lose a part.
    """
    said = normalise(text)
    found = _find_names(said)
    if not found or _SHARE.search(text):
        return False
    if not _BESIDE.issuperset(words(_blank_out(said, found))):
        return False
    return _find_duration(said) is not None or len(_hours(said, found)) <= 1


def _blank_out(said: str, found: Sequence[re.Match[str]]) -> str:
    """Replace the matches in a text by blanks."""
    bare = list(said)
    for match in found:
        bare[match.start() : match.end()] = " " * (match.end() - match.start())
    return "".join(bare)


def _hours(said: str, found: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """Return the clock times of a text that are not part of a date."""
    days = [one for one in found if "hour" not in one.re.groupindex]
    clocks = [one for one in found if "hour" in one.re.groupindex]
    return [one for one in clocks if not any(day.start() <= one.start("hour") < day.end() for day in days)]


def _span(said: str) -> tuple[int, int] | None:
    spans = [m.span() for m in _find_names(said)]
    return (min(s for s, _ in spans), max(e for _, e in spans)) if spans else None


def has_time(text: str) -> bool:
    """Return True if a postponing text names an end, even if it is vague."""
    return find_moment(text) is not None or _VAGUE.search(normalise(text)) is not None


@cache_reading
def _find_names(said: str) -> list[re.Match[str]]:
    duration = [m for m in _DURATION.finditer(said) if _is_duration(m)]
    days = find_days(said) + list(_PART.finditer(said))
    clocks = [m for m in _CLOCK.finditer(hide_figures(said)) if _is_clock(m, dated=bool(days))]
    return duration or days + clocks


def _is_duration(match: re.Match[str]) -> bool:
    # "It's been a week" names no moment, "in a week" does; so do "30 min" and "half an hour" alone.
    counted = match["count"] or match["half"]
    short = UNITS[match["unit"]] <= 60 and match["unit"] != "h"
    return bool(counted and (match["before"] or match["after"] or short))


def _find_duration(said: str) -> re.Match[str] | None:
    found = (match for match in _DURATION.finditer(said) if _is_duration(match))
    return next((match for match in found if not said[match.end() :].startswith(" ago")), None)


def _length(match: re.Match[str]) -> timedelta:
    count = match["count"]
    amount = 1.0 if count is None else float(COUNTS.get(count, 0) or count.replace(",", "."))
    amount = 0.5 if match["half"] else amount + (0.5 if match["more"] else 0)
    return timedelta(minutes=UNITS[match["unit"]] * (-amount if match["minus"] else amount))


def _is_impossible(said: str, today: date) -> bool:
    """Return True if the text names an impossible day or hour, or a past day."""
    clocks = _WRITTEN_CLOCK.finditer(said)
    return names_no_day(said, today) or any(int(match["hour"]) > 23 or int(match["minute"]) > 59 for match in clocks)


def _is_clock(match: re.Match[str], *, dated: bool) -> bool:
    return bool(match["mark"] or match["minute"] or match["lead"] or dated)


def _read_clock(said: str, *, dated: bool) -> _Clock | None:
    part = _PART.search(said)
    near = part["part"] if part else None
    for match in _CLOCK.finditer(hide_figures(said)):
        if _is_clock(match, dated=dated or part is not None):
            return _Clock(_minute_of(match, PARTS[near] if near else None), precise=True)
    return _Clock(PARTS[near], precise=False) if near else None


def _add_length(length: timedelta, now: datetime, zone: ZoneInfo) -> NamedMoment:
    """Return the time ``length`` from now. Hours count to the minute; days counted from late hours end in a morning."""
    at = now + length
    if length < timedelta(days=1):
        return NamedMoment(at.astimezone(UTC), precise=True)
    local = at.astimezone(zone)
    minute = local.hour * 60 + local.minute
    if _DAWN <= minute < _LATE:
        return NamedMoment(at.astimezone(UTC), precise=False)
    day = local.date() + timedelta(days=1 if minute >= _LATE else 0)
    return NamedMoment(_at(day, _DEFAULT_MINUTE, local), precise=False)


def _minute_of(match: re.Match[str], part: int | None) -> int:
    hour, minute, mark = int(match["hour"]), int(match["minute"] or 0), (match["mark"] or "")[:1]
    if mark in ("a", "p") and hour <= 12:
        hour = hour % 12 + (12 if mark == "p" else 0)
    elif hour == 12 and part == _NIGHT:
        hour = 0
    elif hour < 12 and _is_afternoon(hour, part, match):
        hour += 12
    return hour * 60 + minute


def _is_afternoon(hour: int, part: int | None, match: re.Match[str]) -> bool:
    if part == _NIGHT and hour <= _SMALL:  # "raat 2 baje"
        return False
    if part is not None:
        return part >= 15 * 60 or (part == 12 * 60 and hour < 6)
    # "at 6" means the evening, "at 10" the morning; "06:00" is written by people who mean six in the morning.
    return 1 <= hour <= 7 and not match["hour"].startswith("0")


def _place(day: date | None, clock: _Clock | None, local: datetime, now: datetime) -> NamedMoment | None:
    unsaid = _TODAY_MINUTES if day == local.date() else (_DEFAULT_MINUTE,)
    minutes = unsaid if clock is None else (clock.minute,)
    precise = clock is not None and clock.precise
    for minute in minutes:
        at = _at(day or local.date(), minute, local)
        if at > now:
            return NamedMoment(at, precise)
    if clock is None or (day == local.date() and not precise):
        return NamedMoment((now + timedelta(hours=1)).astimezone(UTC), precise=False)
    return NamedMoment(_at((day or local.date()) + timedelta(days=1), clock.minute, local), precise)


def _at(day: date, minute: int, local: datetime) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), tzinfo=local.tzinfo).astimezone(UTC)
