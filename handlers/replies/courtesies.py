"""Removal of the greeting, thanks and titles around the words of a text."""

from collections.abc import Sequence, Set
from functools import cache

from handlers.replies.text_normalisation import BREAKS
from handlers.replies.word_lists import read_sets


def strip_courtesies(said: Sequence[str], names: Set[str] = frozenset()) -> Sequence[str]:
    """Remove courtesies and names at the beginning and the end of the words, from `text.tokens`.

    `names` are the names in the text (handlers/replies/known_words.py): the writer's or the addressee's. A text of only
    courtesies is unchanged: "thank you" may be the whole message.
    """
    first, last = 0, len(said)
    while first < last and (size := _courtesy(said, first, 1, names)):
        first += size
    while last > first and (size := _courtesy(said, last - 1, -1, names)):
        last -= size
    return said[first:last] or said


def is_courtesy(words: str) -> bool:
    """Return True if these one or two words are only a greeting, thanks or a title."""
    return words in _load_courtesies()


def _courtesy(said: Sequence[str], at: int, step: int, names: Set[str]) -> int:
    """Return the number of courtesy words or marks at this position: 2, 1 or 0. A question mark is not one."""
    if (said[at] in BREAKS and said[at] != "?") or said[at] in names:
        return 1
    if said[at] in _titles() and 0 <= at - step < len(said) and said[at - step] in names:
        return 1
    pair = said[min(at, at + step) : max(at, at + step) + 1] if at + step >= 0 else ()
    return 2 if " ".join(pair) in _load_courtesies() and len(pair) == 2 else int(said[at] in _load_courtesies())


@cache
def _titles() -> frozenset[str]:
    return read_sets("courtesies")["title"]


@cache
def _load_courtesies() -> frozenset[str]:
    return frozenset().union(*(words for name, words in read_sets("courtesies").items() if name != "title"))
