"""What "do" is behind goods: "mug do" says to give a mug, and "mug do chahiye" and "do mug" want two.

Behind "badal" it is none: "badal do mug mein" changes something into a mug."""

import re

from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.joining import PARTS, whole
from handlers.sourcing.replies.naming import name_bits
from handlers.sourcing.replies.stock.goods import Shelf

_LISTED = read_sets("sourcing:counted")
_GIVE = "dedo"
_CHANGE = "badlo"
_CHANGED = re.compile(r"(?<![^\W_])(?:badal|बदल) (?:do|दो)(?![^\W_])", re.IGNORECASE)
_ALSO = re.compile(rf" {whole(_LISTED['also'])}$", re.IGNORECASE)
_DO = re.compile(rf"(?P<before>.*[^\W_]) (?:do|दो)(?: {whole(_LISTED['please'])})*[\s.!]*", re.IGNORECASE | re.DOTALL)


def with_give(text: str, shelf: Shelf) -> str:
    """The text with a plain "give" for the "do" at its end, where goods or their size stand before that, and no other
    goods of the text are counted behind their name: "mug teen, kurta do" wants two of the kurta."""
    text = _CHANGED.sub(_CHANGE, text)
    found = _DO.fullmatch(text)
    if found is None:
        return text
    *others, last = PARTS.split(found["before"])
    if not _ends_in(_ALSO.sub("", last), {"item", "size"}, shelf) or any(
        _ends_in(one, {"number"}, shelf) for one in others
    ):
        return text
    return f"{found['before']} {_GIVE}"


def _ends_in(part: str, names: set[str], shelf: Shelf) -> bool:
    bits = name_bits(part, shelf)
    return len(bits) > 0 and bits[-1].name in names and any(bit.name == "item" for bit in bits)
