"""Where a reply names requests: by order number, product and size, ordinals, or their numbers in the list."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handlers.replies.word_lists import read_sets, read_values
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.items import order_key
from handlers.sourcing.replies.stock.sizes import asked_size
from handlers.sourcing.replies.stock.values import Ask

CLAUSE_ENDS = frozenset({"full", "comma", "contrast"})
# What may follow a number that stands for a request: "1 haan", "2 nahi", "3 only 1", "3 kal".
ANSWERING = frozenset(
    {
        "yes", "no", "neg", "ok", "none", "gone", "only", "all", "little", "number", "time", "noworry", "is", "have",
        "future",
    }
)  # fmt: skip
_WEAK = frozenset({"is", "have", "number", "time", "future", "all"})  # "2 hai" may be two pieces as well
_NOT_BEFORE_A_MARK = frozenset({"only", "left", "have", "of", "size_word", "rupee", "@", "send", "number"})
_NAMED_ON = frozenset({"item", "size", "colour", "size_word"})  # what goes on with a name
_LISTED = read_sets("sourcing:stock/counting")
# "3 me sirf 3", "1 wala hai"
_OF_A_PLACE = _LISTED["of a place"]
_SUFFIXES = frozenset({"st", "nd", "rd", "th"})
_ORDINALS = {word: int(place) for word, place in read_values("sourcing:stock/counting", "place").items()}


@dataclass(frozen=True, slots=True)
class Mark:
    """Requests that are named in ``bits[start:end]``."""

    start: int
    end: int
    asks: frozenset[int]  # empty: all that no other mark names


def find_marks(bits: Sequence[Bit], asks: Sequence[Ask], pool: Collection[int]) -> list[Mark] | None:
    """Where requests are named; None where a name means more than one of them."""
    named = list(_named(bits, asks, pool))
    if any(len(mark.asks) > 1 for mark in named):
        return None
    if not named:
        ordinals = list(_ordinals(bits, asks, pool))
        taken = {place for mark in ordinals for place in range(mark.start, mark.end)}
        listed = [mark for mark in _listed(bits, asks, pool) if mark.start not in taken]
        named = [*ordinals, *listed] or list(_sized(bits, asks, pool))
    elif any(bit.name == "reference" for bit in bits):
        named = _referred(bits, named)
    one_left = len(pool) - len(frozenset().union(*(mark.asks for mark in named))) == 1
    others = [at for at, bit in enumerate(bits) if bit.name == "rest" or (one_left and _is_the_other(bits, at))]
    rest = [Mark(place, place + 1, frozenset()) for place in others]
    return sorted([*named, *rest], key=lambda mark: mark.start) if named else []


def _referred(bits: Sequence[Bit], named: Sequence[Mark]) -> list[Mark]:
    """The marks with an order's number, and those of other requests in clauses without one: words beside a number tell
    of the order that it names."""
    sure = [mark for mark in named if _holds(bits, mark.start, mark.end, "reference")]
    taken = frozenset().union(*(mark.asks for mark in sure))
    return [mark for mark in named if mark in sure or (not mark.asks & taken and not _beside_a_number(bits, mark))]


def _beside_a_number(bits: Sequence[Bit], mark: Mark) -> bool:
    """Whether an order's number stands in the clause of a mark."""
    ends = [-1, *(place for place, bit in enumerate(bits) if bit.name in CLAUSE_ENDS), len(bits)]
    start = max(end for end in ends if end < mark.start) + 1
    return _holds(bits, start, min(end for end in ends if end >= mark.end), "reference")


def _holds(bits: Sequence[Bit], start: int, end: int, name: str) -> bool:
    return any(bit.name == name for bit in bits[start:end])


def _is_the_other(bits: Sequence[Bit], place: int) -> bool:
    """Whether "the other" stands there by itself, of which something is said: "la otra sí", "the other is gone"."""
    bit, behind = bits[place], bits[place + 1 : place + 2]
    definite = bit.text.startswith("the ") or (place > 0 and bits[place - 1].text in _LISTED["the"])
    said = behind and behind[0].name in ANSWERING | {"be", "is_there"}
    return bit.name == "another" and bit.text in _LISTED["the other"] and definite and bool(said)


