"""One product for another: "shorts XL instead of the mug", "instead of mugs I want shorts", "mug ki jagah shorts"."""

import re

from handlers.replies.text import tokens
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.joining import whole
from handlers.sourcing.replies.naming import find_goods, name_bits, without_titles
from handlers.sourcing.replies.stock.goods import Shelf

_LISTED = read_sets("sourcing:exchanging")
_BEHIND, _BEFORE = (re.compile(whole(_LISTED[name]), re.IGNORECASE) for name in ("unwanted behind", "unwanted before"))
_WANTS = re.compile(rf"\s*(?:,|{whole(_LISTED['wants'])})\s*", re.IGNORECASE)


def exchanged(text: str, shelf: Shelf) -> tuple[str, str] | None:
    """The part of a text that names what is wanted, and the part that names what it stands for; None for all else."""
    behind, before = _BEHIND.search(text), _BEFORE.search(text)
    if behind is not None:
        first, rest = text[: behind.start()], text[behind.end() :]
        if _one(first, shelf):
            return _apart(first, rest, shelf)
        wants = _WANTS.search(rest)
        return _apart(rest[wants.end() :], rest[: wants.start()], shelf) if wants else None
    return _apart(text[before.end() :], text[: before.start()], shelf) if before is not None else None


def _apart(wanted: str, unwanted: str, shelf: Shelf) -> tuple[str, str] | None:
    """Both, where each names one product, and not the same: "shorts in M instead of L" is another size."""
    named, other = _one(wanted, shelf), _one(unwanted, shelf)
    return (wanted, unwanted) if named and other and named != other else None


def _one(text: str, shelf: Shelf) -> tuple[int, ...]:
    """The one product that a text names; none where it names none or may mean several."""
    named, _ = find_goods(name_bits(text, shelf), tokens(without_titles(text, shelf)), shelf)
    return named if len(named) == 1 else ()
