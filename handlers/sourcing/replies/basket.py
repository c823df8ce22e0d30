"""What customers say of an order that they pick: another product, one beside it, one less, another size, express.

Whatever else they tell is none of it: where a word is left that turns a wish, all of it is for other readers.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from handlers.replies.grammar import Vocabulary
from handlers.replies.text import says_any, tokens, words
from handlers.replies.word_lists import read_sets, read_words
from handlers.sourcing.replies.adding import mark_more, read_more
from handlers.sourcing.replies.exchanging import exchanged, turned_into, without_turning
from handlers.sourcing.replies.giving import with_give
from handlers.sourcing.replies.how_many import count_in, without_sounds
from handlers.sourcing.replies.joining import AND, SIGN, whole
from handlers.sourcing.replies.naming import find_goods, in_title_words, name_bits, size_of, without_titles
from handlers.sourcing.replies.one_each import without_each
from handlers.sourcing.replies.plurals import singular
from handlers.sourcing.replies.resizing import read_resizing
from handlers.sourcing.replies.said_of_open import NOTHING, OfOpen, read_of_open
from handlers.sourcing.replies.said_sizes import size_beside
from handlers.sourcing.replies.spreading import each_apart
from handlers.sourcing.replies.stock.bits import Bit, mark_no_counts
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.wanting import Wish
from handlers.sourcing.replies.wish_words import turns_a_wish

_MOST_WORDS = 20  # beyond that it is a story
_WORDS = Vocabulary({name: tuple(dict.fromkeys(said)) for name, said in read_words("sourcing:basket").items()})
_OURS = frozenset(
    {"beside", "adding", "refusing", "removing", "only", "instead", "contrast", "express", "beside_it", "keeping"}
)
_KNOWN = _OURS | {"full", "comma", "sign"}
_GOODS = frozenset({"item", "size", "number"})
_SENT = frozenset().union(*(read_sets("opt_out")[name] for name in ("text", "channel", "reminder")))
_BESIDE = frozenset({"beside", "adding"})
_CORRECTING = frozenset({"refusing", "instead", "contrast"})
_BUT = whole(read_words("sourcing:basket")["contrast"])
_PARTS = re.compile(rf"\s*(?P<sign>{SIGN}|{AND}|{_BUT})\s*", re.IGNORECASE)
_TOGETHER = re.compile(rf"\s*(?:\+|&|{AND})\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Change:
    """What is said of an order: ``wishes`` for products of the shelf, ``removed`` those that are not wanted, each once;
    goods that are wanted in several sizes once in each.

    ``unsure`` is a wish that names several products of the shelf, of which one is meant. ``only``: nothing else is
    wanted. ``keeps``: what is named shall stay. ``of_open`` is said beside them of the line that is open: "make it 2,
    and a mug".
    """

    wishes: tuple[Wish, ...] = ()
    removed: tuple[Wish, ...] = ()
    unsure: Wish | None = None
    beside: bool = False
    instead: bool = False
    only: bool = False
    keeps: bool = False
    express: bool | None = None
    of_open: OfOpen = NOTHING

    @property
    def named(self) -> bool:
        """Whether products are named."""
        return bool(self.wishes or self.removed or self.unsure)


def read_change(text: str, shelf: Shelf, categories: Sequence[str] = ()) -> Change | None:
    """The change of an order that a text wants; None where the text names no product, asks, or tells a story."""
    if "?" in text or not 0 < len(words(text)) <= _MOST_WORDS:
        return None
    plain, many = without_each(text)
    each = _change_in(plain, shelf, categories) if many else None
    if each is not None and len(each.wishes) > 1:
        return replace(each, wishes=tuple(replace(one, quantity=one.quantity or many) for one in each.wishes))
    return _change_in(text, shelf, categories)


def _change_in(text: str, shelf: Shelf, categories: Sequence[str]) -> Change | None:
    text = mark_more(each_apart(in_title_words(with_give(text, shelf), shelf), shelf), shelf)
    rest = tokens(without_titles(text, shelf))
    classified = list(_WORDS.classify(rest))
    names = {name for letter, _ in classified for name in _WORDS.names(letter)}
    left = [word for letter, word in classified if _WORDS.names(letter)[0] not in _OURS]
    pair, turned = exchanged(text, shelf), turned_into(text, shelf)
    if turns_a_wish([word for word in left if without_turning(word).strip()] if pair or turned else left):
        return None
    found = _Named()
    parts = _exchange(pair, shelf) if pair is not None else _parts(text, shelf)
    if not all(found.take(part, shelf, categories) for part in parts):
        found = _Named(express=found.express)
    if found.unsure is not None and not {*_BESIDE, "instead"} & names:
        found = _Named(express=found.express)  # a word of a title alone may be anything
    keeps = "keeping" in names  # "sorry, keep the mug" takes nothing's place
    instead = pair is not None or bool(turned) or ("instead" in names and not keeps)
    change = found.change(beside=keeps or not _BESIDE.isdisjoint(names), instead=instead)
    change = replace(change, keeps=keeps)
    if not change.named and (change.express is None or _is_more(classified)):
        return None
    return change


def may_refuse_goods(text: str) -> bool:
    """Whether a text can refuse goods, whatever is sold: cheap, and never wrong about what cannot. One that names what
    we send is about that, though a shop may sell an "Offers Box": an end of our messages is never explained away."""
    said = tokens(text)
    if not 0 < len(words(text)) <= _MOST_WORDS or says_any(said, _SENT):
        return False
    return not {"refusing", "removing"}.isdisjoint(_WORDS.name(said))


def refuses_goods(text: str, shelf: Shelf) -> bool:
    """Whether all that a text says is that goods of the shelf are not wanted: "actually no mugs", "shorts hata do"."""
    change = read_change(text, shelf)
    if change is None or not change.removed or change.wishes or change.unsure:
        return False
    text = in_title_words(text, shelf)
    understood = {word for bit in name_bits(text, shelf) if bit.name in _GOODS for word in tokens(bit.text)}
    unlisted = [word for letter, word in _WORDS.classify(tokens(text)) if _WORDS.names(letter)[0] not in _KNOWN]
    return {singular(word) for word in unlisted} <= {singular(word) for word in understood}


def read_size_beside(text: str, shelf: Shelf) -> tuple[str, int]:
    """The size in which what is spoken of is wanted as well, and how many of it, one unless said: "the same in M too";
    "" where a text wants no such thing, or names goods."""
    bits, names = name_bits(text, shelf), set(_WORDS.name(tokens(text)))
    count = count_in(bits)
    others = any(bit.name in {"item", "price"} for bit in bits) or "?" in text or bool(names & _CORRECTING)
    if others or not names & _BESIDE or count.over or turns_a_wish(text) or len(words(text)) > _MOST_WORDS:
        return "", 0
    return size_of(bits), count.pieces or 1


def read_size_left_out(text: str, shelf: Shelf) -> str:
    """The one size that all of a text takes out of an order, and names nothing else: "remove L", "M nahi chahiye"."""
    bits = name_bits(without_sounds(text), shelf)
    sizes = [bit.said or bit.text for bit in bits if bit.name == "size"]
    if "?" in text or len(sizes) != 1 or any(bit.name in {"item", "number"} for bit in bits):
        return ""
    spoken = [word for word in tokens(text) if word not in words(sizes[0])]
    names = set(_WORDS.name(spoken))
    return sizes[0] if "removing" in names and names <= _KNOWN - {"express", "adding"} else ""


def _is_more(classified: Sequence[tuple[str, str]]) -> bool:
    """Whether more is said than that it shall be quick."""
    return any(_WORDS.names(letter)[0] not in _KNOWN for letter, _ in classified)


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a text, with the classes of its words; ``together``: an "and" joins it to the one before."""

    text: str
    names: frozenset[str]
    together: bool


