"""An answer that stands before the places of the list that it is for: "yes for 1 and 2, 3 tomorrow" is read as "1 and 2
yes, 3 tomorrow"."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.places import CLAUSE_ENDS, list_numbers, whole_number
from handlers.sourcing.replies.stock.values import Ask

_FOR = read_sets("sourcing:stock/counting")["for places"]
_ANSWERS = frozenset({"yes", "no"})
_BETWEEN = frozenset({"and", "comma"})


@dataclass(frozen=True, slots=True)
class _Group:
    """An answer at ``start``, and the ``many`` places of the list, up to ``end``, that it is for."""

    start: int
    first: int
    end: int
    many: int


def answers_behind(bits: Sequence[Bit], asks: Sequence[Ask], pool: Collection[int]) -> list[Bit]:
    """The bits with each such answer behind its places. One place alone may be so many pieces: then another answer has
    to stand so."""
    groups = list(_groups(bits, asks, pool))
    if len(groups) < 2 and all(one.many < 2 for one in groups):
        return list(bits)
    found, place = list[Bit](), 0
    for one in groups:
        before = list(bits[place : one.start])
        if place and before and before[-1].name == "and":
            before[-1] = Bit("comma", ",")  # "… and no for 3"
        found += [*before, *bits[one.first : one.end], bits[one.start]]
        place = one.end
    return [*found, *bits[place:]]


def _groups(bits: Sequence[Bit], asks: Sequence[Ask], pool: Collection[int]) -> Iterator[_Group]:
    numbers = list_numbers(asks, pool)
    place = 0
    while place < len(bits):
        group = _group_at(bits, place, numbers)
        if group is not None:
            yield group
        place = group.end if group is not None else place + 1


def _group_at(bits: Sequence[Bit], place: int, numbers: Collection[int | None]) -> _Group | None:
    """The answer that stands there at the beginning of a clause, with its places, in the order of the list."""
    begins = not place or bits[place - 1].name in CLAUSE_ENDS | {"and"}
    if bits[place].name not in _ANSWERS or not begins:
        return None
    led = place + 1 < len(bits) and bits[place + 1].text in _FOR
    first = place + 1 + led
    end = _end_of_places(bits, first, numbers)
    end = _without_answered(bits, first, end)
    many = sum(whole_number(bit) in numbers for bit in bits[first:end])
    sure = led or (bits[place].name == "yes" and many > 1 and end < len(bits))
    return _Group(place, first, end, many) if many and sure else None


def _end_of_places(bits: Sequence[Bit], first: int, numbers: Collection[int | None]) -> int:
    """Where a row of places ends that are parted by "and" or a comma; else two may be a place and its pieces."""
    end, last, at = first, 0, first
    while _goes_on(bits, at, last, numbers):
        last, end = whole_number(bits[at]), at + 1
        at = end + (end < len(bits) and bits[end].name in _BETWEEN)
        if at == end:
            break
    return end


def _goes_on(bits: Sequence[Bit], place: int, last: int, numbers: Collection[int | None]) -> bool:
    """Whether a number there is a place of the list beyond the ``last`` one."""
    return place < len(bits) and whole_number(bits[place]) in numbers and whole_number(bits[place]) > last


def _without_answered(bits: Sequence[Bit], first: int, end: int) -> int:
    """Where the places end, without the last one where something else is said of it: "…, 3 tomorrow". Nothing is left
    where no comma parts that one from the others: "yes for 2 and 3 only 1"."""
    if end <= first or end == len(bits) or bits[end].name in CLAUSE_ENDS:
        return end
    if bits[end].name == "and" and end + 1 < len(bits) and bits[end + 1].name in _ANSWERS:
        return end
    parted = end - 2 > first and bits[end - 2].name == "comma"
    return end - 2 if parted else first
