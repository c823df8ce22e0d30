"""The number of a house, and nothing else: "B-22", "Block M", "S-12", "H.no 45", "12/4".

Where it is asked where an order goes, it begins an address, and counts or measures no goods.
"""

import re

from handlers.replies.text import tokens
from handlers.sourcing.replies.addresses import MARKS, WORDS

_LONGEST = 24  # characters
_SIZES = frozenset({"xs", "xl"})
_OTHERS = frozenset({"no", "ok", "ha", "na", "si", "do", "ek", "to", "so"})  # "no 5" refuses, "ok 2" agrees
# A letter of a size with a blank behind it is of goods: "L 2".
_NUMBERED = re.compile(
    r"(?:(?P<letters>[a-z]{1,2})\s?[-/]?\d{1,4}[a-z]?|\d{1,4}[-/][a-z\d]{1,4}|\d{2,4}[a-z])(?:[-/]\s?[a-z\d]{1,4})*",
    re.IGNORECASE,
)
_OF_GOODS = re.compile(r"(?:[smlx]|[a-z]{2})\s\d+", re.IGNORECASE)
_NAMED = re.compile(r"(?:h|f|p|q)\.?\s*(?:no|num)\b[\s.:#-]*\d{1,4}[a-z]?|#\s?\d{1,4}[a-z]?", re.IGNORECASE)
_NUMBER = frozenset({"no", "number", "num", "nr", "numero"})  # "gali no 3"
_COUNT = re.compile(r"\d{1,3}")
_TAIL = re.compile(r"\d+[a-z]?|\w", re.IGNORECASE)


def is_house(text: str) -> bool:
    """Whether all of a text is a house by its letter and number, or by its word and either; "L 2" is of goods."""
    said = text.strip(" \t\n,.;")
    if not said or len(said) > _LONGEST or "?" in said:
        return False
    found = _NUMBERED.fullmatch(said)
    if found is not None:
        return (found["letters"] or "").casefold() not in _SIZES | _OTHERS and _OF_GOODS.fullmatch(said) is None
    return _NAMED.fullmatch(said) is not None or _is_named(said)


def is_number(text: str) -> bool:
    """Whether all of a text is a number of few digits, as of a house: "45"."""
    return _COUNT.fullmatch(text.strip(" \t\n,.;")) is not None


def _is_named(said: str) -> bool:
    """Whether it is the word for a house or a part of one, and its letter or number: "Block M", "piso 3"."""
    spoken = [word for word in tokens(said) if WORDS.name([word])[0] not in MARKS]
    kinds = [WORDS.name([word])[0] for word in spoken]
    tails = [word for word, kind in zip(spoken, kinds, strict=True) if kind != "street" and word not in _NUMBER]
    return "street" in kinds and 0 < len(tails) <= 2 and all(_TAIL.fullmatch(word) for word in tails)
