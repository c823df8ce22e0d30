"""An address with something else behind it, or a question before it: "… 110001 make it 2", "how do I pay? 5 MI Road …".

Only what readers of ours know is told apart, at the postal code or behind a question; all else is a part of the
address: "… 110001, near the metro", "… 110001, call before you come".
"""

import re
from dataclasses import dataclass

from handlers.replies.intents import Intent
from handlers.replies.intents import read as read_intent
from handlers.replies.text import words
from handlers.sourcing.replies.address_meant import CODE
from handlers.sourcing.replies.address_openings import without_trail
from handlers.sourcing.replies.addresses import certain_address, names_place
from handlers.sourcing.replies.asides import read_aside
from handlers.sourcing.replies.basket import Change, read_change
from handlers.sourcing.replies.counting_anew import counts_anew
from handlers.sourcing.replies.resizing import read_resizing
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wanting import is_clear_wish

_MARKS = " \t\n,.:;!–—-"
_BEHIND = re.compile(rf"{CODE}(?P<rest>[\s,.:;!–—-].*)$", re.DOTALL)
_CODED = re.compile(CODE)
_ASKED_FIRST = re.compile(r"(?P<rest>[^?]*\?)\s*(?P<address>[^?]+)", re.DOTALL)
_NOTHING_SOLD, _EXPRESS = Shelf([]), Change(express=True)
_KNOWN = frozenset({Intent.ORDER_STATUS, Intent.QUESTION, Intent.CHANGE_ITEM, Intent.REFUND, Intent.CANCEL_ORDER})
_LONGEST = 14  # words beside an address: more tell a story


@dataclass(frozen=True, slots=True)
class Then:
    """The address, and the text beside the address."""

    address: str
    rest: str


def part_then(text: str, shelf: Shelf) -> Then | None:
    """The address and what else is said; None where all of the text is an address, or none is."""
    if not any(letter.isdigit() for letter in text):
        return None
    asked = _ASKED_FIRST.fullmatch(text)
    if asked is not None:
        found = Then(asked["address"].strip(), asked["rest"].strip())
        return found if certain_address(found.address) and len(words(found.rest)) <= _LONGEST else None
    for cut in _BEHIND.finditer(text):
        rest, address = cut["rest"].strip(_MARKS), text[: cut.start("rest")].strip()
        if _is_known(rest, shelf) and certain_address(address):
            return Then(address, rest)
    return None


def _is_known(rest: str, shelf: Shelf) -> bool:
    """Whether what stands behind an address is a wish or a question that is no part of it."""
    if not 0 < len(words(rest)) <= _LONGEST or _CODED.search(rest) is not None:
        return False
    if without_trail(f"110001 {rest}") == "110001":  # "… 110001 please"
        return False
    if "?" in rest or read_intent(rest).intent in _KNOWN or read_aside(rest, shelf):
        return True
    if names_place(rest):
        return False
    if (
        read_change(rest, _NOTHING_SOLD) == _EXPRESS
        or counts_anew(rest, shelf) is not None
        or is_clear_wish(rest, shelf)
    ):
        return True
    size = read_resizing(rest, shelf)
    return size is not None and size.wholly
