"""A wish with more than its goods: "1 kurta S express", "a mug, not the box", "a kurta for my wife, she is medium"."""

import re

from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.giving import with_give
from handlers.sourcing.replies.joining import whole
from handlers.sourcing.replies.naming import name_bits
from handlers.sourcing.replies.occasions import without_occasion
from handlers.sourcing.replies.refusing import refuses_goods
from handlers.sourcing.replies.stock.goods import Shelf

_LISTED = read_sets("sourcing:put_plainly")
_EXPRESS = re.compile(
    rf"[\s,;.+-]*(?:{whole(_LISTED['by'])}\s+)?{whole(_LISTED['express'])}(?:\s+{whole(_LISTED['sent'])})*",
    re.IGNORECASE,
)
_PRICE_FIRST = re.compile(rf"[\s,;.]*(?:{whole(_LISTED['but'])}\s+)?{whole(_LISTED['price first'])}", re.IGNORECASE)
_NAMED = re.compile(whole(_LISTED["express"]), re.IGNORECASE)
_PAUSE = re.compile(rf"\s*[,;.]+\s*|\s+(?={whole(_LISTED['not'])})", re.IGNORECASE)
_WEARER = re.compile(rf"[\s,;]*(?:and\s+)?{whole(_LISTED['wearer'])}\s+(?=(?P<size>[^\W_]+))", re.IGNORECASE)


def without_express(text: str) -> tuple[str, bool]:
    """The text without the word that wants it within a day, and whether that was there; as it is where nothing else is
    said, or it asks."""
    left = _EXPRESS.sub(" ", text).strip(" ,;.")
    return (left, True) if left and left != text and "?" not in text and _EXPRESS.search(text) else (text, False)


def asks_for_express(text: str) -> bool:
    """Whether it shall come within a day for a fee, by the word for that: haste alone, "jaldi bhejo", costs nothing."""
    return _NAMED.search(text) is not None


def plainly(text: str, shelf: Shelf) -> str:
    """The wish by its goods and sizes alone: without asking for the price, which is shown with them, without what
    or whom they are for, without goods that are refused beside them, with the size of whoever is to wear them as a size
    of theirs, and with a "give" for a "do" that is no two."""
    text = with_give(without_occasion(_PRICE_FIRST.sub(" ", text).strip() or text), shelf)
    found = _WEARER.search(text)
    if found is not None and any(bit.name == "size" for bit in name_bits(found["size"], shelf)):
        text = f"{text[: found.start()]} {text[found.end() :]}"
    return _without_refused(text, shelf)


def _without_refused(text: str, shelf: Shelf) -> str:
    """What is wanted, where goods that are not stand before or behind it: "I want a mug, not the box"."""
    for cut in _PAUSE.finditer(text):
        before, behind = text[: cut.start()].strip(), text[cut.end() :].strip()
        if before and behind and refuses_goods(behind, shelf):
            return before
        if before and behind and refuses_goods(before, shelf):
            return behind
    return text
