"""Which request does an answer mean? By order number, place in the list, product and size; by "all" and by their order.

Where none of these tells it the answer belongs to nothing, and the shop is asked which one it means.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from handlers.replies.word_lists import read_sets, read_values
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.marks import find_marks
from handlers.sourcing.replies.stock.places import ANSWERING, CLAUSE_ENDS, Mark, list_numbers
from handlers.sourcing.replies.stock.values import Ask

_JOINING = frozenset({"and", "comma", "-", "full"})
_SAYING = (
    ANSWERING
    | {"left", "send", "ready", "come", "unsure", "wait", "flaw", "price_said", "undo", "asking"}
    | {"lacking", "yonder", "is_there", "plenty"}
)
_LISTED = read_sets("sourcing:stock/counting")
_COUNTED = {phrase: int(many) for phrase, many in read_values("sourcing:stock/counting", "all").items()}
_YES, _NO = Bit("yes", "yes"), Bit("no", "no")


@dataclass(frozen=True, slots=True)
class Segment:
    """The bits of a text that answer these requests; of them those are ``swept`` that nothing names: "all", "the
    rest", and ``shared`` of which one name means several: "box" where two orders want it."""

    asks: frozenset[int]
    bits: tuple[Bit, ...]
    swept: frozenset[int] = frozenset()
    shared: frozenset[int] = frozenset()


def segment(bits: Sequence[Bit], asks: Sequence[Ask], pool: Collection[int]) -> list[Segment] | None:
    """The text cut up among the requests in `pool`, indexes of `asks`; None where it does not say which it means."""
    if len(pool) == 1:
        (only,) = pool
        if _means_another(bits, asks[only]) or goes_on_with_the_rest(bits):
            return None
        return [Segment(frozenset(pool), tuple(_without_choice(bits, asks[only])))]
    bits = _bracketed(bits, asks, pool)
    if any(_excepts(bits, place) for place in range(len(bits))):
        return _all_but(bits, asks, pool)
    marks = find_marks(bits, asks, pool)
    if marks is None:
        return None
    if marks:
        found = _cut(bits, marks, frozenset(pool))
        named = frozenset().union(*(mark.asks for mark in marks))
        told = [*found, *_of_the_others(bits, marks, found, frozenset(pool))]
        shared = frozenset().union(*(mark.asks for mark in marks if len(mark.asks) > 1))
        return [replace(one, swept=one.asks - named, shared=one.asks & shared) for one in told]
    return _by_order(bits, asks, pool) or _of_all(bits, pool)


def _excepts(bits: Sequence[Bit], place: int) -> bool:
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


_NAMING = frozenset({"dress", "item", "size", "colour", "size_word", "and", "reference", "full"})


_PARTING = frozenset({"-", ")", ":", "full", "comma"})  # what stands behind the number of a choice
_ONLY_BEHIND = frozenset({"hi", "ही"})  # stands behind what it limits: "3 hi hai, 5 nahi"


def _without_choice(bits: Sequence[Bit], ask: Ask) -> Sequence[Bit]:
    """Without the number of the choice or of the request in front: "1 yes", "2 nahi", "2) nahi"."""
    if len(bits) < 2 or bits[0].name != "number":
        return bits
    following = bits[1].name
    choice = {1: {"yes", "ok"}, 2: {"no", "neg", "none"}, 3: {"little", "only"}}.get(int(bits[0].value or 0), set())
    limits = bits[1].text in _ONLY_BEHIND or not any(bit.name == "number" for bit in bits[2:])
    if following == "only" and ask.quantity > 3 and limits:
        return bits  # "3 hi bache hain" of five: three pieces, not the third choice
    if any(bit.name in ("another", "rest", "flaw") for bit in bits):
        return bits  # "one yes other one no": pieces as well
    behind = next((at for at, bit in enumerate(bits[1:], start=1) if bit.name not in _PARTING), 0)
    if ask.menu and behind and bits[behind].name in choice:
        return bits[behind:]
    listed = ask.number is not None and bits[0].value == ask.number
    if listed and following in ("yes", "ok", "no", "none", "gone", ")", ":", "-", "only", "neg"):
        return bits[1:]
    return bits


def _means_another(bits: Sequence[Bit], ask: Ask) -> bool:
    """ "1 haan" where the second request alone is open: it answers one that is closed, or counts one piece."""
    if ask.number is None or ask.menu or len(bits) < 2 or bits[0].name != "number":
        return False
    return bits[0].value != ask.number and bits[1].name in ("yes", "no", "ok", ")")


