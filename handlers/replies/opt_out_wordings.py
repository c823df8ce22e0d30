"""Texts whose meaning for our messages rules alone know: "no more offers" and "list se nikal do" end them, "no stop"
may, and what "did you stop", "band kab" or "opp metro" speak of is something else."""

from collections.abc import Sequence
from itertools import groupby

from handlers.replies.courtesies import without_courtesies
from handlers.replies.text import BREAKS, says_any, words
from handlers.replies.word_lists import read_sets


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
