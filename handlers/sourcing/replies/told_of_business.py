"""What the staff tells of a shop's payout, a price or our own stock in a few words: names, and one figure at most.

Whether the names are known to the business is for whoever asks: of what is not known nothing is read.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from handlers.replies.questioning import is_question
from handlers.replies.text import normalise
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.amounts import read_amount

_LISTED = read_sets("commands")
_BESIDE = frozenset().union(
    *(_LISTED[one] for one in ("fillers", "beside an order", "beside a customer's order", "beside that"))
)
_LONGEST, _MOST_NAMES = 9, 4  # words
_MARKS = ".,:;!"


def paid_out(text: str) -> Sequence[str] | None:
    """The shop and the amount of "pay karol 100", the shop alone of "settle karol"; None for other texts."""
    said = _words(text)
    pays = _LISTED["pays a shop"]
    if not said or pays.isdisjoint((said[0], *said[-3:])):
        return None
    return _told(text, said, pays | _LISTED["beside a payout"], least=0)


def priced(text: str) -> Sequence[str] | None:
    """The goods and the price of "make the mug 380", "mug ka price 380 kar do"; None for other texts."""
    said = _words(text)
    names, sets = _LISTED["a price"], _LISTED["sets a price"]
    if not said or (names.isdisjoint(said) and said[0] not in sets):
        return None
    return _told(text, said, names | sets | _LISTED["beside a price"], least=1)


def counted(text: str) -> Sequence[str] | None:
    """The goods and the number of "we have 12 mugs now", "mug 12 hain hamare paas"; None for other texts."""
    said = _words(text)
    counts, beside = _LISTED["counts what is there"], _LISTED["beside a count"]
    spoken = {*said, " ".join(said[:2])}
    if counts.isdisjoint(spoken):
        return None
    return _told(text, said, counts | beside | {word for one in counts for word in one.split()}, least=1)


def _told(text: str, said: Sequence[str], beside: Collection[str], least: int) -> Sequence[str] | None:
    """The names, and the one figure behind them."""
    figures = [word for word in said if read_amount(word) is not None]
    names = [word for word in said if word not in figures and word not in beside and word not in _BESIDE]
    fits = 0 < len(names) <= _MOST_NAMES and least <= len(figures) <= 1 and len(said) <= _LONGEST
    if not fits or is_question(text) or any(letter.isdigit() for word in names for letter in word):
        return None
    return (*names, *figures)


def _words(text: str) -> Sequence[str]:
    said = (normalise(word.strip(_MARKS)) for word in text.split())
    return [word for word in said if word]