def _parts(text: str, shelf: Shelf) -> Iterator[_Part]:
    place, together = 0, False
    for sign in (*_PARTS.finditer(text), None):
        part = text[place : sign.start() if sign else None]
        yield _Part(part, frozenset(_said(_WORDS.name(tokens(without_titles(part, shelf))))), together)
        if sign:
            place, together = sign.end(), _TOGETHER.fullmatch(sign.group()) is not None


def _exchange(pair: tuple[str, str], shelf: Shelf) -> Iterator[_Part]:
    """The goods wanted, then those which they stand for, left out."""
    wanted, unwanted = pair
    yield _Part(wanted, frozenset(_WORDS.name(tokens(without_titles(wanted, shelf)))) - {"refusing", "removing"}, False)
    yield _Part(unwanted, frozenset({"removing"}), False)


def _said(names: Sequence[str]) -> Sequence[str]:
    """The classes of a part's words without the "actually" or "wait" that opens a no: "actually no mugs" leaves the
    mugs out, and "no, actually mugs" wants them."""
    opens = next((place for place, name in enumerate(names) if name != "instead"), 0)
    return names[opens:] if names[opens : opens + 1] == ["refusing"] else names


@dataclass(slots=True)
class _Named:
    """The products that parts of a text name, one part after the other."""

    wanted: dict[int, Wish] = field(default_factory=dict)
    sizes: list[Wish] = field(default_factory=list)
    removed: dict[int, Wish] = field(default_factory=dict)
    unsure: Wish | None = None
    only: bool = False
    express: bool | None = None
    of_open: OfOpen = NOTHING
    _removing: bool = False
    _adding: bool = False
    _correcting: bool = False

    def take(self, part: _Part, shelf: Shelf, categories: Sequence[str]) -> bool:
        """Take one part; False where the product or the meaning of the part cannot be told."""
        if "express" in part.names:
            self.express = not {"refusing", "removing"} & part.names
        bits = name_bits(part.text, shelf)
        named, sure = find_goods(bits, tokens(without_titles(part.text, shelf)), shelf, categories)
        if not named:
            self._unnamed(part, bits, shelf)
            return True
        self._correcting = False
        self._adding = "adding" in part.names or (self._adding and part.together)
        count = read_more(part.text, shelf, adding=self._adding and "instead" not in part.names)
        if not count.more:
            count = count_in(name_bits(without_sounds(mark_no_counts(part.text)), shelf))
        wish = Wish(named, len(named) == 1, size_of(bits), count.pieces, count.over, count.more, count.broken)
        if len(named) == 1 and not wish.size:
            wish = replace(wish, size=size_beside(part.text, shelf.goods[named[0]]))
        if wish.size and self._adding and "instead" not in part.names:
            wish = replace(wish, quantity=wish.quantity or 1, more=True)  # "add shorts in M" beside those in L
        resizing = read_resizing(part.text, shelf)
        if resizing is not None and resizing.instead_of:
            if not resizing.wanted:
                return False
            wish = replace(wish, size=resizing.wanted)
        if len(named) == 1 and not sure:
            return False
        if wish.sure and part.together and self._is_another_size(wish):
            self.sizes.append(wish)
            return True
        return self._put(part, wish)

    def _is_another_size(self, wish: Wish) -> bool:
        """Whether the same goods stand before it in another size: "2 kurtas, M and L"."""
        before = self.wanted.get(wish.wares[0])
        return before is not None and bool(wish.size and before.size) and wish.size != before.size

    def _unnamed(self, part: _Part, bits: Sequence[Bit], shelf: Shelf) -> None:
        """A size or a number by itself is that of the product named before it, "no, one shirt, M", and takes the place
        of what was said of that behind a no alone: "a shirt in M. no, L". Before any product it is of what is open."""
        said = read_of_open(part.text, bits, shelf)
        last = next(reversed(self.wanted), None)
        correcting, self._correcting = self._correcting, bool(part.names & _CORRECTING)
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

    def _put(self, part: _Part, wish: Wish) -> bool:
        self._removing = _removes(part, wish, before=self._removing)
        if not wish.sure:
            taken = self.unsure is None and not self._removing
            self.unsure = wish
            return taken
        (self.removed if self._removing else self.wanted)[wish.wares[0]] = wish
        self.only = self.only or ("only" in part.names and _BESIDE.isdisjoint(part.names))
        return True

    def change(self, *, beside: bool, instead: bool) -> Change:
        wanted = tuple(each for one in self.wanted.values() for each in (one, *self._other_sizes(one)))
        removed = tuple(self.removed.values())
        beside = beside or any(one.more for one in (*wanted, self.unsure or Wish()))
        only = self.only and bool(wanted)
        said = Change(wanted, removed, self.unsure, beside, instead, only)
        return replace(said, express=self.express, of_open=self.of_open)

    def _other_sizes(self, wish: Wish) -> list[Wish]:
        return [one for one in self.sizes if one.wares == wish.wares]


def _removes(part: _Part, wish: Wish, *, before: bool) -> bool:
    """Whether a part leaves out what it names. A no before a number, a size or "only" tells that it was another one:
    "no 2 mugs". ``before``: what it is joined to was left out."""
    says_more = wish.quantity or wish.over or wish.size or {"only", "instead", *_BESIDE} & part.names
    if "removing" in part.names:
        return True
    if "refusing" in part.names:
        return not says_more
    return before and part.together and not says_more
