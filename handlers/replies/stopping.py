"""What a stop of the staff is about: everything, for a time or without an end; some days or hours; one part of it; or
no stop at all, but a text that holds the word.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from handlers.replies.calendar_words import COUNTS, DAYS, MONTHS, PARTS, UNITS, WEEKDAYS, choose
from handlers.replies.courtesies import without_courtesies
from handlers.replies.moments import find_moment, read_moment
from handlers.replies.sending import wants_no_sending, whose_end
from handlers.replies.text import normalise, words
from handlers.replies.word_lists import read_sets

_LISTED = read_sets("sending")
_HALTS, _SENT, _ALL, _BESIDE = (_LISTED[one] for one in ("halt", "what is sent", "all", "beside"))
_ALONE, _PAUSES, _RESUMES, _GOES_ON = _LISTED["alone"], _LISTED["pauses"], _LISTED["sends again"], _LISTED["goes on"]
_AGAIN, _BESIDE_AGAIN = _LISTED["again"], _LISTED["beside again"]
_DAYS_OFF = frozenset(WEEKDAYS) | _LISTED["days off"]
_TODAY = frozenset(word for word, many in DAYS.items() if many == 0) | {"tonight"}
_LATER = frozenset(word for word, many in DAYS.items() if many > 0)
_UNTIL_A_FIGURE = re.compile(r"(?<!\S)(?:till|til|until|upto|hasta)(?: las?)? \d")
_UNTIL_AN_HOUR = re.compile(
    rf"(?<!\S)(?:till|til|until|upto|hasta)(?: las?)? (?=\d{{1,2}}(?:$| (?!(?:{choose(UNITS)})(?!\S))))"
)
_LEADS = re.compile(r"(?<!\S)(?:in|baad)(?!\S)")  # as _as_moment writes them
_HOURS = re.compile(r"(?<![\w:.])(\d{1,3}) ?(?:h|hr|hrs)(?![\w])")  # by itself "2h" is an hour of the day
_TIMES = (
    frozenset().union(DAYS, PARTS, UNITS, COUNTS, WEEKDAYS, MONTHS) | _LISTED["of a time"] | {"baad"}
)  # as _as_moment writes it
_ASKS_ADVICE = re.compile(r"\s*(?:should|shall|must|debo|deber[ií]a)\b.*\?", re.IGNORECASE)
_EXCEPTS = re.compile(
    r"(?<!\w)(?:but|except(?:ing)?|apart from|other than|menos|excepto|salvo|chhod(?:ke|kar|\s(?:ke|kar))|ke siva"
    r"|chod ke|छोड़कर|छोड़ के|के सिवा)(?!\w)",
    re.IGNORECASE,
)
"""What of a stop of everything leaves a part out."""
_HALF = r"half an?|half|media|medio|aadhe|aadha|aadhi|adhe|adha|आधे|आधा"
_STRETCH = rf"(?:\d{{1,3}}|{_HALF}|{choose(COUNTS)}) ?(?:{choose(UNITS)})"
_COUNTED = re.compile(rf"(?:in )?{_STRETCH}")  # "2 hours", "dos horas", "aadha ghanta"
_BARE = re.compile(rf"(?<!\S)(?<!in )({_STRETCH})(?!\S)")
_BRACES = re.compile(r"[{}]")
_NUMBER = 3  # digits from which on a figure is no hour
_OPENING = 4  # words in which somebody says that a text is given
_MOST = 10  # words of what asks for sending again or for a pause; a longer text tells a story


def _pattern(name: str) -> re.Pattern[str]:
    spelled = "|".join(sorted(map(re.escape, _LISTED[name]), key=len, reverse=True))
    return re.compile(rf"(?<!\S)(?:{spelled})(?!\S)")


_BEFORE_A_TIME, _BEHIND_A_TIME, _VAGUE = map(_pattern, ("lasts before", "lasts behind", "a while"))
_ALL_NIGHT = _pattern("all night")
_MORNING, _DAWN = time(10), time(6)


class Extent(Enum):
    """How much a text of the staff wants to stop."""

    EVERYTHING = "everything"
    TIMES = "times"  # on some days, or at some hours
    PART = "part"  # one reminder, one channel, a discount
    NOTHING = "nothing"


def what_stops(text: str) -> Extent:
    """The extent of the stop that a text wants. Only a stop of everything may ask whether sending shall stop."""
    said = words(text)
    if words_a_text(text) or _asks(said) or _ASKS_ADVICE.match(text):
        return Extent.NOTHING
    if _EXCEPTS.search(text) and not (_HALTS | _PAUSES | _ALONE).isdisjoint(said) and not _ALL.isdisjoint(said):
        return Extent.PART
    bare, lasts = without_end(text)
    stops = wants_no_sending(text) or wants_no_sending(bare) or whose_end(text) is not None or wants_pause(text)
    stops = stops or ((lasts or _is_at_times(text, said)) and _speaks_of_sending(said))
    if stops and not lasts and _is_at_times(text, said):
        return Extent.TIMES
    if not stops:
        return Extent.NOTHING
    of = words(bare) if lasts else said  # "for one week" is no part
    return Extent.PART if not _LISTED["a part"].isdisjoint(of) else Extent.EVERYTHING


def words_a_text(text: str) -> bool:
    """Whether it gives the words of a message: "change the first text to: …", "{brand}: … reply STOP"."""
    if _BRACES.search(text):
        return True
    said = words(text)
    sets = not _LISTED["words a text"].isdisjoint(said[:_OPENING])
    return sets and not _LISTED["a text"].isdisjoint(said[: _OPENING + 2])


def wants_pause(text: str) -> bool:
    """Whether a text says "pause" or a stop, and for how long, and nothing else: "pause for 2 hours", "2 घंटे रोक दो"."""
    bare, lasts = without_end(text)
    left = [one for one in without_courtesies(words(bare)) if one not in _ALL | _SENT | _BESIDE | _BESIDE_AGAIN]
    return lasts and bool(left) and len(words(text)) <= _MOST and _is_a_stop(left)


def _is_a_stop(left: list[str]) -> bool:
    """Whether these words call for a pause, and are about nothing else."""
    return (_PAUSES | _HALTS | _ALONE).issuperset(_joined(left, _HALTS | _ALONE))


def wants_sending_again(text: str) -> bool:
    """Whether all that a text says is that sending goes on: "start sending again", "chalu karo", "फिर से शुरू करो"."""
    said = list(without_courtesies(words(text)))
    if "?" in text or not 0 < len(said) <= _MOST:
        return False
    left = _joined(said, _RESUMES | _GOES_ON | _AGAIN)
    beside = _SENT | _ALL | _AGAIN
    rest = {one for one in left if one not in beside | _BESIDE | _BESIDE_AGAIN}
    plain = not _RESUMES.isdisjoint(rest) or not beside.isdisjoint(left)
    return bool(rest) and plain and rest <= _RESUMES | _GOES_ON


def end_of(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When a stop ends by what its text says, UTC; None where it names no end, or one that cannot be read."""
    if not without_end(text)[1]:
        return None
    if _ALL_NIGHT.search(normalise(text)) is not None:
        return _next(_MORNING, now, zone)
    said = words(text)
    meant = read_moment(_as_moment(text), now, zone)
    if not _TODAY.isdisjoint(said) and (meant is None or not meant.precise) and set(said).isdisjoint(PARTS):
        return _next(time(0), now, zone)
    return None if meant is None else meant.at


