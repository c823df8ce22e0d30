"""The signs of a shop's answer to one request: its words, what each number and name is to the request, what each part
says of what.

A number is a sign by what it is to the request and not by its value: as many as were asked for, fewer, more; a size is
the one that was asked for or another. So "2 hai, 3 nahi" to a request for two is one sentence with "5 hai, 8 nahi" to a
request for five. Courtesies and marks around the answer are no part of it.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from handlers.replies.courtesies import is_courtesy
from handlers.replies.meanings import meanings
from handlers.replies.signs import class_signs, in_light_of, place_of, word_signs
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.parts import Part
from handlers.sourcing.replies.stock.values import Ask

_DULL = frozenset({"other", "dress"})
_MARKS = frozenset({"full", "comma"})
# What is a sign by its kind alone, whatever its words.
_KINDS = frozenset(
    {"price_said", "priced", "reference", "phone", "item", "size", "asked_size", "time", "colour", "rupee"}
)
_ASKED, _ANOTHER = ("item", "asked_size", "reference"), ("size", "colour", "similar", "ware")
_BESIDE = ("unsure", "wait", "flaw", "away", "was", "time", "future")  # what is told of a part beside its sign
_SAYS = {1: "+", -1: "-", 0: "0"}
_SAID_NOTHING = "?0"
_MOST_PARTS = 4
_MANY, _MANY_TIMES = 20, 5
_UNTIL = read_sets("sourcing:stock/signs")["until"] | read_sets("sourcing:stock/signs")["before"]
_PLURAL, _MENU, _PLACED = "several asked", "menu", "placed"


def signs_of(bits: Sequence[Bit], parts: Sequence[Part], ask: Ask, *, placed: bool) -> set[int]:
    """The places of the signs of an answer to this request; `parts` are those of `bits`.

    ``placed``: its request was named, and the name taken away; there a mere "ok" says that it is there.
    """
    bits = without_courtesies(bits)
    roles = [role_of(bit, ask) for bit in bits]
    words: list[str] = []
    for bit, role in zip(bits, roles, strict=True):
        words += [f"§{role}"] if role.startswith("number") or bit.name in _KINDS else bit.text.split() or [f"§{role}"]
    signs = word_signs(words)
    telling = [role for role in roles if role not in _DULL]
    signs |= class_signs(telling)
    said = ("^", *telling, "$")
    signs.update(place_of(f"[{a}][{b}][{c}]") for a, b, c in zip(said, said[1:], said[2:], strict=False))
    signs.update(place_of(f"{one} [{role}]") for one, role in zip(words, roles[1:], strict=False))
    signs.update(map(place_of, (*_meant(bits, words), *_told(parts, ask))))
    if ask.quantity > 1:
        signs |= in_light_of(_PLURAL, map(place_of, (f"[{role}]" for role in telling)))
    if placed:
        signs |= in_light_of(_PLACED, map(place_of, (*words, *(f"[{role}]" for role in telling))))
    return signs | in_light_of(_MENU, signs) if ask.menu and len(bits) == 1 else signs


def role_of(bit: Bit, ask: Ask) -> str:
    """What a bit is to the request: its class; of a number whether it is as many as were asked for, fewer or more; of a
    time whether it ends there ("before 7") or begins."""
    if bit.name == "time":
        return "time" if _UNTIL.isdisjoint(bit.text.split()) else "time until"
    if bit.name != "number" or bit.value is None:
        return bit.name
    if bit.value == ask.quantity:
        return "number asked"
    if bit.value > max(_MANY, _MANY_TIMES * ask.quantity):
        return "number far more"  # perhaps money
    return "number none" if bit.value == 0 else "number fewer" if bit.value < ask.quantity else "number more"


def without_courtesies(bits: Sequence[Bit]) -> Sequence[Bit]:
    """The bits without thanks, greetings and signs around them; all of them where there is nothing else."""
    first, last = 0, len(bits)
    while first < last and _is_aside(bits[first]):
        first += 1
    while last > first and _is_aside(bits[last - 1]):
        last -= 1
    return bits[first:last] or bits


def _is_aside(bit: Bit) -> bool:
    return (bit.name in _MARKS and bit.text != "?") or is_courtesy(bit.text)


def _meant(bits: Sequence[Bit], words: Sequence[str]) -> Iterator[str]:
    """The meanings of the words, alone and side by side."""
    pauses = {bit.text for bit in bits if bit.name in _MARKS}
    meant = meanings(["," if word in pauses and word != "?" else word for word in words])
    yield from (f"means {one}" for one in meant)
    yield from (f"means {one} {other}" for one, other in pairwise(("^", *meant, "$")))


def _told(parts: Sequence[Part], ask: Ask) -> Iterator[str]:
    """The subject and the sign of each part: the asked size is there, another is not."""
    told: list[str] = []
    for part in parts:
        what = "both" if part.has("asked_size") and part.has("size") else _subject(part)
        says = what + ("?" if part.asks else _SAYS[part.sign])
        count = next((role_of(bit, ask) for bit in part.bits if bit.name == "number"), "")
        yield from (f"part {says}", f"part {says} {count}", f"part {says[-1]} {count}")
        yield from (f"part {says} {name}" for name in _BESIDE if part.has(name))
        told += [says] if says != _SAID_NOTHING else []
    if told:
        yield from (f"parts {' '.join(told[:_MOST_PARTS])}", f"first {told[0]}", f"last {told[-1]}")
        yield from (f"parts {one} & {other}" for one, other in combinations(sorted(set(told)), 2))


def _subject(part: Part) -> str:
    return "asked" if part.has(*_ASKED) else "other" if part.has(*_ANOTHER) else "?"
