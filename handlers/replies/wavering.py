"""A yes beside which something is said that goes with none: an end, a no, a question, "wait".

The weights know many a yes that asks ("what are you waiting for?") and take "yes but why" for one. What is as short as
that is read by its words: a yes that is missed is asked for again, and one that was none places an order.
"""

from collections.abc import Sequence

from handlers.replies.cancelling import is_bare_cancel
from handlers.replies.courtesies import without_courtesies
from handlers.replies.known import respelt
from handlers.replies.openings import Opened, opened
from handlers.replies.optout import is_surely_an_end, split
from handlers.replies.text import says_any, tokens
from handlers.replies.word_lists import read_sets
from handlers.replies.yes_no import polarity_of, read_yes_no

_LISTED = read_sets("wavering")
_WAITS = sorted(_LISTED["waiting"], key=len, reverse=True)
_LONGEST = 8  # words and marks: of what is longer the rest has a meaning of its own
_DRESS = frozenset({"dress", "pronoun", "short", "romance", "comma", "full", "sign", "thanks", "ne", "letter", "only"})
_DULL = _DRESS | {"contrast", "other"}
_YES, _NO = frozenset({"plain", "yes", "adverb"}), frozenset({"no", "nahi"})
_DOUBTS = frozenset({"asking", "unsure"})


def wavers(text: str) -> bool:
    """Whether a text that may look like a yes ends, refuses, asks or puts off, and says nothing else that agrees."""
    said = respelt(tokens(text))
    if len(said) > _LONGEST:
        return False
    behind = opened(split(text))
    return (behind is not None and _takes_back(behind)) or _only_doubts(said)


def waits(text: str, question: str = "") -> bool:
    """Whether a text that may look like a yes puts off, and says nothing else but that: "theek hai rukho", "ok ek min".

    What is read are the words as they were typed: "rukho" (wait) is one slip away from "rakho" (keep). Whether to wait
    may be what a ``question`` asks.
    """
    if question and says_any(tokens(question), _WAITS):
        return False
    said = f" {' '.join(tokens(text))} "
    left = said
    for phrase in _WAITS:
        left = left.replace(f" {phrase} ", " ")
    names = {name for name, _ in polarity_of(left.split())} if left.strip() else set()
    return left != said and len(said.split()) <= _LONGEST and names <= _DRESS | _YES | {"good"}


def _takes_back(behind: Opened) -> bool:
    """Whether what stands behind a yes would be a no or an end by itself; behind a no an end is none, either."""
    rest = " ".join(behind.rest)
    if behind.agrees is None:
        return False
    if is_surely_an_end(rest) or is_bare_cancel(rest):
        return True
    dropped = " ".join(without_courtesies(behind.rest)) in _LISTED["dropped"]
    return behind.agrees and (dropped or read_yes_no(rest).answer is False)


def _only_doubts(said: Sequence[str]) -> bool:
    """Whether, of what carries a meaning, there is but a question or "wait" beside a yes or a no: "ok why", "no, maybe
    later", "who says yes"."""
    if says_any(said, _LISTED["mocking"]):
        return True
    units = polarity_of(said)
    names = [name for name, word in units if word not in _LISTED["neither"]]
    meant = set(names) - _DULL
    asks, waits = "asking" in meant and not meant & _NO, "unsure" in meant and "asking" not in meant
    if not (asks or waits) or not meant <= _DOUBTS | _YES | _NO:
        return False
    unknown = names.count("other")
    return unknown <= int(names[0] == "asking" and bool(meant & _YES)) and not _is_rhetorical(said)


def _is_rhetorical(said: Sequence[str]) -> bool:
    return says_any(said, (one for one in _LISTED["neither"] if " " in one))
