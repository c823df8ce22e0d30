"""A text without the greeting, the thanks and the titles around its words."""

from collections.abc import Sequence, Set
from functools import cache

from handlers.replies.text_normalisation import BREAKS
from handlers.replies.word_lists import read_sets


def without_courtesies(said: Sequence[str], names: Set[str] = frozenset()) -> Sequence[str]:
    """The words of a text, as `text.tokens` gives them, from the first to the last that is no courtesy, nor the name
    of who writes or is written to; `names` are those in the text (handlers/replies/known_words.py).

    A text that holds nothing else stays as it is: "thank you" may be all that somebody says.
    """
    first, last = 0, len(said)
    while first < last and (size := _courtesy(said, first, 1, names)):
        first += size
    while last > first and (size := _courtesy(said, last - 1, -1, names)):
        last -= size
    return said[first:last] or said


def is_courtesy(words: str) -> bool:
    """Whether these words, one or two of them, greet, thank or are a title, and say nothing else."""
    return words in _listed()


def _courtesy(said: Sequence[str], at: int, step: int, names: Set[str]) -> int:
    """How many words of courtesy, or marks, stand there: two, one or none. A question mark is none."""
    if (said[at] in BREAKS and said[at] != "?") or said[at] in names:
        return 1
    if said[at] in _titles() and 0 <= at - step < len(said) and said[at - step] in names:
        return 1
    pair = said[min(at, at + step) : max(at, at + step) + 1] if at + step >= 0 else ()
    return 2 if " ".join(pair) in _listed() and len(pair) == 2 else int(said[at] in _listed())


@cache
def _titles() -> frozenset[str]:
    return read_sets("courtesies")["title"]


@cache
def _listed() -> frozenset[str]:
    return frozenset().union(*(words for name, words in read_sets("courtesies").items() if name != "title"))
