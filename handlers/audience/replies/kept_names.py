"""The business's own brands, categories and tags in a phrase: read before any courtesy, and never dropped.

"Zara" is a brand, and "just a moment" in Hindi: "bought Zara" without it means everybody who ever bought something.
"""

from __future__ import annotations

import re

from flows.audience.criteria import Criteria
from flows.folding import folded
from handlers.audience.replies.names import Names
from handlers.replies.text import normalise

_MARK = "keptname{}mark"  # a word that no list has
_MARKED = re.compile(r"keptname(\d+)mark")

_NOT_A_VALUE = re.compile(r"\b(?:fact|event|op)='[^']*'|\w+\(|\w+=")


class NamesKept:
    """A phrase with a mark in place of each name that may be a courtesy, and the names that the phrase holds."""

    def __init__(self, written: str, names: Names) -> None:
        own = {normalise(one) for one in (*names.brands, *names.categories, *names.tags)} - {""}
        self._names = sorted((one for one in own if _is_in(one, written)), key=len, reverse=True)
        self.hidden = written
        for place, name in enumerate(self._names):
            self.hidden = _word(name).sub(_MARK.format(place), self.hidden)

    def shown(self, text: str) -> str:
        """Return the text with the names in place of their marks."""
        return _MARKED.sub(lambda found: self._names[int(found[1])], text)

    def missing_from(self, criteria: Criteria | None) -> str:
        """Return the first name of the phrase that the criteria do not hold; "" where they hold all."""
        held = _NOT_A_VALUE.sub("", folded(repr(criteria)))
        return next((one for one in self._names if not _is_in(folded(one), held)), "")


def _is_in(name: str, text: str) -> bool:
    return _word(name).search(text) is not None


def _word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
