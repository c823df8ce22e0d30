"""What sets goods of one kind apart, beside colour and size: material, make, motif, wearer, power, how much one holds.

A value of an attribute that the request names, and not the one that it names, is something else: "marble elephant hai"
sells no brass one. Of attributes that the request leaves open nothing is said here.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from functools import cache, lru_cache
from itertools import pairwise

from handlers.replies.text import words
from handlers.replies.word_lists import read_sets, read_words
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.measures import measure_in
from handlers.sourcing.replies.stock.values import Ask

_PACK, _BYTES = "pack", "gb"
_CAPACITIES = frozenset(str(2**power) for power in range(2, 12))  # what a card or stick holds
_FIGURES = {False: ("number",), True: ("number", "price", "price_said")}
"""Bits that may say how much one holds: of what is counted in bytes also what reads like a price ("64 wala")."""
_EDITIONS = read_sets("sourcing:stock/signs")["editions"]
_PIECES = frozenset(
    {"pair", "pairs", "jodi", "jodis", "piece", "pieces", "pc", "pcs", "single", "par", "pares", "pieza", "nag"}
)


def names_another_value(bits: Sequence[Bit], ask: Ask) -> bool:
    """Whether these words name another value of an attribute that the request names, and not that one."""
    wanted = _wanted(ask.item, ask.size or "", *ask.others)
    if not wanted:
        return False
    told = _values([word for bit in bits for word in bit.text.split()])
    return any(told[attribute] and not told[attribute] & values for attribute, values in wanted.items())


def may_count_what_it_holds(bits: Sequence[Bit], ask: Ask) -> bool:
    """Whether a number may say how much one holds, where that was asked for: "256" to a stick of 128 GB, and
    "1 pair" to a pack of six. "3 pcs" counts pieces."""
    figure, _, unit = (measure_in(ask.size or "") or measure_in(ask.item) or "").rpartition(" ")
    if not unit:
        return False
    usual = {figure, str(ask.quantity)}
    in_pieces = any(bit.text in _PIECES for bit in bits)
    if unit == _PACK:
        return in_pieces
    numbers = {bit.text for bit in bits if bit.name in _FIGURES[unit == _BYTES] and bit.text.isdecimal()} - usual
    if unit == _BYTES:
        numbers = {number for number in numbers if number in _CAPACITIES}
    return not in_pieces and bool(numbers)


def names_another_model(bits: Sequence[Bit], ask: Ask) -> bool:
    """Whether a figure is another one than that of the asked title, or a word stands beside it that the title has not:
    to who asked for an iPhone 14 case "haan 13 wala" sells none, nor does "14 plus"."""
    figures = {word for word in words(ask.item) if word.isdecimal()}
    if not figures:
        return False
    usual = figures | {str(ask.quantity), *words(ask.size or "")}
    told = [(place, bit) for place, bit in enumerate(bits) if bit.name == "number" and bit.text.isdecimal()]
    if any(bit.text not in usual for _, bit in told):
        return True
    title = {*words(ask.item)}
    behind = (bits[place + 1] for place, bit in told if bit.text in figures and place + 1 < len(bits))
    return any((bit.name == "other" or bit.text in _EDITIONS) and bit.text not in title for bit in behind)


@lru_cache(maxsize=8192)
def _wanted(*names: str) -> Mapping[str, Set[str]]:
    return _values([word for name in names for word in words(name)])


def _values(said: Sequence[str]) -> defaultdict[str, set[str]]:
    """The values by attribute."""
    found = defaultdict[str, set[str]](set)
    for word in (*said, *map(" ".join, pairwise(said))):
        if (named := _listed().get(word)) is not None:
            found[named[0]].add(named[1])
    return found


@cache
def _listed() -> Mapping[str, tuple[str, str]]:
    """Each word with its attribute and the value's name."""
    found: dict[str, tuple[str, str]] = {}
    for line, others in read_words("sourcing:stock/attributes").items():
        attribute, _, value = line.partition(" ")
        for word in (value, *others):
            found[" ".join(words(word))] = (attribute, value)
    return found
