"""Is the end of these orders all that a text wants: "cancel my order", "cancel the shorts, I found them cheaper"?

Every word has to be one of the grammar, a number of these orders, or one of their goods. A reason may stand behind a
comma, the end of a sentence or "because"; before the wish only where that names the order. One word left over may be of
another matter: "cancel my gym membership".
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from enum import Enum, auto
from functools import cache

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens, words
from handlers.replies.word_lists import read_words
from handlers.sourcing.replies.naming import in_title_words, name_bits
from handlers.sourcing.replies.plurals import singular
from handlers.sourcing.replies.stock.goods import Goods, Shelf, shelf_with
from handlers.sourcing.replies.stock.sizes import canonical_size

_PARTS = re.compile(
    r"[,;.!?\n।]+|\b(?:because|cause|cuz|coz|bcoz|as|since|porque|ya que|kyunki|kyuki)\b|क्योंकि", re.IGNORECASE
)
_MOST_PARTS = 6  # a text of more tells a story
_ORDER = "order"
_OF_GOODS = frozenset({"item", "size"})
_LISTS: Sequence[tuple[str, str, Sequence[str]]] = (
    ("cancel", "answers", ("cancel",)),
    ("cancel", "sourcing:dropping", ("remove", "unwanted", "forget")),
    ("cancel", "sourcing:calling_off", ("cancel",)),
    ("cancel", "topics", ("refund", "money", "back")),
    ("order", "answers", ("order", "label")),
    ("order", "sourcing:calling_off", ("order",)),
    ("beside", "answers", ("dress", "wish", "its", "and")),
    ("beside", "called_off", ("beside",)),
    ("beside", "sourcing:dropping", ("beside", "whole")),
    ("beside", "courtesies", ("greeting", "thanks", "whom", "please", "sign")),
    ("beside", "sourcing:calling_off", ("beside",)),
)
"""The words of each class, by the list and the meanings there; a word has the class that comes first."""


def calls_off_these(text: str, goods: Sequence[tuple[str, str]], numbers: Set[str]) -> bool:
    """Return True if a text calls off orders of these goods (title and size) and numbers, and wants nothing else."""
    shelf = shelf_with(tuple(Goods("", title, (size,)) for title, size in goods))
    parts = [one for one in _PARTS.split(in_title_words(text, shelf)) if words(one)]
    if not parts or len(parts) > _MOST_PARTS:
        return False
    wishes = [_wish_in(_with_orders(one, shelf, numbers)) for one in parts]
    first = next((one for one in wishes if one is not _Wish.NONE), _Wish.OTHER)
    return first is not _Wish.OTHER or wishes[-1] is _Wish.OF_ORDER


class _Wish(Enum):
    """What a part of a text wants."""

    NONE = auto()  # it holds courtesies alone
    CANCEL = auto()
    OF_ORDER = auto()  # it cancels an order that it names
    OTHER = auto()  # it has a word that no list knows


def _with_orders(part: str, shelf: Shelf, numbers: Set[str]) -> list[str]:
    """The words of a part, with "order" for the goods, sizes and numbers of these orders, and for how many they are."""
    said = words(part)
    named = {word for bit in name_bits(part, shelf) if bit.name in _OF_GOODS for word in words(bit.text)}
    titles = {singular(word) for word in shelf.title_words} | shelf.title_words | named
    known = [
        word in numbers or word in titles or singular(word) in titles or canonical_size(word) in shelf.sizes
        for word in said
    ]
    counted = [word.isdecimal() and behind for word, behind in zip(said, [*known[1:], False], strict=True)]
    return [_ORDER if one or two else word for one, two, word in zip(known, counted, said, strict=True)]


def _wish_in(said: list[str]) -> _Wish:
    names = set(_vocabulary().name(said))
    if not names <= {"cancel", "order", "beside"}:
        return _Wish.OTHER
    if "cancel" not in names:
        return _Wish.NONE
    return _Wish.OF_ORDER if "order" in names else _Wish.CANCEL


@cache
def _vocabulary() -> Vocabulary:
    classes: dict[str, tuple[str, ...]] = {}
    taken: set[tuple[str, ...]] = set()
    for name, file, meanings in _LISTS:
        listed = read_words(file)
        fresh = {tuple(tokens(word)): word for meaning in meanings for word in listed[meaning]}
        classes[name] = classes.get(name, ()) + tuple(word for said, word in fresh.items() if said not in taken)
        taken |= fresh.keys()
    return Vocabulary(classes)