def _named(bits: Sequence[Bit], asks: Sequence[Ask], pool: Collection[int]) -> Iterator[Mark]:
    """Order numbers, and runs of words of one product with its size."""
    orders = by_order(asks, pool)
    place = 0
    while place < len(bits):
        bit, start = bits[place], place
        place += 1
        if bit.name == "reference" and bit.text in orders:
            meant = orders[bit.text]
        elif bit.name == "item" and bit.asks & frozenset(pool):
            meant = bit.asks & frozenset(pool)
        else:
            continue
        while (bit.name == "item" or len(meant) > 1) and place < len(bits) and bits[place].name in _NAMED_ON:
            if bits[place].name == "item" and not bits[place].asks & meant:
                break  # "kurta saree dono hai"
            if bits[place].name == "size" and not _of_size(meant, bits[place], asks):
                break  # another size of it is told of
            meant = _narrow(meant, bits[place], asks)
            place += 1
        yield Mark(start, place, meant)


def by_order(asks: Sequence[Ask], pool: Collection[int]) -> dict[str, frozenset[int]]:
    """The requests by the numbers of their orders: of an order with several lines the shop may be asked for each."""
    found: dict[str, frozenset[int]] = {}
    for index in pool:
        key = order_key(asks[index].order)
        found[key] = found.get(key, frozenset()) | {index}
    return found


def _narrow(meant: frozenset[int], bit: Bit, asks: Sequence[Ask]) -> frozenset[int]:
    if bit.name == "item":
        return meant & bit.asks or meant
    if bit.name == "size":
        return _of_size(meant, bit, asks)
    return meant


def _of_size(meant: frozenset[int], bit: Bit, asks: Sequence[Ask]) -> frozenset[int]:
    return frozenset(index for index in meant if asked_size(asks[index]) == bit.text)


def _ordinals(bits: Sequence[Bit], asks: Sequence[Ask], pool: Collection[int]) -> Iterator[Mark]:
    """ "First yes second no", "pehla hai dusra nahi", "3rd"."""
    numbers = list_numbers(asks, pool)
    for place, bit in enumerate(bits):
        number = _ORDINALS.get(bit.text.removesuffix(" one").removesuffix(" wala"))
        behind = bits[place + 1].text if place + 1 < len(bits) else ""
        if number is None and bit.name == "number" and behind in _SUFFIXES:
            number = int(bit.value or 0)
        if number in numbers:
            end = place + 1 + (behind in _SUFFIXES)
            end += end < len(bits) and bits[end].text in ("one", "wala", "wali", "वाला", "वाली")
            yield Mark(place, end, frozenset({numbers[number]}))


def _sized(bits: Sequence[Bit], asks: Sequence[Ask], pool: Collection[int]) -> Iterator[Mark]:
    """Sizes that one request alone has, where they say nothing of the product: "L hai XL nahi"."""
    by_size: dict[str, list[int]] = {}
    for index in pool:
        by_size.setdefault(asked_size(asks[index]), []).append(index)
    for place, bit in enumerate(bits):
        if bit.name == "size" and len(by_size.get(bit.text, ())) == 1:
            yield Mark(place, place + 1, frozenset(by_size[bit.text]))


def list_numbers(asks: Sequence[Ask], pool: Collection[int]) -> dict[int | None, int]:
    """The requests by their numbers in the message's list."""
    return {number: index for index in pool if (number := asks[index].number) is not None}


def _listed(bits: Sequence[Bit], asks: Sequence[Ask], pool: Collection[int]) -> list[Mark]:
    """Numbers that stand for places in the list: "1 yes 2 no 3 only 1", "1) haan", "1 and 3 yes"."""
    numbers = list_numbers(asks, pool)
    marks: list[Mark] = []
    weak = False
    highest = 0
    for place, bit in enumerate(bits):
        value = int(bit.value) if bit.name == "number" and bit.value is not None and bit.value.denominator == 1 else 0
        strength = _strength(bits, place, numbers) if value in numbers else 0
        # The list is answered in its order; only what can be nothing else may step out of it.
        if strength > (value <= highest and not _is_group(bits, place)) and all(
            numbers[value] not in mark.asks for mark in marks
        ):
            marks.append(Mark(place, place + 1, frozenset({numbers[value]})))
            weak = weak or strength == 1
            highest = value
    alone = weak and len(marks) == 1 and not any(bit.name == "rest" for bit in bits)
    return [] if alone else marks


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
    if after[0] not in ANSWERING:
        return 0
    if after[0] == "only" and after[1:] not in (["number"], ["all"]):
        return 0
    return 1 if after[0] in _WEAK else 2
