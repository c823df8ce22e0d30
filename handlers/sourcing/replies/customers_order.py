"""An order whose customer is named first: "riya ka order cancel kar do", "riya ko 100 refund karo"."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from handlers.replies.text import words
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.amounts import read_amount

_LISTED = read_sets("commands")
AROUND_A_NAME = _LISTED["beside an order"] | _LISTED["beside a customer's order"] | _LISTED["fillers"]
"""Words that may stand beside the name of somebody whose order is meant."""
_BESIDE = _LISTED["beside that"] | _LISTED["beside a customer's order"]
_MOST_NAMES = 3


def called_off(text: str) -> Sequence[str] | None:
    """The customer whose order shall be called off; None for other texts."""
    return _of_customer(text, _LISTED["calls off"], figures=0)


def sent_back(text: str) -> Sequence[str] | None:
    """The customer to whom money shall go back, and how much where that is said; None for other texts."""
    return _of_customer(text, _LISTED["sends money back"], figures=1)


def _of_customer(text: str, deed: Collection[str], figures: int) -> Sequence[str] | None:
    said = words(text)
    at = next((at for at, word in enumerate(said) if word in _LISTED["of a customer"]), 0)
    name, rest = said[:at], said[at + 1 :]
    if "?" in text or not 0 < len(name) <= _MOST_NAMES or set(deed).isdisjoint(rest):
        return None
    left = [word for word in rest if word not in _BESIDE and word not in deed]
    known = len(left) <= figures and all(read_amount(word) is not None for word in left)
    return (*name, *left) if known and not any(map(str.isdigit, "".join(name))) else None
