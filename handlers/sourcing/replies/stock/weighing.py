"""What a shop's answer means for one request, weighed: which words stand there, and what each number and name is to it.

A number is a sign by what it is to the request and not by its value: as many as were asked for, fewer, more; a size is
the one that was asked for or another. So "2 hai, 3 nahi" to a request for two is one sentence with "5 hai, 8 nahi" to a
request for five. `make learn` has the lines; what each deed needs stands in handlers/replies/harm.py.
"""

from collections.abc import Sequence
from enum import StrEnum

from handlers.replies.evidence import evidence_of
from handlers.replies.signs import class_signs, in_light_of, place_of, word_signs
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.values import Ask

READER = "sourcing:stock"
KNOWN = "sourcing:known"


class Means(StrEnum):
    """What a shop may mean."""

    YES = "yes"
    NO = "no"
    PARTIAL = "partial"  # fewer than were asked for
    ALTERNATIVE = "alternative"  # another size, colour, model or pack
    LATER = "later"  # goods, or an answer, at another time
    PRICE = "price"  # at a price that it names
    QUESTION = "question"
    UNCLEAR = "unclear"
    STOP = "stop"  # it wants no requests


_DULL = frozenset({"other", "dress"})
# What is a sign by its kind alone, whatever its words.
_KINDS = frozenset(
    {"price_said", "priced", "reference", "phone", "item", "size", "asked_size", "time", "colour", "rupee"}
)
_PLURAL = "several asked"
_MENU = "menu"


def weigh(bits: Sequence[Bit], ask: Ask) -> dict[str, float]:
    """The probability of each meaning of these bits, by the names in `Means`."""
    return evidence_of(READER).weigh(signs_of(bits, ask))


def is_known(word: str) -> bool:
    """Whether people use this word in such chats, and not for goods (``data/known.weights``, made by `make learn`)."""
    return place_of(word) in evidence_of(KNOWN).rows


def signs_of(bits: Sequence[Bit], ask: Ask) -> set[int]:
    """The signs of an answer to this request."""
    roles = [_role(bit, ask) for bit in bits]
    words: list[str] = []
    for bit, role in zip(bits, roles, strict=True):
        words += [f"§{role}"] if role.startswith("number") or bit.name in _KINDS else bit.text.split() or [f"§{role}"]
    signs = word_signs(words)
    telling = [role for role in roles if role not in _DULL]
    signs |= class_signs(telling)
    said = ("^", *telling, "$")
    signs.update(place_of(f"[{a}][{b}][{c}]") for a, b, c in zip(said, said[1:], said[2:], strict=False))
    signs.update(place_of(f"{one} [{role}]") for one, role in zip(words, roles[1:], strict=False))
    if ask.quantity > 1:
        signs |= in_light_of(_PLURAL, map(place_of, (f"[{role}]" for role in telling)))
    return signs | in_light_of(_MENU, signs) if ask.menu and len(bits) == 1 else signs


def _role(bit: Bit, ask: Ask) -> str:
    if bit.name != "number" or bit.value is None:
        return bit.name
    if bit.value == ask.quantity:
        return "number asked"
    return "number none" if bit.value == 0 else "number fewer" if bit.value < ask.quantity else "number more"
