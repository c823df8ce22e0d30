"""Texts whose meaning for our messages rules alone know: "no more offers" and "list se nikal do" end them, "no stop"
may, and what "did you stop", "band kab" or "opp metro" speak of is something else."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import groupby, pairwise
from re import Pattern

from handlers.replies.courtesies import without_courtesies
from handlers.replies.text import BREAKS, says_any, words
from handlers.replies.word_lists import read_sets, words_or_gap


def ends_outright(said: Sequence[str], *, asked: bool) -> bool:
    """Whether these words want our messages to end, and say no more; ``asked``: they may answer something else."""
    text = _spoken(said)
    return text in _listed("ends") or (not asked and text in _listed("unasked"))


def may_end(said: Sequence[str]) -> bool:
    """Whether these words may want so, whatever was asked."""
    return _spoken(said) in _listed("asks")


def is_none(said: Sequence[str]) -> bool:
    """Whether these words only look like such a wish."""
    return _spoken(said) in _listed("none")


def is_wrong_number(said: Sequence[str]) -> bool:
    """Return True if one clause only says that our number for the person is wrong.

    A digit means an order or an address, and a question mark means doubt: both return False.
    """
    if any(letter.isdigit() for word in said for letter in word) or says_any(said, _listed("another_wrong")):
        return False
    runs = [*((breaks, list(run)) for breaks, run in groupby(said, BREAKS.__contains__)), (True, [])]
    clauses = [" ".join(run) for (breaks, run), (_, behind) in pairwise(runs) if not breaks and "?" not in behind]
    return any(map(_names_a_wrong_number, clauses))


def _names_a_wrong_number(clause: str) -> bool:
    match = _wrong_numbers().search(clause)
    return match is not None and _listed("around_wrong_number").issuperset(
        f"{clause[: match.start()]} {clause[match.end() :]}".split()
    )


@cache
def _wrong_numbers() -> Pattern[str]:
    forms = sorted(_listed("wrong_number"), key=len, reverse=True)
    patterns = (re.escape(" ".join(words_or_gap(form))).replace(r"\*", r"\S+(?: \S+)?") for form in forms)
    return re.compile(f"(?<!\\S)(?:{'|'.join(patterns)})(?!\\S)")


def keeps_order(text: str) -> bool:
    """Whether a text ends our messages once an order is done: "after this order dont message me again"."""
    return says_any(words(text), _listed("keeps"))


def removes(text: str) -> bool:
    """Whether a text is the word "remove" alone, which an order that is picked is answered by."""
    return _spoken(words(text)) in _listed("removes")


def without_talk(said: Sequence[str]) -> list[str]:
    """The words without the clauses that speak of something else, as of a sale that ends; marks stay between them."""
    if not says_any(said, _listed("speaks")):
        return list(said)
    left: list[str] = []
    for breaks, run in groupby(said, BREAKS.__contains__):
        part = list(run)
        left += part if breaks or not says_any(part, _listed("speaks")) else []
    return left if any(word not in BREAKS for word in left) else []


def _spoken(said: Sequence[str]) -> str:
    kept = without_courtesies([word for word in said if word not in BREAKS])
    return " ".join(words(" ".join(kept)))


def _listed(kind: str) -> frozenset[str]:
    return read_sets("opt_out_wordings")[kind]
