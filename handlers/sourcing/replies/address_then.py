"""An address with something else behind it, or a question before it: "… 110001 make it 2", "how do I pay? 5 MI Road …".

Only what readers of ours know is told apart, behind the postal code and its town, behind a comma or an "and", or behind
a question; all else is a part of the address: "… 110001, near the metro", "… 110001, call before you come".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handlers.replies.effort import counted
from handlers.replies.intents import Intent
from handlers.replies.intents import read as read_intent
from handlers.replies.known import is_known
from handlers.replies.text import normalise, words
from handlers.replies.word_lists import read_sets
from handlers.replies.yes_no import read_yes_no
from handlers.sourcing.replies.address_meant import CODE
from handlers.sourcing.replies.address_openings import without_trail
from handlers.sourcing.replies.address_wish import is_wish, without_also
from handlers.sourcing.replies.addresses import certain_address, names_place
from handlers.sourcing.replies.asides import read_aside
from handlers.sourcing.replies.basket import read_change
from handlers.sourcing.replies.basket_named import Change
from handlers.sourcing.replies.counting_anew import counts_anew
from handlers.sourcing.replies.joining import AND, PARTS
from handlers.sourcing.replies.resizing import read_resizing
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wish_clear import is_clear_wish

_MARKS = " \t\n,.:;!–—-"
_CODE = re.compile(CODE)
_CODED = re.compile(rf"{CODE}(?=[\s,.:;!–—-])")
_TOWNS = read_sets("sourcing:postal_codes")["towns"]
_TOWN = re.compile(r"[\s,]*([^\W\d_]+)")  # behind a code: "28013 Madrid"
_AND_FIRST = re.compile(rf"^\s*{AND}\s+", re.IGNORECASE)
_CALLED_AT = re.compile(r"\d(?:[\s-]?\d){6,}")  # a number by which somebody is called
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
    if asked is not None and certain_address(asked["address"].strip()) and len(words(asked["rest"])) <= _LONGEST:
        return Then(asked["address"].strip(), asked["rest"].strip())
    for cut in _cuts(text):
        address, rest = text[:cut].rstrip(_MARKS), text[cut:].strip(_MARKS)
        if (_is_apart(rest, shelf) or agrees(rest)) and certain_address(address):
            return Then(address, _without_and(rest, shelf))
    return None


@counted
def changes_order(rest: str, shelf: Shelf) -> bool:
    """Whether what stands beside an address changes what is ordered, and names no goods: "make it 2", "express"."""
    if "?" in rest or not 0 < len(words(rest)) <= _LONGEST or names_place(rest):
        return False
    size = read_resizing(rest, shelf)
    if read_change(rest, _NOTHING_SOLD) == _EXPRESS or (size is not None and size.wholly):
        return True
    return counts_anew(rest, shelf) == frozenset()


def _cuts(text: str) -> Iterator[int]:
    """Where something else may begin: behind each postal code and its town, and before whatever parts things there;
    in a text without a code before any of these."""
    for code in _CODED.finditer(text):
        start = _behind_town(text, code.end())
        yield start
        yield from (found.start() for found in PARTS.finditer(text, start) if found.start() > start)
    if _CODED.search(text) is None:
        yield from (found.start() for found in PARTS.finditer(text))


def _behind_town(text: str, at: int) -> int:
    """The place behind the name of a town or a country that stands there; the same place where none does."""
    while (found := _TOWN.match(text, at)) is not None and _is_name(found[1]):
        at = found.end()
    return at


def _is_name(word: str) -> bool:
    plain = normalise(word)
    return plain in _TOWNS or (word[0].isupper() and not is_known(plain))


@counted
def _is_apart(rest: str, shelf: Shelf) -> bool:
    """Whether what stands behind an address is none of it: its first part tells nothing of a place or a person, as
    "near the metro. How do I pay?" does, and all of it is known."""
    parts = [part for part in PARTS.split(rest) if part and part.strip(_MARKS)]
    if len(parts) > 1 and not _is_trail(parts[0]) and (_is_of_address(parts[0]) or not _is_known(parts[0], shelf)):
        return False
    return _is_known(rest, shelf) or _is_known(_AND_FIRST.sub("", rest), shelf)


def _is_of_address(part: str) -> bool:
    named = [_is_name(word) for word in part.split() if word[0].isalpha()]
    return names_place(part) or _CALLED_AT.search(part) is not None or (bool(named) and all(named))


def agrees(rest: str) -> bool:
    """Whether what stands behind an address is a yes."""
    return len(words(rest)) <= _LONGEST and not _is_trail(rest) and read_yes_no(rest).answer is True


def _without_and(rest: str, shelf: Shelf) -> str:
    """A number without the "and" that joins it to the address: "aur 2 kar do" behind one is two, and not two more; a
    wish as it is read without its "too"."""
    plain = _AND_FIRST.sub("", rest)
    return plain if counts_anew(plain, shelf) == frozenset() else without_also(rest, shelf)


def _is_trail(rest: str) -> bool:
    """Whether it is only said behind an address, as "please" is."""
    return without_trail(f"110001 {rest}") == "110001"


@counted
def _is_known(rest: str, shelf: Shelf) -> bool:
    """Whether what stands behind an address is a wish or a question that is no part of it."""
    if not 0 < len(words(rest)) <= _LONGEST or _CODE.search(rest) is not None or _is_trail(rest):
        return False
    if "?" in rest or read_intent(rest).intent in _KNOWN or read_aside(rest, shelf):
        return True
    if names_place(rest):
        return False
    if counts_anew(rest, shelf) is not None or is_clear_wish(rest, shelf) or is_wish(rest, shelf):
        return True
    return changes_order(rest, shelf)
