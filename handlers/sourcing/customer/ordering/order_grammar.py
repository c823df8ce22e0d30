"""The one grammar of orders: ``n? product size?``, split at commas, line ends and "and".

A text is parsed only if each of its words is a number, goods, a size, or in a fixed word list (data/ordering.txt).
Otherwise the text is no order, and another reader or a person handles it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from flows.sourcing.basket import MOST_PIECES
from flows.sourcing.order_wishes import Wanted
from handlers.replies.text_normalisation import BREAKS, split_tokens
from handlers.replies.word_lists import read_words
from handlers.sourcing.customer.ordering.goods_names import GoodsNames, spell_size
from handlers.sourcing.replies.number_words import SMALL
from handlers.sourcing.replies.stock.size_names import normalise_size

MOST_LISTED = 8
"""Products in one list: a chat shows as many on a phone's screen."""
_LONGEST = 200  # characters
_PHRASE = 6  # words of the longest entry of the list
_COUNTED = re.compile(r"x?(\d{1,3})(?:x|pcs?|nos)?")
_LETTERS = re.compile(r"[2-7]?x{0,4}[sl]|m")
_WORDED = frozenset({"S", "M", "L", "XL"})
_BREAKING = BREAKS - {"?", '"', "="}


@dataclass(frozen=True, slots=True)
class Parsed:
    """The parsed content of a text: ``goods``, and the classes of the words around them."""

    goods: tuple[Wanted, ...] = ()
    classes: frozenset[str] = frozenset()
    is_counted: bool = False

    @property
    def is_specific(self) -> bool:
        """Return True if each item has a size or a number."""
        return bool(self.goods) and all(one.size or one.quantity for one in self.goods)

    @property
    def joins(self) -> bool:
        """Return True if the goods are to be added to others: "and a mug", "one more"."""
        return bool(self.classes & {"joins", "leading and"})

    @property
    def asks(self) -> bool:
        """Return True if the text only asks about the goods."""
        return bool(self.classes & {"asks", "?"}) and not self.classes & {"want", "order"}

    @property
    def wants(self) -> bool:
        """Return True if the text explicitly wants the goods."""
        return bool(self.classes & {"want", "order"})

    def is_all(self, name: str) -> bool:
        """Return True if the text consists only of words of the class ``name`` and courtesies."""
        around = {"want", "order", "one", "there", "beside", "unit", "?"}
        return not self.goods and name in self.classes and self.classes <= around | {name}


@dataclass
class _Part:
    """Words read since the last separator."""

    places: tuple[int, ...] = ()
    size: str = ""
    number: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.places or self.size or self.number)


def parse(text: str, names: GoodsNames) -> Parsed | None:
    """Parse a text as an order; None if any word is about something else."""
    if not 0 < len(text) <= _LONGEST:
        return None
    return _OrderParser(names, split_tokens(text.replace("&", " and "))).read()


def is_named(text: str, names: GoodsNames) -> bool:
    """Return True if any word of a text names goods or a size."""
    said = split_tokens(text)
    reader = _OrderParser(names, said)
    return any(names.match_at(said, at)[0] or reader.size_at(at)[0] for at in range(len(said)))


