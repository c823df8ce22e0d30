"""A text that opens by saying that the wrong thing was ordered: "galat order ho gaya, mujhe L chahiye tha"."""

import re

from handlers.replies.text import normalise
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.naming import name_bits
from handlers.sourcing.replies.resizing import in_capitals
from handlers.sourcing.replies.stock.goods import Shelf

_LISTED = read_sets("sourcing:turning")
_MISTAKEN, _AROUND = _LISTED["mistaken"], _LISTED["around it"]
_MARKS = ",.;:!-–—"


def meant_instead(text: str, shelf: Shelf) -> str:
    """What stands behind such an opening and names goods, a size or a number; "" for any other text."""
    rest = behind_a_mistake(text)
    bits = name_bits(in_capitals(rest, shelf), shelf) if rest else ()
    return rest if any(bit.name in {"item", "size", "number"} for bit in bits) else ""


def behind_a_mistake(text: str) -> str:
    """What stands behind such an opening, as it was written; "" where a text opens otherwise, or says no more."""
    mistaken = False
    for found in re.finditer(r"\S+", text):
        word = normalise(found[0].strip(_MARKS))
        if word not in _MISTAKEN | _AROUND and word:
            return text[found.start() :] if mistaken else ""
        mistaken = mistaken or word in _MISTAKEN
    return ""
