"""Whether a shop speaks of an earlier request, and of nothing else: "pichla wala haan", "the previous one yes"."""

import re

from handlers.replies.text import says_any, tokens
from handlers.replies.word_lists import read_sets

_LISTED = read_sets("sourcing:earlier")
_LONGEST = 7  # words; a longer text tells what it means
_BEFORE, _FIRST, _OLD, _ORDER, _OF = (
    "(?:" + "|".join(map(re.escape, sorted(_LISTED[name]))) + ")" for name in ("before", "first", "old", "order", "of")
)
_IN_HINDI = re.compile(rf" {_BEFORE}(?: {_ORDER})? {_OF} | {_OLD} {_ORDER} {_OF} ")
_FIRST_ONE = re.compile(rf" {_FIRST}(?: {_ORDER})? {_OF} ")


def names_an_earlier(text: str, *, listed: bool) -> bool:
    """Whether a text names an earlier request without saying which. ``listed``: several are asked for by their numbers,
    of which "pehla wala" is the first."""
    said = tokens(text[:200])
    if not 0 < len(said) <= _LONGEST or any(word[0].isdigit() for word in said):
        return False
    spoken = f" {' '.join(said)} "
    if listed:
        return says_any(said, _LISTED["whole"])
    return says_any(said, _LISTED["whole"]) or any(rule.search(spoken) for rule in (_IN_HINDI, _FIRST_ONE))
