"""What may be named: the products of a business as shopkeepers call them, by title, SKU and size."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from handlers.replies.text import normalise, words
from handlers.sourcing.replies.number_words import SMALL
from handlers.sourcing.replies.stock.bits import Bit, read_bits
from handlers.sourcing.replies.stock.items import Catalogue
from handlers.sourcing.replies.stock.sizes import canonical_size
from handlers.sourcing.replies.stock.values import Ask

_MARK, _SIZE_MARK = "goodsref", "goodssize"
_LETTER_SIZE = re.compile(r"[2-7]?x{0,4}[sml]")
_WORDED = ("extra large", "small", "medium", "large")
_DIGITS = str.maketrans("0123456789", "abcdefghij")
_LETTERS = str.maketrans("abcdefghij", "0123456789")
_CODED = re.compile(r"[\d_-]")  # a SKU with one of these is no word of a language
_TOKEN = re.compile(r"[^\s,;:=|]+")
_SHORTEST_WORD = 3  # letters, as in handlers.sourcing.replies.stock.items
_NEAREST, _NEAR = 3, 60  # how many titles are said back, and how alike (of 100) they must be


@dataclass(frozen=True, slots=True)
class Goods:
    """A product. ``sizes`` are as the business writes them, in their order; one of "" where it has none."""

    sku: str
    title: str
    sizes: tuple[str, ...]

    def size(self, said: str) -> str | None:
        """The size that is called so, as the business writes it."""
        wanted = canonical_size(said)
        return next((size for size in self.sizes if canonical_size(size) == wanted), None)


@dataclass(frozen=True, slots=True)
class Counted:
    """So many pieces of ``goods`` (its place on the shelf) in a size; ``price`` is what the shop asks for one. It is
    ``unsized`` where a denial names no size, nor says that it is of all."""

    goods: int
    size: str
    quantity: int
    price: Decimal | None = None
    unsized: bool = False


@dataclass(frozen=True, slots=True)
class Unsure:
    """What was written and cannot be told, with the titles that are closest."""

    said: str
    near: tuple[str, ...] = ()


class Shelf:
    """All products, and who is meant by a word."""

    def __init__(self, goods: Sequence[Goods]) -> None:
        self.goods = tuple(goods)
        self.sizes = frozenset(canonical_size(size) for one in goods for size in one.sizes if size)
        self._catalogue = Catalogue([Ask(one.title, "", 1, "", others=(one.sku,)) for one in goods])
        self._skus = {normalise(one.sku): place for place, one in enumerate(goods)}
        self._titles = [normalise(one.title) for one in goods]
        self._called: dict[str, list[int]] = {}
        for place, title in enumerate(self._titles):
            self._called.setdefault(title, []).append(place)
        titles = [words(one.title) for one in goods]
        self._words = [frozenset(one) for one in titles]
        self.title_words: frozenset[str] = frozenset().union(*self._words)
        """All words of the titles."""
        self.title_pairs = tuple(pair for one in titles for pair in pairwise(one))
        """Each two words that stand side by side in a title."""
        self._phrases = _size_words(goods, self.title_words)
        self.sounding_like_numbers = self._numbers_in_plurals()

    def mark(self, text: str) -> str:
        """The text with SKUs, and sizes that are words, written so that ``name`` knows them again."""
        capitals = text.isupper()
        marked = _TOKEN.sub(lambda found: self._marked(found.group(), capitals=capitals), text)
        for place, (pattern, _) in enumerate(self._phrases):
            marked = pattern.sub(f" {_SIZE_MARK}{str(place).translate(_DIGITS)} ", marked)
        return marked

    def name(self, bits: Sequence[Bit]) -> list[Bit]:
        """The bits; those that name products are called "item" and tell which in ``asks``."""
        named = [self._unmarked(bit) for bit in self._catalogue.name(bits)]
        return [self._titled(named, place) for place in range(len(named))]

    def is_size(self, word: str) -> bool:
        """Whether any product comes in a size that is called so."""
        return canonical_size(word) in self.sizes

    def by_sku(self, sku: str) -> int | None:
        """The product with that SKU, however its letters are written."""
        return self._skus.get(normalise(sku))

    def is_titled(self, title: str) -> bool:
        """Whether a product is called exactly so: that is known at once, all else takes milliseconds."""
        return normalise(title) in self._called

    def by_title(self, title: str) -> int | None:
        """The one product that is called so: by the whole title, else by words that no other one has."""
        whole = self._called.get(normalise(title))
        if whole:
            return whole[0] if len(whole) == 1 else None
        bits = [bit for bit in self.name(read_bits(title, (), frozenset())) if bit.text.isalnum()]
        if not bits or any(bit.name != "item" for bit in bits):
            return None
        meant = self.fullest(frozenset.intersection(*(bit.asks for bit in bits)), frozenset(bit.text for bit in bits))
        return next(iter(meant)) if len(meant) == 1 else None

    def fullest(self, meant: frozenset[int], said: frozenset[str]) -> frozenset[int]:
        """Those of the meant ones of whose titles no word was left out."""
        full = frozenset(place for place in meant if len(_naming(self._words[place])) <= len(_naming(said)))
        return full or meant

    def nearest(self, text: str) -> tuple[str, ...]:
        """The titles that are most like a text, the most alike first."""
        from rapidfuzz import fuzz, process  # loaded with the first text that names nothing we know

        found = process.extract(
            normalise(text), self._titles, scorer=fuzz.token_set_ratio, limit=_NEAREST, score_cutoff=_NEAR
        )
        return tuple(self.goods[place].title for _, _, place in found)

    def _numbers_in_plurals(self) -> dict[str, frozenset[str]]:
        """The plurals of titles' words that are number words too, as "tees" is, with all words of those titles."""
        plurals = {word: word[:-1] for word in SMALL if word.endswith("s")}
        titles = {plural: [title for title in self._words if word in title] for plural, word in plurals.items()}
        return {plural: frozenset().union(*found) for plural, found in titles.items() if found}

    def _marked(self, token: str, *, capitals: bool) -> str:
        place = self.by_sku(token)
        if place is None or token.isdigit():  # a SKU of digits alone may as well be a number of pieces
            return token
        coded = _CODED.search(token) is not None
        written = token == self.goods[place].sku and token.isupper() and not capitals
        return f"{_MARK}{str(place).translate(_DIGITS)}" if coded or written else token

    def _unmarked(self, bit: Bit) -> Bit:
        if bit.text.startswith(_SIZE_MARK):
            return Bit("size", self._phrases[_placed(bit.text, _SIZE_MARK)][1])
        if bit.text.startswith(_MARK):
            return Bit("item", bit.text, asks=frozenset({_placed(bit.text, _MARK)}))
        return bit

    def _titled(self, bits: Sequence[Bit], place: int) -> Bit:
        """A number or a letter that belongs to a title ("iPhone 14 cover", "T-shirt") names it like its words do."""
        bit = bits[place]
        short = bit.name == "number" or (bit.name == "other" and len(bit.text) < _SHORTEST_WORD)
        beside = [one for one in bits[max(0, place - 1) : place] if one.name == "item"]
        if short and bit.name == "other":
            beside += [one for one in bits[place + 1 : place + 3] if one.name == "item"]
        titled = frozenset(one for item in beside for one in item.asks if bit.text in self._words[one])
        return Bit("item", bit.text, asks=titled) if short and titled else bit


