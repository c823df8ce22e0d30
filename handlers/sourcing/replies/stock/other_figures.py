"""Figures and sizes beside a yes that are not those of the request: such a yes sells nothing, and is asked back."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.measures import measure_in
from handlers.sourcing.replies.stock.sizes import asked_size, canonical_size
from handlers.sourcing.replies.stock.values import Ask, Says, StockAnswer

_DENIALS = frozenset({"neg", "no", "none"})
_FIGURES = frozenset({"number", "price_said"})
_SELLING = frozenset({Says.YES, Says.PARTIAL})
_SMALLEST_PRICE = 100  # a smaller figure without a currency may as well be a size


def is_beside_other_figures(bits: Sequence[Bit], ask: Ask, answer: StockAnswer) -> bool:
    """Return True if an answer would sell, and its text names another figure or size than the request and the answer.

    "40 ka nahi hai, 42 ka hai" and "1L not coming, 750 ml is there" offer something else, whatever was asked for.
    """
    if answer.says not in _SELLING or answer.quantity == 0:
        return False
    sizes = {canonical_size(bit.text) for bit in bits if bit.name == "size"} | set(_measures(bits))
    if sizes and asked_size(ask) not in sizes:
        return True
    if len(sizes) > 1:
        return True
    asked = asked_size(ask)
    known = {answer.quantity, ask.number, answer.later_quantity, int(asked) if asked.isdecimal() else None}
    most = max(ask.quantity, answer.quantity or 0)  # up to there a figure counts pieces: "4 yes 2 no" of six
    denied = any(bit.name in _DENIALS for bit in bits)
    for figure, behind in zip_longest(bits, bits[1:]):
        if figure.name in _FIGURES and _may_be_a_size(figure, denied and bool(sizes)):
            counts = figure.value in known or (figure.value or 0) <= most
            of_size = asked.isdecimal() or (behind is not None and behind.name == "ka")  # "42 ka hai"
            if not counts and (denied or of_size):
                return True
    return False


def _may_be_a_size(figure: Bit, beside_a_size: bool) -> bool:
    value = figure.value
    return value is not None and value.denominator == 1 and (value < _SMALLEST_PRICE or beside_a_size)


def _measures(bits: Sequence[Bit]) -> Iterator[str]:
    """Yield the measures that are no size of the goods: "750 ml" where a size in letters, or none, was asked for."""
    for figure, unit in pairwise(bits):
        if figure.name in _FIGURES and unit.name == "other":
            measure = measure_in(f"{figure.text}{unit.text}")
            if measure is not None:
                yield measure
