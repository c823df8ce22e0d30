"""Which of several orders a text means by the goods in them: "cancel the cap", "mug wala", "the M one"."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.replies.yes_no import denies
from handlers.sourcing.replies.naming import name_bits
from handlers.sourcing.replies.stock.goods import Bit, Goods, shelf_with
from handlers.sourcing.replies.stock.sizes import canonical_size


@dataclass(frozen=True, slots=True)
class Held:
    """The places of the orders that are meant; ``each``: each of them is named by a word of its own, so all are."""

    places: tuple[int, ...] = ()
    each: bool = False


def read_held(text: str, orders: Sequence[Sequence[tuple[str, str]]]) -> Held:
    """The orders, told by the titles and sizes of their goods, that a text names better than the others; none where it
    names the goods of none."""
    owners = [place for place, goods in enumerate(orders) for _ in goods]
    shelf = shelf_with(tuple(Goods("", title, (size,)) for goods in orders for title, size in goods))
    bits = name_bits(text, shelf)
    said = [_said_of({at for at, owner in enumerate(owners) if owner == place}, bits) for place in range(len(orders))]
    best = [place for place, words in enumerate(said) if words and not any(words < other for other in said)]
    sizes = {canonical_size(bit.text) for bit in bits if bit.name == "size"}
    among = best or ([] if any(bit.name == "item" for bit in bits) else range(len(orders)))
    sized = [place for place in among if sizes & {canonical_size(size) for _, size in orders[place]}]
    meant = sized or best
    each = len(meant) > 1 and _are_apart([said[place] for place in meant])
    return Held(tuple(meant), each and not denies(text))  # of "the cap, not the socks" one is to stay


def _said_of(lines: set[int], bits: Sequence[Bit]) -> frozenset[str]:
    """The words that name goods of these lines."""
    return frozenset(bit.text for bit in bits if bit.name == "item" and lines & bit.asks)


def _are_apart(said: Sequence[frozenset[str]]) -> bool:
    """Whether each has a word that none of the others has."""
    return all(words.difference(*(other for other in said if other is not words)) for words in said)
