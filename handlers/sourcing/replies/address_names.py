"""Whose name stands on an address: "Joe Smith, 123 Main St, …"; another one without a name goes to the same person."""

import re

from handlers.replies.text import normalise, words
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.addresses import POSTAL_CODE, is_of_place, names_street
from handlers.sourcing.replies.plurals import singular

_MOST = 4  # words of a name
_PART = re.compile(r"[,\n]")
_LISTED = read_sets("sourcing:address_names")
_TOWNS = read_sets("sourcing:postal_codes")["towns"]


def name_on(address: str) -> str:
    """The name that begins an address, "" where a house, a street, a company's building or a town does."""
    first, *rest = _PART.split(address, maxsplit=1)
    said = words(first)
    if not rest or not _has_street(rest[0]) or not 0 < len(said) <= _MOST or any(letter.isdigit() for letter in first):
        return ""
    if any(is_of_place(word) or is_of_place(singular(word)) or word in _LISTED["building"] | _TOWNS for word in said):
        return ""
    titled = [word for word in first.split() if normalise(word).strip(".") not in _LISTED["small"]]
    named = bool(titled) and all(word[0] != word[0].lower() or word[0].lower() == word[0].upper() for word in titled)
    return first.strip() if named else ""


def _has_street(rest: str) -> bool:
    """Whether a house or a street stands there, or a part of a town, beside the town with its code."""
    plain = POSTAL_CODE.sub(" ", rest)
    return (
        len([part for part in _PART.split(plain) if part.strip()]) > 1
        or any(letter.isdigit() for letter in plain)
        or names_street(plain)
    )


def with_name_of(before: str, address: str) -> str:
    """An address with the name that stood on the one before, where it begins with none and has a street of its own."""
    name = name_on(before)
    if not name or name_on(address) or not any(letter.isdigit() for letter in address):
        return address
    if set(words(name)) <= set(words(address)):
        return address
    return f"{name}, {address}"