@lru_cache(maxsize=16)  # several readers look at one message, and one shop's goods change seldom
def shelf_with(goods: tuple[Goods, ...]) -> Shelf:
    """The shelf of these goods; one of a thousand takes a tenth of a second to make."""
    return Shelf(goods)


def _placed(text: str, mark: str) -> int:
    return int(text.removeprefix(mark).translate(_LETTERS))


def _size_words(goods: Sequence[Goods], titles: frozenset[str]) -> list[tuple[re.Pattern[str], str]]:
    """The sizes that are written in words ("Large", "250 ml"), the longest first; those that a title holds are none."""
    known = {size for one in goods for size in one.sizes if not _LETTER_SIZE.fullmatch(size.casefold())}
    phrases = {size.casefold(): size for size in known if size and not size.isdigit()}
    canonical = {canonical_size(size) for one in goods for size in one.sizes}
    phrases |= {word: word for word in _WORDED if canonical_size(word) in canonical}
    free = [phrase for phrase in phrases if not titles & set(words(phrase))]
    return [
        (re.compile(rf"(?<![^\W_]){re.escape(phrase)}(?![^\W_])", re.IGNORECASE), phrases[phrase])
        for phrase in sorted(free, key=len, reverse=True)
    ]


def _naming(said: frozenset[str]) -> list[str]:
    """Of these words those by which a product is called, with its numbers."""
    return [word for word in said if len(word) >= _SHORTEST_WORD or word.isdigit()]
