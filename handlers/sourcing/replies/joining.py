"""What parts one thing of a text from the next: a comma and other signs, "and" in four languages."""

import re
from collections.abc import Iterable

from handlers.replies.word_lists import read_sets

_LISTED = read_sets("sourcing:joining")


def whole(words: Iterable[str]) -> str:
    """A pattern for any of these words and phrases, standing by itself; the longest first."""
    listed = sorted(map(re.escape, words), key=len, reverse=True)
    return rf"(?<![^\W_])(?:{'|'.join(listed)})(?![^\W_])"


AND, WITH, BOTH = (whole(_LISTED[name]) for name in ("and", "with", "both"))
SIGN = r"[,;&+\n।]|\.(?=\s)"
"""A full stop parts things as well, and is none of 2.5."""
PARTS = re.compile(rf"\s*(?:{SIGN}|{AND})\s*", re.IGNORECASE)


def is_and(word: str) -> bool:
    """Whether a word, or a sign, parts things."""
    return word.casefold() in _LISTED["and"] or (len(word) == 1 and word in ",;&+")
