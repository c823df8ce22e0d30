"""The sizes that a shop's answer speaks of: of "L hai, M nahi" and "L not M" L is there, and M is denied."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.parts import Part, split_parts
from handlers.sourcing.replies.stock.reading import bits_of
from handlers.sourcing.replies.stock.signs import ENGLISH_NOT
from handlers.sourcing.replies.stock.values import Ask

_OF_OTHERS = frozenset({"all", "rest", "another", "except"})
_SIZES = frozenset({"size", "asked_size"})


@dataclass(frozen=True, slots=True)
class SaidSizes:
    """The sizes that a text names, by their one name; those of them that are ``there`` by its words, and those that it
    denies. ``beside`` a denied size stand the names of these requests. ``of_others``: it speaks of all, or of the
    others, as well."""

    named: frozenset[str] = frozenset()
    there: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()
    beside: frozenset[int] = frozenset()
    of_others: bool = False


def sizes_said(text: str, asks: Sequence[Ask]) -> SaidSizes:
    """The sizes that a text says to these requests."""
    return sizes_in(bits_of(text, asks, frozenset(range(len(asks))))[0])


def sizes_in(bits: Sequence[Bit]) -> SaidSizes:
    """The sizes that these bits name; what asks neither denies a size nor says that it is there."""
    parts = [part for part in split_parts(bits) if not part.asks]
    denying = [part for part in parts if _denies(part)]
    kept, turned = ({pair[place] for pair in _contrasts(bits)} for place in (0, 1))
    return SaidSizes(
        named=_sizes_of(bits),
        there=frozenset().union(
            kept, *(_sizes_of(part.bits) for part in parts if part.sign > 0 and part not in denying)
        )
        - turned,
        denied=frozenset().union(turned, *(_sizes_of(part.bits) for part in denying)) - kept,
        beside=frozenset().union(*(bit.asks for part in denying if _sizes_of(part.bits) for bit in part.bits)),
        of_others=any(bit.name in _OF_OTHERS for bit in bits),
    )


def _denies(part: Part) -> bool:
    """Whether a part says no, or none by the figure: "Tiger Shorts L 0"."""
    return part.sign < 0 or any(bit.name == "number" and bit.value == 0 for bit in part.bits)


def _sizes_of(bits: Sequence[Bit]) -> frozenset[str]:
    return frozenset(bit.text for bit in bits if bit.name in _SIZES)


def _contrasts(bits: Sequence[Bit]) -> Iterator[tuple[str, str]]:
    """The two sizes of each "L not M": the denial is of the one behind it."""
    for before, denial, behind in zip(bits, bits[1:], bits[2:], strict=False):
        if before.name in _SIZES and denial.text in ENGLISH_NOT and behind.name in _SIZES:
            yield before.text, behind.text
