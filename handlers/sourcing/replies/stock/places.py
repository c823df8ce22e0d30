"""Numbers that stand for places in the list of what a shop was asked for: "1 yes 2 no 3 only 1", "1 2 hai, 3 nahi"."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.values import Ask

CLAUSE_ENDS = frozenset({"full", "comma", "contrast"})
# What may follow a number that stands for a request: "1 haan", "2 nahi", "3 only 1", "3 kal".
ANSWERING = frozenset(
    {
        "yes", "no", "neg", "ok", "none", "gone", "only", "all", "little", "number", "time", "noworry", "is", "have",
        "future",
    }
)  # fmt: skip
_SAID_OF_A_PLACE = ANSWERING - {"number", "time", "future"} | {"unsure", "wait"}
_BEFORE_A_ROW = CLAUSE_ENDS | _SAID_OF_A_PLACE - {"only", "little"}
_WEAK = frozenset({"is", "have", "number", "time", "future", "all"})  # "2 hai" may be two pieces as well
# A figure behind a size or goods counts these: "L 1 haan", "kurta 2 yes".
_NOT_BEFORE_A_MARK = frozenset(
    {"only", "left", "have", "of", "size_word", "rupee", "@", "send", "number", "size", "ware", "item"}
)
# "3 me sirf 3", "1 wala hai"
_OF_A_PLACE = read_sets("sourcing:stock/counting")["of a place"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Requests that are named in ``bits[start:end]``."""

    start: int
    end: int
    asks: frozenset[int]  # empty: all that no other mark names


def list_numbers(asks: Sequence[Ask], pool: Collection[int]) -> dict[int | None, int]:
    """The requests by their numbers in the message's list."""
    return {number: index for index in pool if (number := asks[index].number) is not None}


def listed(bits: Sequence[Bit], asks: Sequence[Ask], pool: Collection[int]) -> list[Mark]:
    """Numbers that stand for places in the list: "1 yes 2 no 3 only 1", "1) haan", "1 and 3 yes"."""
    numbers = list_numbers(asks, pool)
    marks: list[Mark] = []
    weak = False
    highest = 0
    grouped = _rows(bits, asks, numbers)
    for place, bit in enumerate(bits):
        value = whole_number(bit)
        strength = 2 if place in grouped else _strength(bits, place, numbers) if value in numbers else 0
        # The list is answered in its order; only what can be nothing else may step out of it.
        if strength > (value <= highest and not _is_group(bits, place)) and all(
            numbers[value] not in mark.asks for mark in marks
        ):
            marks.append(Mark(place, place + 1, frozenset({numbers[value]})))
            weak = weak or strength == 1
            highest = value
    alone = weak and len(marks) == 1 and not any(bit.name == "rest" for bit in bits)
    return [] if alone else marks


def whole_number(bit: Bit) -> int:
    """The whole number that a bit is; 0 for none."""
    return int(bit.value) if bit.name == "number" and bit.value is not None and bit.value.denominator == 1 else 0


def _rows(bits: Sequence[Bit], asks: Sequence[Ask], numbers: Mapping[int | None, int]) -> frozenset[int]:
    """Where numbers stand in a row and each is a place in the list: "1 2 hai, 3 4 nahi", "1 2 3 hai". Two alone may as
    well be a place and its pieces: the list has to go on behind them, or up to them."""
    found = set[int]()
    runs = list(_runs(bits, numbers))
    begins, ends = {whole_number(bits[run[0]]) for run in runs}, {whole_number(bits[run[-1]]) for run in runs}
    pairs = sum(len(run) > 1 for run in runs)
    for run in filter(partial(_is_told, bits), runs):
        first, last = whole_number(bits[run[0]]), whole_number(bits[run[-1]])
        goes_on = (last + 1 in begins or first - 1 in ends) and last not in begins
        counts = pairs == 1 and asks[numbers[first]].quantity == last  # as many as are asked for there
        if len(run) > 2 or (goes_on and not counts):
            found.update(run)
    return frozenset(found)


def has_lone_pair(bits: Sequence[Bit], asks: Sequence[Ask], pool: Collection[int]) -> bool:
    """Whether two numbers are two places, or a place and its pieces: "1 2 hai baaki nahi"."""
    numbers = list_numbers(asks, pool)
    rows, runs = _rows(bits, asks, numbers), list(_runs(bits, numbers))
    begins = {whole_number(bits[run[0]]) for run in runs}
    told = [run for run in runs if _is_told(bits, run) and run[0] not in rows]
    return any(whole_number(bits[run[-1]]) not in begins for run in told)


def _is_told(bits: Sequence[Bit], run: range) -> bool:
    """Whether several numbers stand there, of which something is said."""
    return len(run) > 1 and run[-1] + 1 < len(bits) and bits[run[-1] + 1].name in _SAID_OF_A_PLACE


def _runs(bits: Sequence[Bit], numbers: Mapping[int | None, int]) -> Iterator[range]:
    """The places that begin a clause or follow what was said of others, each with those behind it that count on."""
    place = 0
    while place < len(bits):
        end = place + 1
        if whole_number(bits[place]) in numbers and (bits[place - 1].name if place else "full") in _BEFORE_A_ROW:
            while end < len(bits) and whole_number(bits[end]) in numbers and _counts_on(bits, end):
                end += 1
            yield range(place, end)
        place = end


def _counts_on(bits: Sequence[Bit], place: int) -> bool:
    """Whether the number there is the one behind the number before it."""
    return whole_number(bits[place]) == whole_number(bits[place - 1]) + 1


def _is_group(bits: Sequence[Bit], place: int) -> bool:
    return place > 1 and bits[place - 1].name == "and" and bits[place - 2].name == "number"


def _follows_in_the_list(bits: Sequence[Bit], place: int) -> bool:
    """Whether the number before it, of which something was said, is the one before it in the list."""
    earlier = bits[place - 2] if place > 1 else None
    return earlier is not None and earlier.name == "number" and (earlier.value or 0) + 1 == bits[place].value


def _strength(bits: Sequence[Bit], place: int, numbers: Mapping[int | None, int]) -> int:
    """2 where this number can only stand for a request, 1 where it may, 0 where it counts pieces."""
    before = bits[place - 1].name if place else "full"
    following = bits[place + 1 : place + 4]
    if following and following[0].text in _OF_A_PLACE:
        following = following[1:]
    after = [bit.name for bit in following[:2]] or [""]
    if after[0] in (")", ":") or before in ("(", "#", "order_word"):
        return 2
    if before == "have" and _follows_in_the_list(bits, place) and after[0] in ANSWERING - _WEAK:
        return 2  # "1 available 2 sold"
    if before == "rest" and after[0] in _WEAK:
        return 0  # "baki 1 kal aayega": so many are the rest
    if before in _NOT_BEFORE_A_MARK and not (before == "number" and after[0] in ("yes", "no", "neg")):
        return 0
    if after[0] in ("-", "full") and after[1:] and after[1] in ANSWERING - {"number"}:
        return 2
    if after[0] in ("and", "comma") and after[1:] == ["number"]:
        return 2 if bits[place + 2].value in numbers else 0
    if after[0] in ("unsure", "wait") and before in CLAUSE_ENDS:
        return 1  # "5 pata nahi"
    if after[0] not in ANSWERING:
        return 0
    if after[0] == "only" and after[1:] not in (["number"], ["all"]):
        return 0
    return 1 if after[0] in _WEAK else 2
