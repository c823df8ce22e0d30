"""A place to which goods are to go beside the first: "send one to Plot 9 … as well", "one of them to …", "uno a …".

All that stands around such an address only leads to it, and says that it is one more, or of a part of the order.
"""

import re
from dataclasses import dataclass

from handlers.replies.word_lists import read_sets, read_words
from handlers.sourcing.replies.address_change import read_change
from handlers.sourcing.replies.address_meant import typed
from handlers.sourcing.replies.addresses import certain_address
from handlers.sourcing.replies.joining import whole
from handlers.sourcing.replies.quantities import read_numbers
from handlers.sourcing.replies.recipients import unaccented

_LISTED = read_words("sourcing:address_also")
_ANY = {name: typed(said) for name, said in _LISTED.items()} | {
    "also": typed(_LISTED["too"] + _LISTED["also"] + _LISTED["adds"])
}
_LEADS = read_sets("sourcing:address_leads")
_RECIPIENTS = read_sets("sourcing:recipients")
_CALLING, _TOWARD = whole(_LEADS["calling"]), whole(_LEADS["toward"])
_TRAIL = whole(_LEADS["trail"] | _LEADS["courtesy"])
_WHO = rf"(?:{whole(_RECIPIENTS['whose'])}\s+)?{whole(_RECIPIENTS['who'])}"
_MARKS, _SIGNS = r"[\s,.:;!–—-]", " \t\n,.:;!–—-"
# "2 to …", "2 of them to …": without either a figure is that of a house.
_COUNTED = rf"(?:\d{{1,2}}|{_ANY['counted']})(?=\s+(?:{_ANY['of them']}|{_TOWARD}|{_ANY['there']})\s)"
_PART = rf"(?:{_ANY['part']}|{_COUNTED})"
_SAID = rf"(?:{_ANY['also']}|{_PART}|{_ANY['of them']}|{_ANY['something']}|{_ANY['there']}|{_ANY['around']})"
_HEAD = re.compile(rf"{_MARKS}*(?:(?:{_SAID}|{_CALLING}|{_TOWARD}|{_WHO}){_MARKS}+)+", re.IGNORECASE)
_TAIL = re.compile(rf"(?:{_MARKS}+(?:{_SAID}|{_CALLING}|{_TOWARD}|{_TRAIL}))+{_MARKS}*$", re.IGNORECASE)
_ALSO, _ADDS, _OF_PART, _LEADING, _OTHERWISE = (
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        _ANY["also"],
        _ANY["adds"],
        _PART,
        rf"{_CALLING}|{_TOWARD}|{_ANY['there']}|{_ANY['of them']}",
        whole(_LEADS["otherwise"]),
    )
)


@dataclass(frozen=True, slots=True)
class PlaceBeside:
    """The address of so many ``pieces`` of the order, 0 for all of it; ``also``: it is said to be one more."""

    address: str
    also: bool
    pieces: int = 0


def place_beside(text: str) -> PlaceBeside | None:
    """The place to which something is to go beside the first; None for any other text."""
    if "?" in text or not any(letter.isdigit() for letter in text):
        return None
    plain = unaccented(text)
    head, tail = _HEAD.match(plain), _TAIL.search(plain)
    start, end = head.end() if head is not None else 0, tail.start() if tail is not None else len(text)
    around, address = f"{plain[:start]} {plain[end:]}", text[start:end].strip(_SIGNS)
    also, part = _ALSO.search(around) is not None, _OF_PART.search(plain[:start])
    if not also and (part is None or _LEADING.search(_OF_PART.sub(" ", around)) is None):
        return None  # "One Indiabulls Centre, …" is a house
    changes = _OTHERWISE.search(around) is not None or read_change(text) is not None
    if (changes and _ADDS.search(around) is None) or not certain_address(address):
        return None
    numbers = read_numbers(part[0]) if part is not None else []
    return PlaceBeside(address, also, max([1, *map(int, numbers[:1])]) if part is not None else 0)
