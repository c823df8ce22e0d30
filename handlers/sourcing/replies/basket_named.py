"""The goods that the pieces of a text name, one after the other, and the change that comes of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from handlers.replies.text import tokens
from handlers.sourcing.replies.adding import read_more
from handlers.sourcing.replies.basket_parts import BasketPart
from handlers.sourcing.replies.basket_words import BESIDE, CORRECTING
from handlers.sourcing.replies.how_many import count_in, without_sounds
from handlers.sourcing.replies.naming import find_goods, name_bits, size_of, without_titles
from handlers.sourcing.replies.resizing import read_resizing
from handlers.sourcing.replies.said_of_open import NOTHING, OfOpen, read_of_open
from handlers.sourcing.replies.said_sizes import size_beside
from handlers.sourcing.replies.stock.bits import Bit, mark_no_counts
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wish import Wish


@dataclass(frozen=True, slots=True)
class Change:
    """What is said of an order: ``wishes`` for products of the shelf, ``removed`` those that are not wanted, each once;
    goods that are wanted in several sizes once in each.

    ``unsure`` is a wish that names several products of the shelf, of which one is meant. ``only``: nothing else is
    wanted, or just ``so_many`` of it: "only 1 mug". ``keeps``: what is named shall stay. ``of_open`` is said beside
    them of the line that is open: "make it 2, and a mug".
    """

    wishes: tuple[Wish, ...] = ()
    removed: tuple[Wish, ...] = ()
    unsure: Wish | None = None
    beside: bool = False
    instead: bool = False
    only: bool = False
    so_many: bool = False
    keeps: bool = False
    express: bool | None = None
    of_open: OfOpen = NOTHING

    @property
    def named(self) -> bool:
        """Whether products are named."""
        return bool(self.wishes or self.removed or self.unsure)


@dataclass(slots=True)
class NamedGoods:
    """The products that parts of a text name, one part after the other; ``adds``: they come beside what is there."""

    adds: bool = False
    wanted: dict[int, Wish] = field(default_factory=dict)
    sizes: list[Wish] = field(default_factory=list)
    removed: dict[int, Wish] = field(default_factory=dict)
    unsure: Wish | None = None
    only: bool = False
    so_many: bool = False
    express: bool | None = None
    of_open: OfOpen = NOTHING
    _removing: bool = False
    _adding: bool = False
    _correcting: bool = False

    def take(self, part: BasketPart, shelf: Shelf, categories: Sequence[str]) -> bool:
        """Take one part; False where the product or the meaning of the part cannot be told."""
        if "express" in part.names:
            self.express = not {"refusing", "removing"} & part.names
        if "unhurried" in part.names:
            self.express = False
        bits = name_bits(part.text, shelf)
        named, sure = find_goods(bits, tokens(without_titles(part.text, shelf)), shelf, categories)
        if not named:
            self._unnamed(part, bits, shelf)
            return True
        corrects, self._correcting = self._correcting or bool(part.names & CORRECTING), False
        self._adding = "adding" in part.names or (self._adding and part.together)
        wish = self._wish(part, bits, named, shelf)
        resizing = read_resizing(part.text, shelf)
        if resizing is not None and resizing.instead_of:
            if not resizing.wanted:
                return False
            wish = replace(wish, size=resizing.wanted)
        if len(named) == 1 and not sure:
            return False
        if wish.sure and self._is_another_size(wish) and (part.together or not corrects):
            self.sizes.append(wish)
            return True
        self.so_many = self.so_many or ("only" in part.names and _counted_first(bits))
        return self._put(part, wish)

    def _wish(self, part: BasketPart, bits: Sequence[Bit], named: tuple[int, ...], shelf: Shelf) -> Wish:
        """What a part wants of the goods that it names: their size, and how many, or how many more."""
        adds = self._adds(part)
        count = read_more(part.text, shelf, adding=adds)
        if not count.more:
            count = count_in(name_bits(without_sounds(mark_no_counts(part.text)), shelf))
        said = (count.pieces, count.over, count.more, count.broken, count.between, count.none)
        wish = Wish(named, len(named) == 1, size_of(bits), *said)
        if len(named) == 1 and not wish.size:
            wish = replace(wish, size=size_beside(part.text, shelf.goods[named[0]]))
        if adds and wish.between:
            return replace(wish, more=True)
        if wish.size and adds:
            return replace(wish, quantity=wish.quantity or 1, more=True)  # "add shorts in M" beside those in L
        return wish

    def _adds(self, part: BasketPart) -> bool:
        """Whether the goods of a part come beside those that are there, so many of them as well."""
        if "instead" in part.names or {"removing", "keeping"} & part.names:
            return False
        return self._adding or (self.adds and "only" not in part.names)

    def _is_another_size(self, wish: Wish) -> bool:
        """Whether the same goods stand before it in another size: "2 kurtas, M and L"."""
        before = self.wanted.get(wish.wares[0])
        return before is not None and bool(wish.size and before.size) and wish.size != before.size

    def _unnamed(self, part: BasketPart, bits: Sequence[Bit], shelf: Shelf) -> None:
        """A size or a number by itself is that of the product named before it, "no, one shirt, M", and takes the place
        of what was said of that behind a no alone: "a shirt in M. no, L". Before any product it is of what is open."""
        said = read_of_open(part.text, bits, shelf)
        last = next(reversed(self.wanted), None)
        correcting, self._correcting = self._correcting, bool(part.names & CORRECTING)
        if not said.says_something:
            return
        if last is None or said.unread:
            self.of_open = said if last is None and not self.removed else OfOpen(unread=True)
            return
        before, size = self.wanted[last], shelf.goods[last].size(said.size) if said.size else None
        free = correcting or not (before.size if said.size else before.quantity)
        if (said.size and size is None) or not free:
            self.of_open = said if said.size and shelf.goods[last].sizes == ("",) else OfOpen(unread=True)
        elif size is not None:
            self.wanted[last] = replace(before, size=said.size)
        else:
            self.wanted[last] = replace(before, quantity=said.count.pieces, over=said.count.over)

    def _put(self, part: BasketPart, wish: Wish) -> bool:
        self._removing = _removes(part, wish, before=self._removing)
        if not wish.sure:
            taken = self.unsure is None and not self._removing
            self.unsure = wish
            return taken
        (self.removed if self._removing else self.wanted)[wish.wares[0]] = wish
        self.only = self.only or ("only" in part.names and BESIDE.isdisjoint(part.names))
        return True

    def change(self, *, beside: bool, instead: bool) -> Change:
        """The change that all parts together want."""
        wanted = tuple(each for one in self.wanted.values() for each in (one, *self._other_sizes(one)))
        removed = tuple(self.removed.values())
        beside = beside or any(one.more for one in (*wanted, self.unsure or Wish()))
        only = self.only and bool(wanted)
        said = Change(wanted, removed, self.unsure, beside, instead, only)
        return replace(said, so_many=self.so_many, express=self.express, of_open=self.of_open)

    def _other_sizes(self, wish: Wish) -> list[Wish]:
        return [one for one in self.sizes if one.wares == wish.wares]


def _counted_first(bits: Sequence[Bit]) -> bool:
    """Whether a number stands before goods: "only 1 mug", and not "only mugs, 1"."""
    return next((bit.name for bit in bits if bit.name in {"item", "number"}), "") == "number"


def _removes(part: BasketPart, wish: Wish, *, before: bool) -> bool:
    """Whether a part leaves out what it names. A no before a number, a size or "only" tells that it was another one:
    "no 2 mugs". ``before``: what it is joined to was left out."""
    says_more = wish.quantity or wish.over or wish.size or {"only", "instead", *BESIDE} & part.names
    if "removing" in part.names or wish.none:
        return True
    if "refusing" in part.names:
        return not says_more
    return before and part.together and not says_more
