"""Postal codes that an address lacked, alone or behind the name of the town."""

import re

from handlers.replies.text import normalise, words
from handlers.replies.word_lists import read_sets
from handlers.replies.yes_no import denies
from handlers.sourcing.replies.addresses import CODES, is_street, meant_in, names_street, tells_story, tidied

_MOST_WORDS, _MOST_OF_TOWN = 4, 8  # before a code: of what is around it, and of a town where only the street was told
_LISTED = read_sets("sourcing:postal_codes")
_CALLED = _LISTED["code"]
_AROUND = _CALLED | _LISTED["said"] | {""}
_WITH_CODE = {
    country: re.compile(rf"(?P<before>\D*?)[^\w\u0900-\u097f]*(?<!\d)(?P<code>{code})(?P<behind>(?:\W+[^\W\d]+)?)\W*")
    for country, code in CODES.items()
}


def completed(address: str, text: str, country: str) -> str | None:
    """The address with the code that a text tells, alone or behind its town; None for any other text."""
    found = _WITH_CODE[country].fullmatch(tidied(meant_in(text).text)) if country in CODES else None
    if found is None or "?" in text:
        return None
    street = is_street(address)
    if len(words(found["before"])) > (_MOST_OF_TOWN if street else _MOST_WORDS):
        return None
    town = town_in(found["before"])
    if tells_story(town) or denies(town):
        return None
    if names_street(town) and names_street(address):
        return None  # an address of its own
    return with_postal_code(_joined(address, town), found["code"])


def with_postal_code(address: str, code: str) -> str:
    """An address that ends with its code."""
    return f"{address.rstrip(' ,.')} {code}"


def town_in(before: str) -> str:
    """The words before a code that are neither its name nor said around it."""
    said = before.replace("\n", ", ").split()
    plain = [normalise(word).strip(".,:;- ") for word in said]
    called = not _CALLED.isdisjoint(plain)
    while plain and plain[-1] in _AROUND:
        del said[-1], plain[-1]
    while plain and plain[0] in _AROUND:
        del said[0], plain[0]
    if called and not any(word[0].isupper() for word in said):
        return ""  # "bhaiya pin code 110001"
    return " ".join(said).rstrip(" ,.:;-")


def _joined(address: str, town: str) -> str:
    """The address with its town, which may stand there already."""
    there, said = words(address), words(town)
    if not said or there[-len(said) :] == said:
        return address
    return f"{address.rstrip(' ,.')}, {town}"
