"""One answer for several requests: all of them, all but some, the others, or as many answers as there are requests."""

from collections.abc import Collection, Iterator, Sequence

from handlers.replies.word_lists import read_sets, read_values
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.clauses import Segment, clauses, says_something
from handlers.sourcing.replies.stock.marks import find_marks
from handlers.sourcing.replies.stock.places import CLAUSE_ENDS, Mark, list_numbers
from handlers.sourcing.replies.stock.values import Ask

_LISTED = read_sets("sourcing:stock/counting")
_COUNTED = {phrase: int(many) for phrase, many in read_values("sourcing:stock/counting", "all").items()}
_NAMING = frozenset({"dress", "item", "size", "colour", "size_word", "and", "reference", "full"})
_OF_ALL = frozenset({"have", "is_there", "none", "no", "neg", "gone"})  # and not "all good", which may greet
_AROUND, _PLAIN = frozenset({"dress", "full", "comma", "and", ";"}), frozenset({"yes", "ok", "no", "neg", "na"})
_YES, _NO = Bit("yes", "yes"), Bit("no", "no")


def excepts(bits: Sequence[Bit], place: int) -> bool:
    """Whether an exception stands there: "except", the "but" of "everything but shorts", "bar" in "all bar the mug".

    What goes on with other goods in another clause says more than the exception.
    """
    if bits[place].name == "except":
        return True
    if bits[place].text not in _LISTED["but for"]:
        return False
    before = [bit.name for bit in bits[max(0, place - 2) : place]]
    behind = bits[place + 1 :]
    end = next((at for at, bit in enumerate(behind) if bit.name in CLAUSE_ENDS), len(behind))
    if any(bit.name in ("item", "reference") for bit in behind[end:]):
        return False
    named = all(bit.name in _NAMING for bit in behind)
    return before[-1:] in (["all"], ["none"]) or (named and not {"all", "none"}.isdisjoint(before))


def all_but(bits: Sequence[Bit], asks: Sequence[Ask], pool: Collection[int]) -> list[Segment] | None:
    """ "All except 2", "1 chhod ke sab hai", "none but the kurta"."""
    numbers = list_numbers(asks, pool)
    marks = find_marks(bits, asks, pool)
    named = frozenset().union(*(mark.asks for mark in marks)) if marks else frozenset()
    counted = {
        int(bit.value) for bit in bits if bit.value is not None and bit.name == "number" and bit.value in numbers
    }
    named = named or frozenset(numbers[number] for number in counted)
    if not named or named >= frozenset(pool):
        return None
    denied = any(bit.name in ("no", "neg", "none", "gone") for bit in bits)
    most, others = (_NO, _YES) if denied else (_YES, _NO)
    rest = frozenset(pool) - named
    return [Segment(rest, (most,), swept=rest), Segment(named, (others,))]


def of_the_others(
    bits: Sequence[Bit], marks: Sequence[Mark], found: Sequence[Segment], pool: frozenset[int]
) -> Iterator[Segment]:
    """What is said of all before one is named holds for the others: "all there, only the mug is 300"."""
    others = pool.difference(*(mark.asks for mark in marks), *(segment.asks for segment in found))
    start, end = next(clauses(bits), (0, 0))
    head = bits[start:end]
    said = {bit.name for bit in head}
    told = said & _OF_ALL and not said & {"other", "ware", "colour", "size"}
    if others and told and end <= marks[0].start and _counts_all(head, pool):
        yield Segment(others, tuple(head))


def _counts_all(bits: Sequence[Bit], pool: Collection[int]) -> bool:
    """Whether "all" or "none" stands there, with no other number of requests than there are."""
    words = [bit for bit in bits if bit.name in ("all", "none")]
    numbers = [bit.value for bit in bits if bit.name == "number"]
    return (
        bool(words)
        and all(_COUNTED.get(bit.text, len(pool)) == len(pool) for bit in words)
        and (all(number == len(pool) for number in numbers))
    )


def in_a_row(bits: Sequence[Bit], asks: Sequence[Ask], pool: Collection[int]) -> bool:
    """Whether several answers stand there one behind the other, or one on each line, and name no request."""
    lines = [bits[start:end] for start, end in _lines(bits)]
    told = [bit for bit in bits if bit.name not in _AROUND]
    plain = len(told) > 1 and all(bit.name in _PLAIN for bit in told)
    return (plain or (len(lines) > 1 and all(map(says_something, lines)))) and not find_marks(bits, asks, pool)


def by_order(bits: Sequence[Bit], asks: Sequence[Ask], pool: Collection[int]) -> list[Segment] | None:
    """As many answers as there are requests, one behind the other: "yes no yes", or one on each line."""
    order = sorted(pool, key=lambda index: (asks[index].number or 0, index))
    lines = [bits[start:end] for start, end in _lines(bits)]
    if len(lines) == len(order) and all(says_something(line) for line in lines):
        return [Segment(frozenset({index}), tuple(line)) for index, line in zip(order, lines, strict=True)]
    said = [bit for bit in bits if bit.name not in _AROUND]
    plain = all(bit.name in _PLAIN for bit in said)
    if not plain or len(said) != len(order):
        return None
    parted = any(bit.name in ("comma", "full") for bit in bits)
    if len({bit.name in ("yes", "ok") for bit in said}) == 1 and not parted and len(said) < 3:
        return None
    answers = (_YES if bit.name in ("yes", "ok") else _NO for bit in said)
    return [Segment(frozenset({index}), (bit,)) for index, bit in zip(order, answers, strict=True)]


def _lines(bits: Sequence[Bit]) -> Iterator[tuple[int, int]]:
    start = 0
    for place, bit in enumerate([*bits, Bit("full", "\n")]):
        if bit.name == "full" and bit.text == "\n":
            if place > start:
                yield start, place
            start = place + 1


def of_all(bits: Sequence[Bit], pool: Collection[int]) -> list[Segment] | None:
    """ "Yes to all", "sab hai", "none": one answer to every request; "dono ek ek hai" counts as many of each."""
    told = _counting_each(bits)
    words = [bit for bit in bits if bit.name in ("all", "none", "plenty")]
    counted = sum(bit.name == "number" for bit in told) - (len(told) < len(bits))
    if not words or counted or any(bit.name in ("rest", "another") for bit in bits):
        return None
    if any(_COUNTED.get(bit.text, len(pool)) != len(pool) for bit in words):
        return None
    return [Segment(frozenset(pool), tuple(told), swept=frozenset(pool))]


def _counting_each(bits: Sequence[Bit]) -> Sequence[Bit]:
    """The bits with the number of "ek ek", "one each" told once, which counts each of several; all of them without."""
    for place in range(len(bits) - 1):
        one, behind = bits[place : place + 2]
        if one.name == "number" and (behind.name == "each" or (behind.name, behind.value) == ("number", one.value)):
            return [*bits[: place + 1], *bits[place + 2 :]]
    return bits
