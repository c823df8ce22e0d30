"""A shopkeeper's words at the handover of goods: "1234 handed over", "ready", "pending".

After a wrong "handed over" the staff would look for goods that are still at the shop. So the text must be short, and
each word must be in the list or be an order's number.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from handlers.replies.courtesies import is_courtesy
from handlers.replies.text_normalisation import split_tokens
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.order_number_mentions import is_own, map_spellings

_LONGEST, _PHRASE = 9, 6  # words of a text, and of an entry
_FEWEST_DIGITS = 3  # of a number that counts no pieces
_SIGNS = frozenset("?!.,#:")


class CounterIntent(StrEnum):
    """A shopkeeper's statement or question at a handover."""

    HANDED = "handed"  # goods of an order were given to us
    READY = "ready"  # kept goods can be fetched
    PENDING = "pending"  # they ask for their pending answers and kept goods
    NOTHING = "nothing"  # none of these


@dataclass(frozen=True, slots=True)
class CounterReading:
    """A parsed text: the ``intent``, and the ``numbers`` of the orders that it names; ``all`` if it is about all."""

    intent: CounterIntent
    numbers: tuple[str, ...] = ()
    all: bool = False


NOTHING_SAID = CounterReading(CounterIntent.NOTHING)


def read_counter(text: str, numbers: Collection[str] = ()) -> CounterReading:
    """Parse a statement about a handover, or a question about open requests; NOTHING_SAID for any other text.

    ``numbers`` are the orders with a request or goods kept at the shop. A number in our own format counts as an
    order, even if the shop never had it.
    """
    said = split_tokens(text[:200])
    if not 0 < len(said) <= _LONGEST:
        return NOTHING_SAID
    keys = map_spellings(numbers)
    figures = [word for word in said if word.upper() in keys or is_own(word) or _is_long(word)]
    orders = dict.fromkeys(keys.get(word.upper(), word.upper()) for word in figures)
    left = [word for word in said if word not in _SIGNS and word not in figures]
    found, at = set[str](), 0
    while at < len(left):
        name, length = _phrase(left[at : at + _PHRASE])
        if name is None:
            return NOTHING_SAID
        found.add(name)
        at += length
    deeds = found & {one.value for one in CounterIntent}
    asks = "?" in said and deeds != {CounterIntent.PENDING}
    if len(deeds) != 1 or asks:
        return NOTHING_SAID
    return CounterReading(CounterIntent(deeds.pop()), tuple(orders), "all" in found)


def _is_long(word: str) -> bool:
    return word.isdecimal() and len(word) >= _FEWEST_DIGITS


def _phrase(words: list[str]) -> tuple[str | None, int]:
    """Return the word list of the longest phrase at the beginning, and the phrase's number of words."""
    listed = read_sets("sourcing:counter")
    for length in range(len(words), 0, -1):
        phrase = " ".join(words[:length])
        name = next((name for name, phrases in listed.items() if phrase in phrases), None)
        if name is not None or is_courtesy(phrase):
            return name or "beside", length
    return None, 0