def _next(hour: time, now: datetime, zone: ZoneInfo) -> datetime:
    """The next time that it is so late; in a morning that is the next one, but for who says it in the night."""
    local = now.astimezone(zone)
    tonight = local.time() < min(hour, _DAWN)
    return datetime.combine(local.date() + timedelta(days=0 if tonight else 1), hour, zone).astimezone(UTC)


def without_end(text: str) -> tuple[str, bool]:
    """The text without the words that say how long, and whether any did: "for 2 hours", "till monday", "aaj"."""
    said = normalise(text)
    vague = _VAGUE.search(said) or _ALL_NIGHT.search(said)
    if vague is not None:
        return f"{said[: vague.start()]} {said[vague.end() :]}", True
    led = _BEFORE_A_TIME.search(said) is not None or _BEHIND_A_TIME.search(said) is not None
    named = find_moment(_as_moment(text))
    if named is None or not all(one in _TIMES or one[0].isdigit() for one in words(named)):
        return said, _UNTIL_A_FIGURE.search(said) is not None  # an end that nobody can read is said to be none
    today = _TODAY.intersection(named.split())
    counted = _COUNTED.fullmatch(named) is not None and set(words(text)).isdisjoint(_LISTED["outside"])
    if not (led or today or (counted and _DAYS_OFF.isdisjoint(words(text)))):
        return said, False
    return _LEADS.sub(" ", _as_moment(text).replace(named, " ")), True


def _as_moment(text: str) -> str:
    """The text with an end as a moment: "for 2 days" and a bare "2 days" as "in 2 days", "2 din ke liye" as "2 din
    baad"."""
    hour = _UNTIL_AN_HOUR.sub("at ", normalise(text))  # "till 6"
    said = _HOURS.sub(r"in \1 hours", _BEHIND_A_TIME.sub("baad", _BEFORE_A_TIME.sub("in", hour)))
    return _BARE.sub(r"in \1", said).replace("in in ", "in ")


def _joined(said: list[str], phrases: frozenset[str]) -> list[str]:
    """The words, those of a phrase as one; the longest phrase first."""
    spoken = f" {' '.join(said)} "
    for phrase in sorted((one for one in phrases if " " in one), key=len, reverse=True):
        spoken = spoken.replace(f" {phrase} ", f" {phrase.replace(' ', '_')} ")
    return [word.replace("_", " ") for word in spoken.split()]


def _asks(said: list[str]) -> bool:
    return bool(said) and not _LISTED["asks"].isdisjoint({said[0], " ".join(said[:2])})


def _is_at_times(text: str, said: list[str]) -> bool:
    plural = {one.removesuffix("s") for one in said}
    off = not (_DAYS_OFF | _LATER).isdisjoint({*said, *plural}) or bool(_pattern("days off").search(normalise(text)))
    hour = find_moment(text) is not None or any(one.isdigit() and len(one) < _NUMBER for one in said)
    return off or (hour and not set(said).isdisjoint(_LISTED["outside"] | frozenset(PARTS)))


def _speaks_of_sending(said: list[str]) -> bool:
    """Whether it denies what is sent: "no messages". "Not on sundays" is said of shops as well, and "customers who have
    not bought for 30 days" of customers, who are sent to nobody."""
    return not _LISTED["denies"].isdisjoint(said) and not (_SENT - _LISTED["many"]).isdisjoint(said)
