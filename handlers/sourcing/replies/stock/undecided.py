"""A shop's answer that says yes and no at once: "haan bolu ya na bolu", "no I have it", "no 1". It is asked back.

What is weighed knows the words, and takes the likelier of the two for what is meant.
"""

from collections.abc import Sequence

from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.parts import Part
from handlers.sourcing.replies.stock.signs import AGREEING, DENYING

_LISTED = read_sets("sourcing:stock/undecided")
_OR, _ALREADY, _ONESELF, _NUMBER = (_LISTED[name] for name in ("or", "already", "oneself", "number"))
_DENIALS = frozenset({"neg", "no", "na"})
_NOES = frozenset({"neg", "no"})
_PAUSES = frozenset({"dress", "comma", "full", "sign", "thanks", "sorry"})
_THERE = frozenset({"have", "is", "is_there", "send", "left", "number", "ready"})
# What may stand beside these: with other goods, another time or none behind it a denial is no slip.
_BESIDE = _THERE | {"dress", "only", "wait", "item", "asked_size", "stock", "all", "now", "yes", "ok", "be", "noworry"}


def wonders(parts: Sequence[Part]) -> bool:
    """Whether it asks itself which to say: "haan ya nahi", "should I say yes or no", "digo sí o no"."""
    bits = [bit for part in parts for bit in part.bits if bit.name != "dress"]
    return any(bit.text in _OR and _parts_both(bits, place) for place, bit in enumerate(bits))


def _parts_both(bits: Sequence[Bit], place: int) -> bool:
    """Whether a yes stands before this word, with a verb between at most, and a no right behind it."""
    before = [bit.name for bit in bits[max(0, place - 2) : place]]
    agreed = before[-1:] and (before[-1] in AGREEING or (before[-1] == "other" and before[0] in AGREEING))
    denied = any(bit.name in _DENIALS and bit.text not in _ALREADY for bit in bits[place + 1 : place + 2])
    return bool(agreed) and denied


def says_both(parts: Sequence[Part]) -> bool:
    """Whether a yes and a no stand beside each other and nothing else does, "haan nahi", "no yes"; or all begins with a
    no and a yes: "no, sorry, yes I have it". "Haan nahi hai" says that there is none."""
    bits = [bit for part in parts for bit in part.bits]
    named = ("yes" if bit.text.startswith("yes ") else bit.name for bit in bits)  # "yes i" dresses an answer
    names = [name for name in named if name not in _PAUSES]
    kinds = set(names)
    if any(bit.text.split()[0] in _OR for bit in bits if bit.text):
        return False  # "sí, ya no": not any more
    if "yes" not in kinds or kinds.isdisjoint(_NOES):
        return False
    behind = kinds & _NOES and names[0] in _NOES and names[1] == "yes"
    return kinds <= _NOES | {"yes"} or bool(behind and set(names[2:]) <= _BESIDE)


def numbers_a_no(parts: Sequence[Part]) -> bool:
    """Whether all begins with a "no" and a figure, which is "number one" or "no, one": "no 1", "no. 1 hai"."""
    bits = [bit for part in parts for bit in part.bits if bit.name != "dress"]
    return [bit.name for bit in bits[:2]] == ["no", "number"] and bits[0].text in _NUMBER


def affirms_behind_a_no(parts: Sequence[Part]) -> bool:
    """Whether the goods that were asked for are there behind a no that stands by itself: "no I have it", "koi nahi,
    hai". "Nahi hai" has none by itself, and "nahi, XL hai" has other goods."""
    rest = _behind_a_no(parts)
    names = {bit.name for bit in rest if bit.value != 0}
    return not names.isdisjoint(_THERE) and names <= _BESIDE


def _behind_a_no(parts: Sequence[Part]) -> Sequence[Bit]:
    """What stands behind a part that only denies, or behind a denial and a word for oneself."""
    first = parts[0].bits
    denied = any(bit.name in DENYING for bit in first)
    if denied and all(bit.name in DENYING | {"dress"} for bit in first):
        return [bit for part in parts[1:] for bit in part.bits]
    lead = next((place for place, bit in enumerate(first) if bit.text in _ONESELF), 0)
    apart = lead > 0 and all(bit.name in DENYING | {"dress"} for bit in first[:lead])
    return [bit for part in parts for bit in part.bits][lead:] if apart and denied else ()
