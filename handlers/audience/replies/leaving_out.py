"""A phrase without the words that nobody knows, as an offer: what is left is told in full, and counted only when asked.

A part of a phrase may mean other people, so nothing is left out unsaid; never a number, and no word beside a no.
"""

from __future__ import annotations

import re

from handlers.audience.replies.names import Names
from handlers.audience.replies.reading import Phrased, read_phrase
from handlers.audience.replies.words import denying_words
from handlers.replies.text import normalise

_MOST = 4  # words that are left out; beyond that too little of the phrase is known


def without_unread(text: str, said: Phrased, names: Names) -> tuple[str, Phrased] | None:
    """The phrase without its unread words, with how it is read then; None where it is not to be offered."""
    unread = said.unread.split()
    if said.criteria is not None or said.doubtful or said.unsold or not said.parts or not 0 < len(unread) <= _MOST:
        return None
    if any(letter.isdigit() for letter in said.unread) or not denying_words().isdisjoint(_around(text, unread)):
        return None
    rest = text
    for word in unread:
        rest = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", " ", rest, flags=re.IGNORECASE)
    rest = " ".join(rest.split())
    read = read_phrase(rest, names)
    return (rest, read) if read.criteria is not None and normalise(rest) != normalise(text) else None


def _around(text: str, unread: list[str]) -> set[str]:
    """The words right before and behind the unread ones."""
    said = [word.strip(".,;:!?") for word in normalise(text).split()]
    places = [place for place, word in enumerate(said) if word in unread]
    return {said[near] for place in places for near in (place - 1, place, place + 1) if 0 <= near < len(said)}
