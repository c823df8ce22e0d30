"""Kinds of yes-or-no questions: a "yes" to "shall we cancel it?" is a "no" to "shall we keep it?"."""

import re
from enum import StrEnum
from functools import cache, lru_cache

from handlers.replies.text_normalisation import words
from handlers.replies.word_lists import read_sets


class Asking(StrEnum):
    """The kinds of questions."""

    UNDO = "undo"  # shall we cancel it?
    PROBLEM = "problem"  # is anything wrong?
    PUBLISH = "publish"  # shall others see it?
    APPROVE = "approve"  # is it good as shown?
    CONSENT = "consent"  # may we write?
    FACT = "fact"  # is this so?
    DEAL = "deal"  # shall we do it?


_LISTED = {
    "keep": Asking.DEAL,
    "undo": Asking.UNDO,
    "problem": Asking.PROBLEM,
    "publish": Asking.PUBLISH,
    "known": Asking.FACT,
    "approve": Asking.APPROVE,
    "consent": Asking.CONSENT,
    "fact": Asking.FACT,
}
"""The word lists of the kinds, in the order of their trial."""


# Carriers want these lines after a question: "HELP for help, STOP to stop", "band karne ke liye kabhi bhi STOP
# likhiye".
_KEYWORDS = re.compile(r"[^.,?!।]*\b(?:STOP|HELP|START)\b[^.,?!।]*")


@lru_cache(maxsize=512)
def classify_question(question: str) -> Asking:
    """Classify a question by its words."""
    said = words(_KEYWORDS.sub("", question))
    text = f" {' '.join(said)} "
    for kind, entries in _entries():
        if any(f" {entry}" in text for entry in entries):
            return kind
    return Asking.DEAL


@cache
def _entries() -> tuple[tuple[Asking, tuple[str, ...]], ...]:
    """Return the phrases of each kind of question; a whole word ends with a blank, the beginning of a word does not."""
    listed = read_sets("asking")
    return tuple(
        (kind, tuple(entry.removesuffix("-") if entry.endswith("-") else f"{entry} " for entry in listed[name]))
        for name, kind in _LISTED.items()
    )
