"""Wishes for things and counts of things of any kind, which may be next to an opt-out."""

from functools import cache

from handlers.replies.size_letters import has_size
from handlers.replies.text_normalisation import words
from handlers.replies.word_lists import read_sets, read_values


def wishes(text: str) -> bool:
    """Return True if a text has a word of wanting."""
    return not (read_sets("polarity")["want"] | read_sets("opt_out_at_last")["wishes"]).isdisjoint(words(text))


def counts(text: str) -> bool:
    """Return True if a text has a number, in digits or words, or a size: "2 mugs", "una taza", "shorts L"."""
    return has_size(text) or any(word[0].isdigit() or word in _numbers() for word in words(text))


@cache
def _numbers() -> frozenset[str]:
    return frozenset(read_values("numbers"))