def goes_on_with_the_rest(bits: Sequence[Bit]) -> bool:
    """ "Baki 1 kal aayega": it goes on with the rest of what was answered before, and says nothing of what is open."""
    said = [bit for bit in bits if bit.name not in _JOINING | {"dress", "contrast"}]
    if [bit.name for bit in said[:1]] != ["rest"] or any(bit.name in _TELLING_APART for bit in said):
        return False
    return any(bit.name in ("time", "future", "number") for bit in said)


_TELLING_APART = frozenset({"item", "size", "asked_size", "colour", "reference"})


def _bracketed(bits: Sequence[Bit], asks: Sequence[Ask], pool: Collection[int]) -> list[Bit]:
    """The bits with the full stop or dash of "1. yes 2. no" as a bracket, so that it ends nothing."""
    numbers = list_numbers(asks, pool)
    found = list(bits)
    for place in range(1, len(bits) - 1):
        behind_a_number = bits[place - 1].name == "number" and bits[place - 1].value in numbers
        if behind_a_number and bits[place].text in (".", "-") and bits[place + 1].name in ANSWERING:
            found[place] = Bit(")", bits[place].text)
    return found


def _of_the_others(
    bits: Sequence[Bit], marks: Sequence[Mark], found: Sequence[Segment], pool: frozenset[int]
) -> Iterator[Segment]:
    """What is said of all before one is named holds for the others: "all there, only the mug is 300"."""
    others = pool.difference(*(mark.asks for mark in marks), *(segment.asks for segment in found))
    start, end = next(_clauses(bits), (0, 0))
    head = bits[start:end]
    said = {bit.name for bit in head}
    told = said & _OF_ALL and not said & {"other", "ware", "colour", "size"}
    if others and told and end <= marks[0].start and _counts_all(head, pool):
        yield Segment(others, tuple(head))


_OF_ALL = frozenset({"have", "is_there", "none", "no", "neg", "gone"})  # and not "all good", which may greet


def _counts_all(bits: Sequence[Bit], pool: Collection[int]) -> bool:
    """Whether "all" or "none" stands there, with no other number of requests than there are."""
    words = [bit for bit in bits if bit.name in ("all", "none")]
    numbers = [bit.value for bit in bits if bit.name == "number"]
    return (
        bool(words)
        and all(_COUNTED.get(bit.text, len(pool)) == len(pool) for bit in words)
        and (all(number == len(pool) for number in numbers))
    )


def _cut(bits: Sequence[Bit], marks: Sequence[Mark], pool: frozenset[int]) -> list[Segment]:
    """The bits of each mark: those behind the mark where it begins a clause, else those before."""
    rest = pool - frozenset().union(*(mark.asks for mark in marks))
    groups = _grouped(bits, marks)
    segments: list[Segment] = []
    prefix: list[Bit] = []
    pending: frozenset[int] = frozenset()
    for start, end in _clauses(bits):
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
            if not _says_something(said):
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


def _says_something(bits: Sequence[Bit]) -> bool:
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
            and all(bit.name in _JOINING for bit in between)
            and len(between) <= 2
            and not any(_answers_both(bits, place) for place in range(groups[-1].end, mark.start))
        ):
            groups[-1] = Mark(groups[-1].start, mark.end, groups[-1].asks | mark.asks)
        else:
            groups.append(mark)
    return groups


def _clauses(bits: Sequence[Bit]) -> Iterator[tuple[int, int]]:
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
    return _says_something(bits[start + 1 : place]) and _says_something(bits[place + 2 : place + 4])


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


def _all_but(bits: Sequence[Bit], asks: Sequence[Ask], pool: Collection[int]) -> list[Segment] | None:
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


def _by_order(bits: Sequence[Bit], asks: Sequence[Ask], pool: Collection[int]) -> list[Segment] | None:
    """As many answers as there are requests, one behind the other: "yes no yes", or one on each line."""
    order = sorted(pool, key=lambda index: (asks[index].number or 0, index))
    lines = [bits[start:end] for start, end in _lines(bits)]
    if len(lines) == len(order) and all(_says_something(line) for line in lines):
        return [Segment(frozenset({index}), tuple(line)) for index, line in zip(order, lines, strict=True)]
    said = [bit for bit in bits if bit.name not in ("dress", "full", "comma", "and", ";")]
    plain = all(bit.name in ("yes", "ok", "no", "neg", "na") for bit in said)
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


def _of_all(bits: Sequence[Bit], pool: Collection[int]) -> list[Segment] | None:
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
