"""The products of a business, and the words by which a text names them: titles, SKUs and sizes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import groupby, pairwise

from handlers.replies.known import is_known
from handlers.replies.text import normalise, words
from handlers.sourcing.replies.number_words import SMALL
from handlers.sourcing.replies.plurals import without_es
from handlers.sourcing.replies.quantities import find_numbers
from handlers.sourcing.replies.stock.reply_words import sign_of
from handlers.sourcing.replies.stock.sizes import canonical_size

_TOKEN = re.compile(r"[^\s,;:=|]+")
_CODED = re.compile(r"[\d_-]")  # a SKU with one of these is no word of a language
_LETTER = re.compile(r"(?<![\w'’])[SML](?![\w'’])")
_SAME = ((re.compile("aa+"), "a"), (re.compile("ee+|y$"), "i"), (re.compile("oo+"), "u"), (re.compile(r"(.)\1"), r"\1"))
_SHORTEST_WORD, _SHORTEST_MISSPELT, _ALIKE = 3, 5, 82  # letters of a title's word, and how alike (of 100) it must be
_COMMON = frozenset({"set", "free", "new", "size"})  # these name no product, and neither do the words of a reply
_BEFORE_SIZES = frozenset({"size", "sz", "talla", "the"})
_SIZE_WORDS = (3, 2, 1)  # words of a size, the most first
_NEAREST, _NEAR = 3, 60  # how many titles are said back, and how alike they must be


@dataclass(frozen=True, slots=True)
class Goods:
    """A product. ``sizes`` are as the business writes them, in their order; one of "" where it has none."""

    sku: str
    title: str
    sizes: tuple[str, ...]

    def size(self, said: str) -> str | None:
        """Return the size that is called so, as the business writes it."""
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


@dataclass(frozen=True, slots=True)
class Bit:
    """A word or a phrase of a text. The ``name`` is "item" for goods, with their places in ``asks``, or "size",
    "number" or "other"."""

    name: str
    text: str
    asks: frozenset[int] = frozenset()


class Shelf:
    """All products, and who is meant by a word."""

    def __init__(self, goods: Sequence[Goods]) -> None:
        self.goods = tuple(goods)
        self.sizes = frozenset(canonical_size(size) for one in goods for size in one.sizes if size)
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
        self._folded: dict[str, set[int]] = {}
        for place, title_words in enumerate(self._words):
            for word in filter(_names, title_words):
                self._folded.setdefault(_fold(word), set()).add(place)
        self._long = [word for word in self._folded if len(word) >= _SHORTEST_MISSPELT]
        self.sounding_like_numbers = self._numbers_in_plurals()

    def name(self, text: str) -> list[Bit]:
        """Return the words of a text; those that name goods tell which."""
        capitals, loud = text.isupper(), {letter.casefold() for letter in _LETTER.findall(text)}
        bits = list[Bit]()
        for place, run in groupby(_TOKEN.findall(text), lambda token: self._coded(token, capitals=capitals)):
            if place is None:
                bits += self._name(words(" ".join(run)), loud)
            else:
                bits += [Bit("item", token, frozenset({place})) for token in run]
        return [self._titled(bits, place) for place in range(len(bits))]

    def is_size(self, word: str) -> bool:
        """Return True if any product comes in a size that is called so."""
        return canonical_size(word) in self.sizes

    def by_sku(self, sku: str) -> int | None:
        """Return the product with that SKU, however its letters are written."""
        return self._skus.get(normalise(sku))

    def is_titled(self, title: str) -> bool:
        """Return True if a product is called exactly so: that is known at once, all else takes milliseconds."""
        return normalise(title) in self._called

    def by_title(self, title: str) -> int | None:
        """Return the one product that is called so: by the whole title, else by words that no other one has."""
        whole = self._called.get(normalise(title))
        if whole:
            return whole[0] if len(whole) == 1 else None
        bits = self.name(title)
        if not bits or any(bit.name != "item" for bit in bits):
            return None
        meant = self.fullest(frozenset.intersection(*(bit.asks for bit in bits)), frozenset(bit.text for bit in bits))
        return next(iter(meant)) if len(meant) == 1 else None

    def fullest(self, meant: frozenset[int], said: frozenset[str]) -> frozenset[int]:
        """Return those of the meant ones of whose titles no word was left out."""
        full = frozenset(place for place in meant if len(_naming(self._words[place])) <= len(_naming(said)))
        return full or meant

    def nearest(self, text: str) -> tuple[str, ...]:
        """Return the titles that are most like a text, the most alike first."""
        from rapidfuzz import fuzz, process  # loaded with the first text that names nothing we know

        found = process.extract(
            normalise(text), self._titles, scorer=fuzz.token_set_ratio, limit=_NEAREST, score_cutoff=_NEAR
        )
        return tuple(self.goods[place].title for _, _, place in found)

    def _numbers_in_plurals(self) -> dict[str, frozenset[str]]:
        """Return the plurals of titles' words that are number words too, as "tees" is, with the words of the titles."""
        plurals = {word: word[:-1] for word in SMALL if word.endswith("s")}
        titles = {plural: [title for title in self._words if word in title] for plural, word in plurals.items()}
        return {plural: frozenset().union(*found) for plural, found in titles.items() if found}

    def _coded(self, token: str, *, capitals: bool) -> int | None:
        """Return the product of a SKU; one of digits alone may as well be a number of pieces."""
        place = self.by_sku(token)
        if place is None or token.isdigit():
            return None
        written = token == self.goods[place].sku and token.isupper() and not capitals
        return place if written or _CODED.search(token) else None

    def _name(self, said: Sequence[str], loud: set[str]) -> Iterator[Bit]:
        at, named = 0, False
        while at < len(said):
            sure = named or said[at] in loud or said[max(at - 1, 0)] in _BEFORE_SIZES
            size, length = self._size_at(said, at, sure=sure)
            places = self._places(said[at]) if not size else set[int]()
            if size:
                yield Bit("size", size)
            elif places:
                yield Bit("item", said[at], frozenset(places))
            else:
                yield Bit("number" if find_numbers([said[at]]) else "other", said[at])
            named, at = bool(size or places), at + length

    def _size_at(self, said: Sequence[str], at: int, *, sure: bool) -> tuple[str, int]:
        """Return the size that begins there, and its words; small letters and figures only where it is ``sure``."""
        for length in _SIZE_WORDS:
            phrase = said[at : at + length]
            size = canonical_size(" ".join(phrase))
            if size in self.sizes and self.title_words.isdisjoint(phrase):
                doubtful = len(phrase) == 1 and (phrase[0] in {"m", "s"} or phrase[0].isdecimal())
                return (size, len(phrase)) if sure or not doubtful else ("", 1)
        return "", 1

    def _places(self, word: str) -> set[int]:
        """Return the places of the products with that word in their title, spelled so or nearly so."""
        folded = _fold(word)
        if find_numbers([word]) or folded in self._folded:
            return set() if find_numbers([word]) else self._folded[folded]
        if len(folded) < _SHORTEST_MISSPELT - 1 or not self._long or is_known(word):
            return set()
        from rapidfuzz import fuzz, process  # loaded with the first word that may be a misspelt one

        near = process.extractOne(folded, self._long, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return self._folded[near[0]] if near else set()

    def _titled(self, bits: Sequence[Bit], place: int) -> Bit:
        """Return a number or a short word of a title ("iPhone 14 cover", "T-shirt") as the item beside it."""
        bit = bits[place]
        if bit.name not in {"number", "other"}:
            return bit
        beside = [one for one in bits[max(0, place - 1) : place] if one.name == "item"]
        if bit.name == "other":
            beside += [one for one in bits[place + 1 : place + 3] if one.name == "item"]
        titled = frozenset(one for item in beside for one in item.asks if bit.text in self._words[one])
        return replace(bit, name="item", asks=titled) if titled else bit


@lru_cache(maxsize=16)  # several readers look at one message, and one shop's goods change seldom
def shelf_with(goods: tuple[Goods, ...]) -> Shelf:
    """Return the shelf of these goods; one of a thousand takes a tenth of a second to make."""
    return Shelf(goods)


def _names(word: str) -> bool:
    """Return True if a word of a title names its product by itself."""
    return len(word) >= _SHORTEST_WORD and not word.isdigit() and word not in _COMMON and sign_of(word) is None


def _naming(said: frozenset[str]) -> list[str]:
    """Return those of these words by which a product is called, with its numbers."""
    return [word for word in said if len(word) >= _SHORTEST_WORD or word.isdigit()]


@lru_cache(maxsize=8192)
def _fold(word: str) -> str:
    word = without_es(word)
    for pattern, plain in _SAME:
        word = pattern.sub(plain, word)
    return word[:-1] if word.endswith("s") and len(word) > _SHORTEST_WORD else word
