"""Which size of a product is meant, and how many pieces of it, as the words of a command tell them in any order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from storage.products import Product

_WORD = re.compile(r"[^\W_]+")
_NEGATIVE = re.compile(r"[-−–]\d")
_NO_COUNT = -1
_COUNT = re.compile(r"x?(\d{1,9})(?:x|pcs?|pieces?|nos?)?")


@dataclass(frozen=True, slots=True)
class Pieces:
    """What of a product is meant, as far as it was said; a ``quantity`` below 1 was said and is none."""

    size: str | None
    quantity: int | None


def read_pieces(product: Product, rest: Sequence[str], typed: Sequence[str]) -> Pieces:
    """The size and the number in the ``rest`` of what was ``typed``, which is not the product's name.

    "10.5" may come tapped as "10 5".
    """
    parts = [part.casefold() for word in rest for part in _WORD.findall(word)]
    size, left = _size(product, parts)
    counts = [int(found[1]) for part in left if (found := _COUNT.fullmatch(part))]
    figures = [part for part in left if part[0].isdecimal()]
    if len(figures) > 1 or len(counts) < len(figures) or any(map(_NEGATIVE.match, rest)):
        return Pieces(size, _NO_COUNT)  # "-5", "5.5", "1e9"
    if not counts and typed[-1].isdecimal() and typed[-1] not in rest:  # its name holds that number, too
        counts = [int(typed[-1])]
    return Pieces(size, counts[0] if counts else None)


def _size(product: Product, parts: list[str]) -> tuple[str | None, list[str]]:
    """The first of the product's sizes that is said, and the words without it; None where it is not said."""
    if product.sizes == ("",):
        return "", parts
    spelled = {size: [part.casefold() for part in _WORD.findall(size)] for size in product.sizes}
    longest_first = sorted(spelled.items(), key=lambda one: -len(one[1]))
    for start in range(len(parts)):
        for size, said_so in longest_first:
            if said_so and parts[start : start + len(said_so)] == said_so:
                return size, [*parts[:start], *parts[start + len(said_so) :]]
    return (product.sizes[0] if len(product.sizes) == 1 else None), parts
