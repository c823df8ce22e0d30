"""One product and not another, with or without a mark between: "a mug not shorts", "shorts nahi mug chahiye"."""

import re

from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.joining import AND, whole
from handlers.sourcing.replies.naming import name_bits
from handlers.sourcing.replies.pairing import apart
from handlers.sourcing.replies.stock.goods import Shelf

_LISTED = read_sets("sourcing:exchanging")
_NOT, _DENIED = (re.compile(whole(_LISTED[name]), re.IGNORECASE) for name in ("not", "denied"))
_THERE = re.compile(rf"\s*{whole(_LISTED['there'])}", re.IGNORECASE)
_ARTICLES = re.compile(rf"^(?:\s*{whole(_LISTED['article'])})+", re.IGNORECASE)
_JOINED = re.compile(rf"(?:{AND}|[+&])\s*$", re.IGNORECASE)


def opposed(text: str, shelf: Shelf) -> tuple[str, str] | None:
    """The part that names what is wanted, and the part that names what is not; None for all else."""
    for no in _NOT.finditer(text):
        wanted, unwanted = text[: no.start()], text[no.end() :]
        if names_first(unwanted, shelf) and not _refuses(wanted, shelf) and (found := apart(wanted, unwanted, shelf)):
            return found
    for no in _DENIED.finditer(text):
        before, behind = text[: no.start()], text[no.end() :]
        denies = not _THERE.match(behind) and _names_last(before, shelf)
        if denies and (found := apart(behind, before, shelf) or _last_apart(before, shelf)):
            return found
    return None


def _last_apart(text: str, shelf: Shelf) -> tuple[str, str] | None:
    """What stands before the last goods of a text, and these: "mujhe mug chahiye tha, shorts"; joined by an "and" they
    are denied together."""
    for gap in reversed(list(re.finditer(r"\s+", text))):
        wanted, unwanted = text[: gap.start()], text[gap.end() :]
        if found := apart(wanted, unwanted, shelf):
            return None if _JOINED.search(wanted) else found
    return None


def _refuses(text: str, shelf: Shelf) -> bool:
    """Whether the goods before a no are refused themselves: "no shorts and no mug"."""
    return any(names_first(text[no.end() :], shelf) for no in _NOT.finditer(text))


def names_first(text: str, shelf: Shelf) -> bool:
    """Whether a text begins with goods, or with how many of them or in which size."""
    bits = name_bits(_ARTICLES.sub("", text), shelf)
    return next((bit.name for bit in bits), "") in {"item", "number", "size"}


def _names_last(text: str, shelf: Shelf) -> bool:
    """Whether a text ends with goods, or with their size."""
    bits = name_bits(text, shelf)
    return bool(bits) and bits[-1].name in {"item", "size"}
