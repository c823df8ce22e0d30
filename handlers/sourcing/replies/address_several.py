"""Two places to which goods are to go: "2 mugs, one to 5 MG Road Pune 411001, one to 9 Lajpat Nagar Delhi 110024".

One order goes to one place, so nothing is ordered on such words.
"""

import re

from handlers.replies.text import words
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.addresses import POSTAL_CODE, certain_address, meant_in, names_place, read_address
from handlers.sourcing.replies.joining import PARTS, whole

_FEWEST_WORDS = 2  # before a code
_CUT = re.compile(r"[\s,;.]+")
_MOST_BEFORE = 8  # words before the house of a place
_TOWARD = re.compile(rf"(?:^|\s){whole(read_sets('sourcing:address_leads')['toward'])}\s+(?P<place>.+)", re.IGNORECASE)


def tells_two_places(text: str) -> bool:
    """Whether a text names two places with a postal code each, or leads to two places, and says of none that it is the
    wrong one."""
    if "?" in text:
        return False
    place = meant_in(text)
    if not place.sure or place.text != text or place.refused:
        return False
    return _are_coded(text) or _are_led_to(text)


def _are_coded(text: str) -> bool:
    codes = list(POSTAL_CODE.finditer(text))
    long = [found for found in codes if sum(letter.isdigit() for letter in found[0]) >= 5]
    if len({found[0] for found in long}) < 2:
        return False
    head, tail = text[: long[0].start()], text[long[0].end() :]
    return len(words(head)) >= _FEWEST_WORDS and _ends_in_address(tail)


def _ends_in_address(tail: str) -> bool:
    """Whether an address ends a text, whatever leads to it."""
    starts = [0, *(found.end() for found in list(_CUT.finditer(tail))[:_MOST_BEFORE])]
    return any(certain_address(tail[start:]) and names_house(tail[start:]) for start in starts)


def names_house(text: str) -> bool:
    """Whether more of a place is named than its town and its code."""
    plain = POSTAL_CODE.sub(" ", text)
    return any(letter.isdigit() for letter in plain) or names_place(plain)


def _are_led_to(text: str) -> bool:
    """Whether two parts of a text lead to a place each, told by its number."""
    led = [found["place"] for part in PARTS.split(text) if part and (found := _TOWARD.search(part)) is not None]
    return len({one for one in led if _is_place(one)}) > 1


def _is_place(text: str) -> bool:
    found = read_address(text)
    return any(letter.isdigit() for letter in text) and (names_place(text) or (found is not None and found.sure))
