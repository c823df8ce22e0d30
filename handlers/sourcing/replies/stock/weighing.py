"""What a shop's answer means for one request, weighed. `make learn` has the lines; what each deed needs of a reading
stands in handlers/replies/harm.py.
"""

from collections.abc import Sequence
from enum import StrEnum

from handlers.replies.evidence import evidence_of
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.features import signs_of
from handlers.sourcing.replies.stock.parts import Part
from handlers.sourcing.replies.stock.values import Ask

READER = "sourcing:stock"


class Means(StrEnum):
    """What a shop may mean."""

    YES = "yes"
    NO = "no"
    PARTIAL = "partial"  # fewer than were asked for
    ALTERNATIVE = "alternative"  # another size, colour, model or pack
    LATER = "later"  # goods at another time
    WAIT = "wait"  # an answer at another time
    PRICE = "price"  # at a price that it names
    QUESTION = "question"
    UNCLEAR = "unclear"
    STOP = "stop"  # it wants no requests


def weigh(bits: Sequence[Bit], parts: Sequence[Part], ask: Ask, *, placed: bool) -> dict[str, float]:
    """The probability of each meaning of these bits, of which `parts` are made, by the names in `Means`."""
    return evidence_of(READER).weigh(signs_of(bits, parts, ask, placed=placed))
