"""A house, a street or a floor that puts that of an address right, or comes to it: "it's 21 MG Road", "5th floor".

All else of the address stays: its name, its town and its code.
"""

import re

from handlers.replies.text import words
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.address_house import is_house, is_number
from handlers.sourcing.replies.address_names import name_on
from handlers.sourcing.replies.addresses import POSTAL_CODE, is_street, names_street, tells_story, tidied, without_label

_LISTED = read_sets("sourcing:address_leads")
_INSIDE = _LISTED["inside"]
_MOST_WORDS = 8
_SIGNS = " \t\n,.;"
_IS = re.compile(r"\s+(?:hai|he|h|है)$", re.IGNORECASE)
_PART = re.compile(r"\s*[,\n]\s*")
_NUMBER = re.compile(r"#?(?:[a-z]{1,2}[-/ ]?)?\d+[a-z]?(?:[-/]\w+)*(?!\w)", re.IGNORECASE)
_WORD = re.compile(r"[^\s,]+")
_STREET_WORDS = frozenset({"no", "number", "num", "the"})


def amended(known: str, text: str) -> str:
    """The address with what a text puts right in it, or adds; "" where a text is no such part of one."""
    said = _IS.sub("", without_label(tidied(text)).strip(_SIGNS))
    if not known or "?" in said or POSTAL_CODE.search(said) or tells_story(said) or len(words(said)) > _MOST_WORDS:
        return ""
    name = name_on(known)
    rest = known[len(name) :].lstrip(_SIGNS) if name else known
    whole = _with_number(rest, said) or _with_part(rest, said)
    return ", ".join(filter(None, (name, whole))) if whole else ""


def tells_inside(text: str) -> bool:
    """Whether all of a text is a flat or a floor: "flat no 301", "2nd floor"."""
    said = _IS.sub("", without_label(tidied(text)).strip(_SIGNS))
    short = "?" not in said and len(words(said)) <= _MOST_WORDS and not POSTAL_CODE.search(said)
    return short and not tells_story(said) and is_street(said) and bool(_kinds(said))


def _with_number(known: str, said: str) -> str:
    """With another number of the house: "no it's 21", "B-22"."""
    if not (is_number(said) or (is_house(said) and _NUMBER.fullmatch(said))):
        return ""
    found = _NUMBER.match(known)
    if found is None or any(map(_kinds, _PART.split(known))):
        return ""  # beside a floor or a flat it may be the number of that
    return f"{said}{known[found.end() :]}"


def _with_part(known: str, said: str) -> str:
    """With another street, or another floor or flat, which is added where there is none of its kind."""
    if not is_street(said):
        return ""
    inside = _kinds(said)
    parts = _PART.split(known)
    if inside:
        alike = next((at for at, part in enumerate(parts) if inside & _kinds(part)), None)
        if alike is None:
            return f"{said}, {known}"
    else:
        alike = _same_street(parts, said)
        if alike is None:
            return ""
    old = parts[alike]
    return known.replace(old, said + _behind_street(old), 1)


def _kinds(part: str) -> frozenset[str]:
    """The parts of a house that the words name: a floor, a flat."""
    return frozenset(words(part)) & _INSIDE


def _same_street(parts: list[str], said: str) -> int | None:
    """The place of the part that holds the same street, else of the first one that names a street; None for none."""
    named = {word for word in words(said) if not any(letter.isdigit() for letter in word)} - _STREET_WORDS
    streets = [at for at, part in enumerate(parts) if names_street(part) and not _kinds(part)]
    shared = [at for at in streets if len(named & set(words(parts[at]))) > 1]
    return next(iter(shared or streets), None)


def _behind_street(part: str) -> str:
    """What stands behind the street in the same part: "12 MG Road Bengaluru 560038"."""
    code = POSTAL_CODE.search(part)
    street = part[: code.start()] if code is not None and code.start() else part
    ends = [found.end() for found in _WORD.finditer(street) if is_street(street[: found.end()])]
    return part[max(ends, default=len(part)) :]
