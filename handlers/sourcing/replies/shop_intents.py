"""A shopkeeper's own requests: stock, orders and earnings, a payout, a holiday, help.

Each word has to be in a list, or name the days of a holiday. An answer to a request ("2 hai", "stock nahi") is none of
these, and a text with any other word goes to a person.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from handlers.replies.calendar_words import DAYS, UNITS, WEEKDAYS
from handlers.replies.courtesies import is_courtesy
from handlers.replies.moment_phrases import is_nothing_but_a_moment, read_moment
from handlers.replies.text_normalisation import BREAKS, split_tokens
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.quantities import find_numbers
from handlers.sourcing.replies.stock.reply_words import sign_of

_LONGEST, _PHRASE = 14, 6  # words of a text, and of an entry; a longer text is a story
_DAY = 24 * 60  # minutes
_MOST_DAYS = 92  # a longer holiday most likely names a day that is over
_ARTICLES = frozenset({"a", "an", "un", "una"})
_ASKS, _DENIALS = frozenset({"is", "are"}), frozenset("nmx")
_AROUND = frozenset({"shop", "today"})
_COURTEOUS = frozenset({"beside", "courtesy", "hello"})
_OF_HOLIDAYS = frozenset({"holiday", "back", "open"})
_SEVERAL_DAYS = frozenset({"weekend", "week end", "fin de semana", "fim de semana"})


class ShopIntent(StrEnum):
    """What a shopkeeper asks for."""

    STOCK = "stock"  # their stated stock
    ORDERS = "orders"  # pieces to bring or keep aside
    EARNINGS = "earnings"  # their earnings and payouts
    PAYOUT = "payout"  # their money
    HOLIDAY = "holiday"  # to be asked nothing until a day or an hour
    BACK = "back"  # to be asked again
    LANGUAGE = "language"  # the language of our messages
    HELP = "help"  # the words that they can write here
    GREETING = "hello"  # hello, or a question mark, alone
    COURTESY = "courtesy"  # thanks, ok, a thumb up: nothing to do
    NOTHING = "nothing"  # none of these


@dataclass(frozen=True, slots=True)
class ShopReading:
    """A parsed request of a shopkeeper. STOCK may have a ``page``. A HOLIDAY ends at the time ``until``, or on ``day``,
    when they open again; its end is unknown if both are None. A holiday in the future ``begins`` on its day."""

    intent: ShopIntent
    day: date | None = None
    until: datetime | None = None
    begins: date | None = None
    page: int = 1

    @property
    def is_command(self) -> bool:
        """Return True if the text is a request, and cannot be an answer to ours."""
        return self.intent not in {ShopIntent.NOTHING, ShopIntent.COURTESY, ShopIntent.GREETING}


NO_COMMAND = ShopReading(ShopIntent.NOTHING)
_ENDLESS = ShopReading(ShopIntent.HOLIDAY)


def read_shop(text: str, now: datetime, zone: ZoneInfo, *, button: str | None = None) -> ShopReading:
    """Parse a shopkeeper's request; NOTHING for an answer, a story, or an unclear text.

    ``now`` is aware; days are in ``zone``. A ``button`` is the label of a tapped button and replaces the text.
    """
    said = split_tokens((button or text)[:400])
    if not 0 < len(said) <= _LONGEST:
        return NO_COMMAND
    if set(said) <= {"?"}:
        return ShopReading(ShopIntent.GREETING)
    found, rest = _classes([word for word in said if word not in BREAKS])
    names = found - _AROUND
    if names & _OF_HOLIDAYS:
        asks = "?" in said or said[0] in _ASKS or any(sign_of(word) in _DENIALS for word in rest)
        return NO_COMMAND if asks else _read_holiday(found, rest, now, zone)
    if names == {"stock", "page"} and len(rest) == 1 and rest[0].isdecimal():
        return ShopReading(ShopIntent.STOCK, page=int(rest[0][:4]))
    if rest or len(names) > 1:
        return NO_COMMAND
    known = {one.value: one for one in ShopIntent}
    return ShopReading(known.get(next(iter(names), ""), ShopIntent.NOTHING))


def _classes(said: Sequence[str]) -> tuple[set[str], list[str]]:
    """Return the word lists of the text's phrases, and the words that are in no list."""
    found, rest, at = set[str](), list[str](), 0
    while at < len(said):
        name, length = _phrase(said[at : at + _PHRASE])
        if name:
            found.add(name)
        else:
            rest.append(said[at])
        at += length
    asks = found - _COURTEOUS
    return asks or {"hello" if "hello" in found else "courtesy"} & found, rest


def _phrase(words: Sequence[str]) -> tuple[str, int]:
    """Return the word list of the longest phrase at the beginning, and the phrase's number of words."""
    listed = read_sets("sourcing:shop")
    for length in range(len(words), 0, -1):
        phrase = " ".join(words[:length])
        name = next((name for name, phrases in listed.items() if phrase in phrases), "")
        if name or is_courtesy(phrase):
            return name or "courtesy", length
    return "", 1


def _read_holiday(found: Set[str], rest: Sequence[str], now: datetime, zone: ZoneInfo) -> ShopReading:
    """Parse a holiday with its end, or a statement that the shop is back."""
    names = found - _AROUND - {"is", "lasting"}
    if names != {"holiday"}:
        is_back = names <= {"back", "open"} and not (rest or found & {"today", "lasting"})
        return ShopReading(ShopIntent.BACK) if is_back else NO_COMMAND
    today, said = now.astimezone(zone).date(), " ".join(rest)
    if not rest:
        whole = "lasting" not in found or "today" in found
        return ShopReading(ShopIntent.HOLIDAY, today + timedelta(days=1)) if whole else _ENDLESS
    minutes = _minutes(rest)
    if minutes is not None:
        days = minutes // _DAY
        return ShopReading(ShopIntent.HOLIDAY, today + timedelta(days)) if 0 < days <= _MOST_DAYS else _ENDLESS
    if not is_nothing_but_a_moment(said):
        return NO_COMMAND
    return _read_lasting(said, now, zone) if "lasting" in found else _read_one_day(said, now, zone)


def _read_one_day(said: str, now: datetime, zone: ZoneInfo) -> ShopReading:
    """Parse a holiday on one later day."""
    moment = read_moment(said, now, zone)
    if moment is None or said not in {*DAYS, *WEEKDAYS} - _SEVERAL_DAYS:
        return _ENDLESS
    day = moment.at.astimezone(zone).date()
    return ShopReading(ShopIntent.HOLIDAY, day + timedelta(days=1), begins=day)


def _minutes(rest: Sequence[str]) -> int | None:
    """Return the minutes of a duration: "3 din", "a week" or "2 hours"; None for other words."""
    numbers = find_numbers(list(rest))
    counted = numbers[0].value if numbers and numbers[0].start == 0 and numbers[0].end == len(rest) - 1 else None
    if rest[:-1] and set(rest[:-1]) <= _ARTICLES:
        return UNITS.get(rest[-1])
    return int(counted * UNITS[rest[-1]]) if counted is not None and rest[-1] in UNITS else None


def _read_lasting(said: str, now: datetime, zone: ZoneInfo) -> ShopReading:
    """Parse a holiday until the day or the time in these words."""
    moment, today = read_moment(said, now, zone), now.astimezone(zone).date()
    day = moment.at.astimezone(zone).date() if moment is not None else today
    if moment is None or day - today > timedelta(days=_MOST_DAYS):
        return _ENDLESS
    if moment.precise or day == today:
        return ShopReading(ShopIntent.HOLIDAY, until=moment.at)
    return ShopReading(ShopIntent.HOLIDAY, day)
