"""What is said beside the size that was asked: "M and 2 mugs" names more goods, "one M one L" several sizes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flows.sourcing.ordering import MOST_PIECES
from handlers.replies.text import words
from handlers.sourcing.replies.joining import AND, BOTH, WITH
from handlers.sourcing.replies.naming import name_bits
from handlers.sourcing.replies.said_pieces import read_pieces
from handlers.sourcing.replies.said_sizes import read_size
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.goods import Goods, Shelf

_CUT = re.compile(rf"\s*(?:[,;.&+\n]|{AND}|{WITH})\s*", re.IGNORECASE)
_AND = re.compile(rf"{AND}|{BOTH}|&|\+", re.IGNORECASE)
_MOST_WORDS = 12
_AROUND = frozenset({"dress", "mein", "and", "be", "send", "have", "stock", "beside", "lead", "all"})


@dataclass(frozen=True, slots=True)
class Sized:
    """So many pieces in one size; ``pieces`` 0 where no number was said."""

    size: str
    pieces: int = 0


def part_size(text: str, goods: Goods, shelf: Shelf) -> tuple[Sized, str] | None:
    """The size that opens a text with its pieces, and what is said behind it; None where it opens with no size, or with
    one beside goods of the shelf: "2 kurtas M and a mug" is a wish by itself."""
    if "?" in text or len(words(text)) > _MOST_WORDS:
        return None
    for cut in _CUT.finditer(text):
        opening, rest = text[: cut.start()], text[cut.end() :]
        size = read_size(opening, goods) if opening.strip() and rest.strip() else None
        if any(bit.name == "item" for bit in name_bits(opening, shelf)):
            return None
        if size is not None:
            named = set(words(size))
            many = read_pieces(" ".join(word for word in words(opening) if word not in named))
            return Sized(size, 0 if opening.strip().isdigit() else many.pieces), rest
    return None


def read_sizes(text: str, goods: Goods) -> tuple[Sized, ...]:
    """Several sizes of these goods, each with its number: "one M one L", "2 in L and 1 in M", "M and L".

    () for one size, for a choice ("M or L"), and for what says more.
    """
    if "?" in text or len(words(text)) > _MOST_WORDS:
        return ()
    bits = [bit for bit in name_bits(text, Shelf([goods])) if bit.name not in _AROUND and not _CUT.fullmatch(bit.text)]
    names = {bit.name for bit in bits}
    if not names <= {"number", "size", "item"} or not names - {"item"}:
        return ()
    found = _counted(bits, goods)
    pieces = [one.pieces for one in found]
    counted = all(pieces) or (not any(pieces) and _AND.search(text) is not None)
    apart = len(found) > 1 and len({one.size for one in found}) == len(found)
    return found if apart and counted and max(pieces) <= MOST_PIECES else ()


def _counted(bits: Sequence[Bit], goods: Goods) -> tuple[Sized, ...]:
    """Each size with the number before it, or behind it where the first number stands behind a size; () for a size that
    these goods do not have."""
    found: list[Sized] = []
    number, behind = 0, next(bit.name for bit in bits if bit.name != "item") == "size"
    for bit in bits:
        if bit.name == "number":
            number = int(bit.value) if bit.value is not None and bit.value.denominator == 1 else 0
            if behind and found and not found[-1].pieces:
                found[-1], number = Sized(found[-1].size, number), 0
        elif bit.name == "size":
            size = goods.size(bit.text)
            if size is None:
                return ()
            found.append(Sized(size, number))
            number = 0
    return tuple(found)
