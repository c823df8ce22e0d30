"""What a part of a text says of the line that is open, where it names no goods: "haan 2 de do, aur ek mug bhi"."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.sourcing.replies.correcting import correction
from handlers.sourcing.replies.counting_anew import counts_anew
from handlers.sourcing.replies.how_many import HowMany
from handlers.sourcing.replies.naming import size_of
from handlers.sourcing.replies.said_pieces import read_pieces
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.goods import Shelf

_UNCOUNTED = HowMany()


@dataclass(frozen=True, slots=True)
class OfOpen:
    """Another number or size of what is open; ``unread``: one of them is said, and cannot be told which."""

    count: HowMany = _UNCOUNTED
    size: str = ""
    unread: bool = False

    @property
    def says_something(self) -> bool:
        """Whether a number or a size was said at all."""
        return bool(self.count.pieces or self.count.over or self.size or self.unread)


NOTHING = OfOpen()


def read_of_open(part: str, bits: Sequence[Bit], shelf: Shelf) -> OfOpen:
    """The number or the size that a part says, behind a yes, a no or a "wait" too; ``bits`` are those of the part."""
    names = {bit.name for bit in bits}
    said = correction(part) or part
    if "size" in names:
        size = size_of(bits)
        return OfOpen(size=size, unread=not size or "number" in names)
    if "number" not in names:
        return NOTHING
    alone = said.strip(" .!").isdigit()
    count = read_pieces(said) if alone or counts_anew(said, shelf) == frozenset() else _UNCOUNTED
    return OfOpen(count, unread=not (count.pieces or count.over))