class _OrderParser:
    """Parser of one text's words from left to right."""

    def __init__(self, names: GoodsNames, said: Sequence[str]) -> None:
        self._names, self._said = names, said
        self._parts = [_Part()]
        self._classes: set[str] = set()

    def read(self) -> Parsed | None:
        at = 0
        while at < len(self._said):
            length = self._step(at)
            if not length:
                return None
            at += length
        goods = self._goods()
        says = self._classes & {"want", "order", "asks", "catalogue", "?"}
        if goods is None or ("end" in self._classes and not goods) or ("there" in self._classes and not says):
            return None
        counted = bool(goods) and all(one.quantity for one in goods)
        return Parsed(goods, frozenset(self._classes), counted)

    def _step(self, at: int) -> int:
        """Parse goods, a size, a number or a listed phrase at this position. Return its number of words, or 0."""
        word = self._said[at]
        if word in _BREAKING:
            self._parts.append(_Part())
            return 1
        if word == "?":
            self._classes.add(word)
            return int(at == len(self._said) - 1)
        many, places = self._names.match_at(self._said, at)
        length, name = _find_listed(self._said, at)
        if many > length or (many and many == length and many > 1):
            return many if self._take_named(places) else 0
        sized, size = self.size_at(at)
        if sized >= length and sized:
            return sized if self._take_size(size) else 0
        number = self._number_at(at, name)
        if number is not None:
            return int(self._take_count(number))
        if many and name != "beside":
            return many if self._take_named(places) else 0
        return self._extend(length, name)

    def _extend(self, length: int, name: str) -> int:
        if name == "and":
            if all(part.is_empty for part in self._parts):
                self._classes.add("leading and")
            self._parts.append(_Part())
        elif name:
            self._classes.add(name)
        return length

    def _take_named(self, places: tuple[int, ...]) -> bool:
        part = self._parts[-1]
        if part.places:
            return False
        part.places = places
        return True

    def _take_size(self, size: str) -> bool:
        part = self._parts[-1]
        if part.size and part.number and part.places:
            return False
        if part.size:
            return part.size == size
        part.size = size
        return True

    def _take_count(self, number: int) -> bool:
        part = self._parts[-1]
        if part.places and part.number:
            part = _Part()
            self._parts.append(part)
        is_first, part.number = not part.number, number
        return is_first and 0 < number <= MOST_PIECES

    def size_at(self, at: int) -> tuple[int, str]:
        """Return the number of words of a size at this position, and its normalised name; (0, "") if there is none."""
        for many in range(min(3, len(self._said) - at), 0, -1):
            run = " ".join(self._said[at : at + many])
            size = normalise_size(run)
            if run.isdigit() and (not self._parts[-1].places or self._parts[-1].size):
                continue
            if size in self._names.sizes or _LETTERS.fullmatch(run) or size in _WORDED:
                return many, size
        return 0, ""

    def _number_at(self, at: int, name: str) -> int | None:
        """Return the number here; None if none. A word with another meaning counts only before goods, sizes,
        "pieces"."""
        word = self._said[at]
        figure = _COUNTED.fullmatch(word)
        if figure is not None:
            return int(figure[1])
        value = 1 if name == "one" else SMALL.get(word)
        if value is None:
            return None
        if not name:
            return value
        return value if self._is_counted_at(at + 1) else None

    def _is_counted_at(self, at: int) -> bool:
        """Return True if goods, a size or a word for pieces is at this position."""
        if at >= len(self._said):
            return False
        named, sized = self._names.match_at(self._said, at)[0], self.size_at(at)[0]
        return bool(named or sized) or _find_listed(self._said, at)[1] == "unit"

    def _goods(self) -> tuple[Wanted, ...] | None:
        """Return the lines; None if a size or a number belongs to no goods, or to several."""
        found: list[Wanted] = []
        for part in self._parts:
            if part.is_empty:
                continue
            one = self._make_wanted(part)
            if part.places or not found:
                if found and not found[0].wares:
                    return None
                found.append(one)
            elif (merged := _merge_line(found[-1], one)) is not None:
                found[-1] = merged
            elif found[-1].wares:
                found.append(replace(one, wares=found[-1].wares, size=one.size or found[-1].size))
            else:
                return None
        return tuple(map(_spell_own_size, found))

    def _make_wanted(self, part: _Part) -> Wanted:
        wares = tuple(self._names.wares[place] for place in part.places[:MOST_LISTED])
        return Wanted(wares, part.size, part.number)


def _merge_line(line: Wanted, more: Wanted) -> Wanted | None:
    """Return the line completed by a size or number that follows it; None if it already has one."""
    if (line.size and more.size) or (line.quantity and more.quantity):
        return None
    return replace(line, size=line.size or more.size, quantity=line.quantity or more.quantity)


def _spell_own_size(line: Wanted) -> Wanted:
    """Return the line with its size in the product's spelling."""
    if not line.size or not line.wares:
        return line
    having = [one for one in line.wares if spell_size(one, line.size) in one.sizes]
    return replace(line, size=spell_size((having or line.wares)[0], line.size))


def _find_listed(said: Sequence[str], at: int) -> tuple[int, str]:
    """Return the number of words of the longest list entry at this position, and its class; else (0, "")."""
    for many in range(min(_PHRASE, len(said) - at), 0, -1):
        name = _entries().get(tuple(said[at : at + many]))
        if name:
            return many, name
    return 0, ""


@cache
def _entries() -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for name, phrases in read_words("sourcing:ordering").items():
        for phrase in phrases:
            found.setdefault(tuple(split_tokens(phrase)), name)
    return found
