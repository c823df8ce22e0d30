"""Misspelt words of phrases, put right where one known word alone is meant: "not bougth 60d", "gold on whatsap"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from handlers.audience.replies.names import Names, channels, languages
from handlers.audience.replies.words import known_words
from handlers.replies.calendar_words import MONTHS
from handlers.replies.text import normalise

_SHORTEST = 5
"""Letters of a word that may be misspelt: of four each other word is a neighbour."""
_LONG = 8
"""Letters from which on two may be wrong."""
_LETTERS = re.compile(r"[^\W\d_]+")


def respelt(said: str, unread: Sequence[str], names: Names) -> str:
    """The phrase with those of its unread words put right that are nearly one known word, and no other."""
    known = [*_common(), *_own(names)]
    for word in unread:
        found = _nearest(word, known)
        if found is not None:
            said = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", found, said)
    return said


def _nearest(word: str, known: Sequence[str]) -> str | None:
    if len(word) < _SHORTEST or not _LETTERS.fullmatch(word) or word in known:
        return None
    from rapidfuzz import process  # what few phrases need
    from rapidfuzz.distance import OSA

    most = 2 if len(word) >= _LONG else 1
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=None)
    least = min((distance for _, distance, _ in found), default=0)
    nearest = {name for name, distance, _ in found if distance == least}
    return nearest.pop() if len(nearest) == 1 else None


@cache
def _common() -> tuple[str, ...]:
    words = {*known_words(), *channels(), *languages(), *MONTHS}
    return tuple(sorted(word for name in words for word in name.split() if len(word) >= _SHORTEST - 1))


def _own(names: Names) -> Iterator[str]:
    """The words of the business's own names and of places."""
    for told in (names.brands, names.categories, names.tags, names.cities, names.sources):
        yield from (word for name in told for word in normalise(name).replace("-", " ").split())
    yield from (word for name in (*names.audiences, *names.places()) for word in name.split() if len(word) >= _SHORTEST)
