"""What a shopkeeper asks for of their own accord: their stock, orders and earnings, a payout, a holiday, help.

Read from texts that hold nothing else. An answer to a request ("2 hai", "kal tak", "stock nahi") is none of these,
and neither is a sentence with a word that this does not know: a person reads it instead.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import says_any, tokens
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.holidays import ends_before, read_end
from handlers.sourcing.replies.shop_words import SHOP_WORDS

_LONGEST = 14  # words; whoever writes more tells a story
_FEW = 8  # words of a question that asks nothing else
_SHORTEST_MISSPELT = 5


class ShopIntent(StrEnum):
    """What a shopkeeper asks for."""

    STOCK = "stock"  # what they said that they have
    ORDERS = "orders"  # what to bring or keep aside
    EARNINGS = "earnings"  # what they earned, and were paid
    PAYOUT = "payout"  # their money
    HOLIDAY = "holiday"  # to be asked nothing until a day or an hour
    BACK = "back"  # to be asked again
    LANGUAGE = "language"  # in which language we write
    PHOTOS = "photos"  # how photos are sent
    FETCHING = "fetching"  # who comes for the goods
    HELP = "help"  # what can be written here
    GREETING = "greeting"  # hello, or a question mark, and nothing else
    COURTESY = "courtesy"  # thanks, ok, a thumb up: nothing to do
    NOTHING = "nothing"  # none of these


@dataclass(frozen=True, slots=True)
class ShopReading:
    """What was asked for. A HOLIDAY ends at the hour ``until``, else when they open on ``day``; with neither it is long
    and begins later, or nobody knows when it ends; ``is_over`` where the day is past, or in no calendar. One of a later
    day ``begins`` on it. LANGUAGE names a ``locale``, None where it is to be asked; of STOCK a ``page`` may be asked
    for."""

    intent: ShopIntent
    day: date | None = None
    until: datetime | None = None
    begins: date | None = None
    locale: str | None = None
    page: int = 1
    is_over: bool = False

    @property
    def is_command(self) -> bool:
        """Whether it can be no answer to anything that a shop is asked."""
        return self.intent not in {ShopIntent.NOTHING, ShopIntent.COURTESY, ShopIntent.GREETING}


_WORDS = Vocabulary(SHOP_WORDS)
_SIGNS = {"any_sign": "full|comma|sign"}
_SOFT = _SIGNS | {
    "soft": "polite|my|we|what|show|current|this|is|hello|still|any_sign",
    "giving": "give|when|soft",
    "timely": "time|digits|next|ko|this|still",
    "idle": "polite|hello|my|we|is|shop|any_sign",
    "lasting": "idle|timely|length|till|tak|from|gone",
    "opening": "back|open|will_open",
}
NO_COMMAND = ShopReading(ShopIntent.NOTHING)
# Tried in this order, each on the whole text.
_RULES = tuple(
    (intent, _WORDS.rule(pattern, **_SOFT))
    for intent, pattern in (
        (ShopIntent.COURTESY, "(thanks|polite|hello|any_sign)*thanks(thanks|polite|hello|any_sign)*"),
        (ShopIntent.STOCK, "(update|soft)*stock(update|soft|give|time)*"),
        (ShopIntent.ORDERS, "(soft|time|giving)*orders(giving|time|shop)*"),
        (ShopIntent.EARNINGS, "(soft|time|give)*earnings(soft|time|give)*"),
        (ShopIntent.PAYOUT, "giving*payout(money|giving)*|(giving)*money(giving)*(give|when)(giving)*"),
        (ShopIntent.PAYOUT, "(polite|any_sign)*(give)(giving)*(my|what)*(giving)*money(giving)*"),
        (ShopIntent.PAYOUT, "(giving)*when(giving)*money(giving)*"),
        (ShopIntent.BACK, "(idle|still)*(back|open)(idle|still|current)*"),
        (ShopIntent.BACK, "(idle|still)*(holiday|closed)(idle|still)*ended(idle|still|give)*"),
        (ShopIntent.BACK, "ended(idle|still)*holiday(idle)*"),
        (ShopIntent.HOLIDAY, "(lasting|give|closed)*holiday(lasting|closed)*"),
        (ShopIntent.HOLIDAY, "(lasting|current)*closed(lasting|current)*"),
        (ShopIntent.HOLIDAY, "idle*opening(idle|timely|back|open|length)*(time|digits)(idle|timely)*"),
        (ShopIntent.HOLIDAY, "(idle|timely)*(time|digits)(idle|timely)*opening(idle|still|back|open)*"),
        (ShopIntent.HELP, "(soft|give|show)*help(soft|give)*"),
        (ShopIntent.GREETING, "(hello|polite|any_sign)*hello(hello|polite|any_sign)*"),
    )
)
_LANGUAGE = _WORDS.rule(
    "(soft|update|give|till|language)*(named|language)(soft|update|give|till|language)*",
    **_SOFT,
    named="english|hindi|hinglish|spanish",
)
_LOCALES = {"english": "en", "hindi": "hi", "hinglish": "hi-Latn", "spanish": "es"}
_LISTED = read_sets("sourcing:shop_signs")
_PAGE = _LISTED["page"]
_REASON, _BECAUSE = _LISTED["reason"], _LISTED["because"]
_CLAUSE_ENDS = frozenset({",", ";", ".", "!", "\n"})
_ASKS = frozenset({"?"})
_SAYS_THERE_IS = _WORDS.letters("is")
_TIME = _WORDS.letters("time")
_TODAY = _LISTED["today"]
_INVERTED = _LISTED["inverted"]  # "is tomorrow a holiday" asks
_PAST = _LISTED["past"]  # and so their "kal" is yesterday
_ASKS_FOR_IT = _WORDS.letters("what", "my", "show", "update", "full")


def read_shop(text: str, now: datetime, zone: ZoneInfo, *, button: str | None = None) -> ShopReading:
    """What a shopkeeper asks for; NOTHING for an answer, a story, or what cannot be told.

    ``now`` is aware; days are those of ``zone``. A ``button`` is the label that they pressed, instead of the text.
    """
    said = tokens((button or text)[:400])
    if said and set(said) <= _ASKS:
        return ShopReading(ShopIntent.GREETING)
    if not 0 < len(said) <= _LONGEST:
        return NO_COMMAND
    mended = _mend(tuple(said))
    if all(says_any(said, _LISTED[name]) for name in ("photos", "how", "sending")):
        return ShopReading(ShopIntent.PHOTOS)
    told = _without_reason(mended)
    if told != mended and _read(told, " ".join(told), now, zone).intent is ShopIntent.HOLIDAY:
        return _read(told, " ".join(told), now, zone)
    if len(mended) > 2 and mended[-2] in _PAGE and mended[-1].isdecimal():
        return _paged(_read(mended[:-2], " ".join(mended[:-2]), now, zone), mended[-1])
    reading = _read(mended, " ".join(mended), now, zone)
    asks = reading.intent is ShopIntent.NOTHING and _asks_who_fetches(said)
    return ShopReading(ShopIntent.FETCHING) if asks else reading


def _asks_who_fetches(said: Sequence[str]) -> bool:
    """ "Who picks it up?", "mera maal kaun lega", in few words: a longer text complains."""
    counted = any(word[0].isdigit() for word in said)
    return not counted and len(said) <= _FEW and all(says_any(said, _LISTED[name]) for name in ("who", "fetching"))


def _without_reason(said: Sequence[str]) -> list[str]:
    """The words without a clause that says why: "kal dukaan band rahegi, shaadi hai"."""
    clauses: list[list[str]] = [[]]
    for word in said:
        if word in _CLAUSE_ENDS or word in _BECAUSE:
            clauses.append([])
        else:
            clauses[-1].append(word)
    told = [clause for clause in clauses if not says_any(clause, _REASON)]
    return [word for clause in told for word in clause] if len(told) < len(clauses) else list(said)


def _paged(reading: ShopReading, page: str) -> ShopReading:
    """ "Stock page 2". A figure alone is no page: "stock 2" says how many there are."""
    return replace(reading, page=int(page[:4])) if reading.intent is ShopIntent.STOCK else NO_COMMAND


def _read(said: Sequence[str], text: str, now: datetime, zone: ZoneInfo) -> ShopReading:
    encoded = _WORDS.encode(list(said))
    if _LANGUAGE.fullmatch(encoded):
        return _language(encoded)
    intent = next((intent for intent, rule in _RULES if rule.fullmatch(encoded)), ShopIntent.NOTHING)
    if intent is ShopIntent.STOCK and (_is_answer(encoded) or _tells_when(encoded, said)):
        return NO_COMMAND
    if intent is ShopIntent.HOLIDAY:
        return _holiday(encoded, said, text, now, zone)
    return ShopReading(intent)


def _language(encoded: str) -> ShopReading:
    named = {locale for name, locale in _LOCALES.items() if _WORDS.letters(name) & set(encoded)}
    return ShopReading(ShopIntent.LANGUAGE, locale=named.pop() if len(named) == 1 else None)


def _tells_when(encoded: str, said: Sequence[str]) -> bool:
    """ "New stock monday" answers a request as well; "stock today" asks for it."""
    found = set(encoded)
    return bool(found & _TIME) and not found & _ASKS_FOR_IT and _TODAY.isdisjoint(said)


def _is_answer(encoded: str) -> bool:
    """ "Stock hai" answers a request and asks for no list."""
    found = set(encoded)
    return bool(found & _SAYS_THERE_IS) and not found & _ASKS_FOR_IT


def _holiday(encoded: str, said: Sequence[str], text: str, now: datetime, zone: ZoneInfo) -> ShopReading:
    """A holiday with its end. "Band hai" alone may be a product that is not made any more: the shop, or a day, or an
    hour must be named. A question tells nothing; one that begins on another day, or whose end no calendar tells, has no
    end here and is for a person."""
    names = set(_WORDS.names(encoded))
    if "?" in said or said[0] in _INVERTED or not (names & {"holiday", "shop", "time", "gone", "digits", "we"}):
        return NO_COMMAND
    if "will_open" not in names and names & {"back", "open"} and names & {"till", "tak"}:
        return NO_COMMAND  # "open till 8" tells their hours
    returning = not names & {"holiday", "closed"}
    end = read_end(text, now, zone, returning=returning)
    lasting = bool(names & {"till", "tak"})
    if lasting and ("gone" in names or ends_before(text, now, zone)):
        return ShopReading(ShopIntent.HOLIDAY, is_over=True)
    if end is None or (end.begins is not None and not _PAST.isdisjoint(said)):
        return ShopReading(ShopIntent.HOLIDAY)
    return ShopReading(ShopIntent.HOLIDAY, end.day, end.at, end.begins)


@lru_cache(maxsize=1)
def _spelled() -> tuple[str, ...]:
    """The words that may be misspelt: those that ask for something."""
    names = ("stock", "orders", "earnings", "payout", "holiday", "help", "language")
    single = {word for name in names for word in SHOP_WORDS[name] if " " not in word and word.isascii()}
    return tuple(sorted(word for word in single if len(word) >= _SHORTEST_MISSPELT))


def _mend(said: tuple[str, ...]) -> list[str]:
    """The words, with those one slip away from one that asks for something written as that."""
    return [_mended(word) if _is_strange(word) else word for word in said]


def _is_strange(word: str) -> bool:
    return len(word) >= _SHORTEST_MISSPELT and re.fullmatch("[a-z]+", word) is not None and not _is_known(word)


def _is_known(word: str) -> bool:
    return word in _phrased() or _WORDS.name([word]) != ["other"]


@lru_cache(maxsize=1)
def _phrased() -> frozenset[str]:
    """The words of which phrases are made: "kamaya" is no misspelt "kamayi"."""
    return frozenset(
        word for entries in SHOP_WORDS.values() for entry in entries if " " in entry for word in tokens(entry)
    )


def _mended(word: str) -> str:
    from rapidfuzz.distance import OSA  # loaded with the first word that may be a misspelt one

    near = [one for one in _spelled() if one[0] == word[0] and OSA.distance(word, one, score_cutoff=1) <= 1]
    return near[0] if near else word
