"""Kinds of yes-or-no questions: the same words answer "shall we cancel it?" and "shall we keep it?" differently."""

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
    """Return the kind of a question, by its words."""
    said = words(_KEYWORDS.sub("", question))
    text = f" {' '.join(said)} "
    for kind, entries in _entries():
        if any(f" {entry}" in text for entry in entries):
            return kind
    return Asking.DEAL


@cache
def _entries() -> tuple[tuple[Asking, tuple[str, ...]], ...]:
    """Return the entries after a leading blank: whole words with a trailing blank, beginnings without."""
    listed = read_sets("asking")
    return tuple(
        (kind, tuple(entry.removesuffix("-") if entry.endswith("-") else f"{entry} " for entry in listed[name]))
        for name, kind in _LISTED.items()
    )
