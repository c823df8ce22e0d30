"""A text cut up at what it names: of each request the clauses that answer it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.places import ANSWERING, CLAUSE_ENDS, Mark

JOINING = frozenset({"and", "comma", "-", "full"})
"""Between two that are named, and answered together."""
_SAYING = (
    ANSWERING
    | {"left", "send", "ready", "come", "unsure", "wait", "flaw", "price_said", "undo", "asking"}
    | {"lacking", "yonder", "is_there", "plenty"}
)


@dataclass(frozen=True, slots=True)
class Segment:
    """The bits of a text that answer these requests; of them those are ``swept`` that nothing names: "all", "the
    rest", and ``shared`` of which one name means several: "box" where two orders want it."""

    asks: frozenset[int]
    bits: tuple[Bit, ...]
    swept: frozenset[int] = frozenset()
    shared: frozenset[int] = frozenset()


def cut(bits: Sequence[Bit], marks: Sequence[Mark], pool: frozenset[int]) -> list[Segment]:
    """The bits of each mark: those behind the mark where it begins a clause, else those before."""
    rest = pool - frozenset().union(*(mark.asks for mark in marks))
    groups = _grouped(bits, marks)
    segments: list[Segment] = []
    prefix: list[Bit] = []
    pending: frozenset[int] = frozenset()
    for start, end in clauses(bits):
        inside = [group for group in groups if start <= group.start < end]
        if not inside:
            if segments:
                segments[-1] = replace(segments[-1], bits=(*segments[-1].bits, *bits[max(start - 1, 0) : end]))
            else:
                prefix += bits[start:end]
            continue
        for asks, said in _share(bits, inside, start, end, rest):
            asks |= pending
            pending = frozenset()
            if not says_something(said):
                pending = asks
            else:
                segments.append(Segment(asks, _stated(said)))
    if pending:
        segments.append(Segment(pending, tuple(prefix)))
    return [segment for segment in segments if segment.asks]


def _stated(bits: Sequence[Bit]) -> tuple[Bit, ...]:
    """The bits behind a name: "is there" asks nothing there, and "only" alone says that it is there."""
    alone = len(bits) == 1 and bits[0].name in ("is_there", "only")
    return (replace(bits[0], name="have"),) if alone else tuple(bits)


def says_something(bits: Sequence[Bit]) -> bool:
    """Whether something of an answer stands there, yes, no, how many or when, and not names alone."""
    return any(bit.name in _SAYING for bit in bits)


def _grouped(bits: Sequence[Bit], marks: Sequence[Mark]) -> list[Mark]:
    """Marks joined by a mere "and" as one."""
    groups: list[Mark] = []
    for mark in marks:
        between = bits[groups[-1].end : mark.start] if groups else []
        if (
            groups
            and mark.asks
            and groups[-1].asks
            and all(bit.name in JOINING for bit in between)
            and len(between) <= 2
            and not any(_answers_both(bits, place) for place in range(groups[-1].end, mark.start))
        ):
            groups[-1] = Mark(groups[-1].start, mark.end, groups[-1].asks | mark.asks)
        else:
            groups.append(mark)
    return groups


def clauses(bits: Sequence[Bit]) -> Iterator[tuple[int, int]]:
    """Where each clause begins and ends."""
    start = 0
    for place, bit in enumerate(bits):
        if bit.name in CLAUSE_ENDS and not _joins_numbers(bits, place):
            if place > start:
                yield start, place
            start = place + 1
    if start < len(bits):
        yield start, len(bits)


def _joins_numbers(bits: Sequence[Bit], place: int) -> bool:
    """Whether a comma joins two that are named ("1, 3 yes"), or a full stop belongs to "1."."""
    before, after = bits[place - 1 : place], bits[place + 1 : place + 2]
    named = ("number", "item", "reference")
    if not before or not after or before[0].name not in named:
        return False
    if _answers_both(bits, place):
        return False
    alone = place < 2 or bits[place - 2].name in CLAUSE_ENDS | {"("}
    return after[0].name in named if bits[place].name == "comma" else alone and bits[place].text == "."


def _answers_both(bits: Sequence[Bit], place: int) -> bool:
    """Whether the comma at `place` parts two products of which each has its answer: "no jeans, bottles ok"."""
    if bits[place].name != "comma" or place < 2 or bits[place - 1].name != "item":
        return False
    start = next((at for at in range(place - 1, -1, -1) if bits[at].name in CLAUSE_ENDS), -1)
    return says_something(bits[start + 1 : place]) and says_something(bits[place + 2 : place + 4])


def _share(
    bits: Sequence[Bit], inside: Sequence[Mark], start: int, end: int, rest: frozenset[int]
) -> Iterator[tuple[frozenset[int], list[Bit]]]:
    before = [bit for bit in bits[start : inside[0].start] if bit.name not in ("dress", "order_word", "(", "mein", "#")]
    if before and before[-1].name == "only":
        before.pop()  # "only the kurta": of the requests, not of the pieces
    if len(inside) == 1:
        yield inside[0].asks or rest, [*before, *bits[inside[0].end : end]]
    elif not before or inside[-1].end < end - 1:
        for mark, following in zip(inside, [*(m.start for m in inside[1:]), end], strict=True):
            yield mark.asks or rest, [*(before if mark is inside[0] else ()), *bits[mark.end : following]]
    else:
        place = start
        for mark in inside:
            yield mark.asks or rest, list(bits[place : mark.start])
            place = mark.end
