"""Where a reply names requests: by order number, product and size, ordinals, or their numbers in the list."""

from collections.abc import Collection, Iterator, Sequence

from handlers.replies.word_lists import read_sets, read_values
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.items import order_key
from handlers.sourcing.replies.stock.places import (
    ANSWERING,
    CLAUSE_ENDS,
    Mark,
    has_lone_pair,
    list_numbers,
    listed,
)
from handlers.sourcing.replies.stock.sizes import asked_size
from handlers.sourcing.replies.stock.values import Ask

_NAMED_ON = frozenset({"item", "size", "colour", "size_word"})  # what goes on with a name
_LISTED = read_sets("sourcing:stock/counting")
_SUFFIXES = frozenset({"st", "nd", "rd", "th"})
_ORDINALS = {word: int(place) for word, place in read_values("sourcing:stock/counting", "place").items()}


def find_marks(bits: Sequence[Bit], asks: Sequence[Ask], pool: Collection[int]) -> list[Mark] | None:
    """Where requests are named; None where a name means more than one of them, and not the same goods in each."""
    named = list(_with_sizes(bits, list(_named(bits, asks, pool)), asks, pool))
    if any(len({(asks[index].item, asked_size(asks[index])) for index in mark.asks}) > 1 for mark in named):
        return None
    if not named:
        ordinals = list(_ordinals(bits, asks, pool))
        taken = {place for mark in ordinals for place in range(mark.start, mark.end)}
        numbered = [mark for mark in listed(bits, asks, pool) if mark.start not in taken]
        named = [*ordinals, *numbered] or list(_sized(bits, asks, pool))
        if any(bit.name == "rest" for bit in bits) and has_lone_pair(bits, asks, pool):
            return None
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
        sized = start and len(meant) > 1 and bits[start - 1].name == "size" and _of_size(meant, bits[start - 1], asks)
        yield Mark(start - 1, place, sized) if sized else Mark(start, place, meant)  # "M shorts"


def _with_sizes(
    bits: Sequence[Bit], named: Sequence[Mark], asks: Sequence[Ask], pool: Collection[int]
) -> Iterator[Mark]:
    """The marks, and behind a name its further sizes that were asked for too: "shorts M hai L nahi". A name of several
    is told by the sizes behind it."""
    ends = [*(one.start for one in named[1:]), len(bits)]
    for mark, end in zip(named, ends, strict=False):
        goods = {asks[index].item for index in mark.asks}
        like = frozenset(index for index in pool if asks[index].item in goods)
        sizes = list(_sizes_of(bits, range(mark.end, end), asks, like if len(mark.asks) == 1 else mark.asks))
        sizes = [one for one in sizes if one.asks != mark.asks]
        if len(mark.asks) == 1 or not sizes:
            yield mark
        yield from sizes


def _sizes_of(bits: Sequence[Bit], places: range, asks: Sequence[Ask], pool: frozenset[int]) -> Iterator[Mark]:
    """The sizes there that one of these requests alone has."""
    for place in places:
        meant = _of_size(pool, bits[place], asks) if bits[place].name == "size" else frozenset()
        if len(meant) == 1:
            yield Mark(place, place + 1, meant)


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


def places_named(bits: Sequence[Bit], asks: Sequence[Ask], pool: Collection[int]) -> frozenset[int]:
    """The places of a list by whose numbers requests are named; none where they are named by words."""
    if any(True for _ in _named(bits, asks, pool)):
        return frozenset()
    marks = [*_ordinals(bits, asks, pool), *listed(bits, asks, pool)]
    return frozenset(asks[index].number or 0 for mark in marks for index in mark.asks)
