"""What a shopkeeper says over the counter: "aapke ladke ko de diya", "pending?", "1234 ke kitne paise milenge?".

A wrong "handed over" would have the staff look for goods that nobody gave. So every word has to be understood: as an
order or goods of the shop, or as part of such a sentence. A question, a denial and a day to come say nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens, words
from handlers.replies.word_lists import read_words
from handlers.sourcing.replies.mentioning import is_own, spelled
from handlers.sourcing.replies.not_handed import denies_handing
from handlers.sourcing.replies.quantities import read_numbers
from handlers.sourcing.replies.stock.items import Catalogue
from handlers.sourcing.replies.stock.values import Ask

_LONGEST = 16  # words; whoever writes more tells a story
_WORDS = Vocabulary(read_words("sourcing:counter"))
_SIGNS = frozenset({"full", "comma", "sign"})
_HANDED = frozenset({"handed", "to_us", "beside", "all", "digits", "counted", "rest", "when"}) | _SIGNS
_LEFT = frozenset({"rest", "when"})  # beside what was handed over these tell of what was not
_BRINGS = frozenset({"brings", "themselves", "when", "to_us", "beside", "all", "digits", "polite"}) | _SIGNS
_PENDING = frozenset({"pending", "beside", "all", "polite", "asking"}) | _SIGNS
_EARNS = (
    frozenset({"earn_what", "how_much", "get", "asked_for", "beside", "all", "digits", "polite", "asking"}) | _SIGNS
)

_PRICED = (_EARNS - {"digits"}) | {"price"}


class CounterIntent(StrEnum):
    """What a shopkeeper says or asks over the counter."""

    HANDED = "handed"  # goods of an order were given to us
    NOT_HANDED = "not handed"  # they were not: it was said by mistake
    BRINGS = "brings"  # they bring goods of an order to us themselves, later on
    PENDING = "pending"  # they ask what waits for their answer, and what they keep
    EARNS = "earns"  # they ask what an order brings them
    NOTHING = "nothing"  # none of these


@dataclass(frozen=True, slots=True)
class CounterReading:
    """What is said; ``numbers`` are the figures in it, which may be orders', those that are known as they are kept, and
    ``all`` says that everything is meant.
    ``to_us``: it names whom the goods were given to, so that it is no answer to what is asked for. It counts
    ``pieces``, 0 for no count, of ``goods`` by their titles; ``rest``: it tells of pieces that were not handed over."""

    intent: CounterIntent
    numbers: tuple[str, ...] = ()
    all: bool = False
    to_us: bool = False
    unsure: bool = False
    pieces: int = 0
    goods: frozenset[str] = frozenset()
    rest: bool = False


NOTHING_SAID = CounterReading(CounterIntent.NOTHING)


def read_counter(text: str, numbers: Collection[str] = (), titles: Collection[str] = ()) -> CounterReading:
    """What a text says of handing over, of what is asked for, or of what it brings; of any other text, nothing.

    ``numbers`` are those of orders that the shop keeps or is asked for, and ``titles`` their goods. What looks like a
    number of ours is one, also where the shop never had it.
    """
    said = tokens(text[:300])
    if not 0 < len(said) <= _LONGEST:
        return NOTHING_SAID
    keys = spelled(numbers)
    orders = [word for word in said if word.upper() in keys or is_own(word)]
    figures = [word for word in said if word in orders or (word.isdecimal() and len(word) > 1)]
    named = tuple(dict.fromkeys(keys.get(word.upper(), word.upper()) for word in figures))
    goods = {title: Catalogue([Ask(title, "", 1, "")]) for title in titles}
    meant = {word: frozenset(title for title in goods if _is_of(word, title, goods[title])) for word in said}
    left = [word for word in said if word not in orders and not meant[word]]
    names = frozenset(_WORDS.name(left))
    return CounterReading(
        _intent(names, left, asks="?" in said), named, "all" in names, "to_us" in names,
        pieces=_pieces([word for word in left if word not in figures]),
        goods=_named([one for one in meant.values() if one]), rest=not _LEFT.isdisjoint(names),
    )  # fmt: skip


def _is_of(word: str, title: str, catalogue: Catalogue) -> bool:
    """Whether a word names these goods: as their title does, or as shops write it, where it says nothing else here."""
    return word in words(title) or (_WORDS.name([word]) == ["other"] and catalogue.names_goods(word))


def _named(meant: Sequence[frozenset[str]]) -> frozenset[str]:
    """The titles that all words mean, else those that any means."""
    return (frozenset.intersection(*meant) or frozenset[str]().union(*meant)) if meant else frozenset()


def _pieces(said: Sequence[str]) -> int:
    return sum(int(one) for one in read_numbers(" ".join(said)) if one.denominator == 1)


def _intent(names: frozenset[str], left: Sequence[str], *, asks: bool) -> CounterIntent:
    if "handed" in names and names <= _HANDED and not asks:
        return CounterIntent.HANDED
    if "brings" in names and names <= _BRINGS and not asks:
        return CounterIntent.BRINGS
    if denies_handing(left) and not asks:
        return CounterIntent.NOT_HANDED
    if _asks_what_is_earned(names) or _asks_price(names, asks=asks):
        return CounterIntent.EARNS
    return CounterIntent.PENDING if "pending" in names and names <= _PENDING else CounterIntent.NOTHING


def _asks_what_is_earned(names: frozenset[str]) -> bool:
    return ("earn_what" in names or {"how_much", "get"} <= names) and names <= _EARNS


def _asks_price(names: frozenset[str], *, asks: bool) -> bool:
    """ "Price?", "kya rate hai": it names none, and is asked for what we pay."""
    return "price" in names and names <= _PRICED and (asks or not names.isdisjoint({"asking", "how_much"}))
