"""The words that lead up to a name behind /note."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.replies.text import normalise
from handlers.replies.word_lists import read_sets

_BEFORE = read_sets("profiles:notes")["before a name"]


def told(words: Sequence[str]) -> tuple[str, ...]:
    """The words without those that lead up to the name: "on", "for the customer", "karo"."""
    said = list(words)
    while len(said) > 1 and normalise(said[0]) in _BEFORE:
        del said[0]
    return tuple(said)
