"""The words by which shops name what they were asked for: misspelt, plural, "sari" for "saree", in Devanagari."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

from handlers.replies.text import normalise, words
from handlers.replies.word_lists import read_sets
from handlers.sourcing.replies.plurals import without_es
from handlers.sourcing.replies.stock.bits import Bit
from handlers.sourcing.replies.stock.colours import COLOURS, WARES
from handlers.sourcing.replies.stock.spelling import find_class
from handlers.sourcing.replies.stock.values import Ask

_SAME = ((re.compile("aa+"), "a"), (re.compile("ee+|y$"), "i"), (re.compile("oo+"), "u"), (re.compile(r"(.)\1"), r"\1"))
# Words of these classes may also name a product; all others keep what they say.
_NAMING = frozenset({"other", "short", "colour", "stock", "dress", "topic", "day", "similar", "plenty", "flaw", "ware"})
_SHORTEST = 3  # letters; shorter words name nothing
_SHORTEST_MISSPELT = 5
_LIKE = 82  # of 100: how alike a misspelt word must be
_LISTED = read_sets("sourcing:stock/signs")
_COMMON = _LISTED["common"]
# Sounds of Devanagari as they are typed in Latin letters; a vowel that is not written is left out.
_CONSONANTS = (
    "क k ख kh ग g घ gh च ch छ chh ज j झ jh ट t ठ th ड d ढ dh ण n त t थ th द d ध dh न n प p फ f ब b भ bh म m य y र r ल l"
)
_REST = "व v श sh ष sh स s ह h अ a आ a इ i ई i उ u ऊ u ए e ऐ e ओ o औ o ा a ि i ी i ु u ू u े e ै e ो o ौ o ं n ॉ o ृ ri"
_PAIRS = f"{_CONSONANTS} {_REST}".split()
_SOUNDS = str.maketrans(dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True)) | {"्": ""})
_DEVANAGARI = re.compile("[\u0900-\u097f]")
_VOWELS = re.compile("[aeiou]")
# English spellings by the letters that Devanagari has for their sounds: "elephant" is एलीफैंट, "box" बॉक्स.
_SPELLINGS = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        ("ph", "f"),
        ("ck|q", "k"),
        ("c(?=[eiy])", "s"),
        ("c(?!h)", "k"),
        ("x$", "k"),
        ("x", "ks"),
        ("w", "v"),
        ("z", "j"),
    )
)


class Catalogue:
    """The words of all open requests of a shop, each with the requests that it names."""

    def __init__(self, asks: Sequence[Ask]) -> None:
        self._asks: dict[str, set[int]] = {}
        for index, ask in enumerate(asks):
            for word in _words_of(ask.item, ask.others):
                self._asks.setdefault(word, set()).add(index)
        self._colours: dict[str, set[int]] = {}  # "azul" names the blue kurta as well
        for word, meant in self._asks.items():
            for name in _colours_like().get(word, ()):
                self._colours.setdefault(name, set()).update(meant)
        self._kinds: dict[int, set[int]] = {}  # "chadar" names the bedsheet
        for index, ask in enumerate(asks):
            for kind in _kinds_of(ask.item, ask.others):
                self._kinds.setdefault(kind, set()).add(index)
        self._words = [word for word in self._asks if len(word) >= _SHORTEST_MISSPELT]
        self._skeletons: dict[str, set[int]] = {}
        for word, meant in self._asks.items():
            self._skeletons.setdefault(_skeleton_of(word), set()).update(meant)

    def name(self, bits: Sequence[Bit]) -> list[Bit]:
        """The bits, with those that name a request named "item" and misspelt words by what they stand for."""
        before = ("", *(bit.text for bit in bits))
        return [
            self._name(bit) if bit.name in _NAMING or self._is_a_thing(bit, behind) else bit
            for behind, bit in zip(before, bits, strict=False)
        ]

    def _is_a_thing(self, bit: Bit, behind: str) -> bool:
        """Whether a word that denies in Hindi names goods in English: "the mat"."""
        return bit.name == "neg" and behind in _LISTED["a thing behind"] and _fold(bit.text) in self._asks

    def names_goods(self, word: str) -> bool:
        """Whether a word names a request, misspelt or not."""
        return bool(self._find(Bit("other", word)))

    def _name(self, bit: Bit) -> Bit:
        meant = self._find(bit)
        if meant:
            return replace(bit, name="item", asks=frozenset(meant))
        return replace(bit, name=find_class(bit.text) or bit.name) if bit.name == "other" else bit

    def _find(self, bit: Bit) -> set[int] | None:
        if bit.name == "colour":
            named = [self._colours.get(word) or self._asks.get(_fold(word)) or set() for word in bit.text.split()]
            return set.intersection(*named) or None  # of a shade, "navy blue", each word
        if bit.name == "ware":
            return self._asks.get(_fold(bit.text)) or self._kinds.get(_kinds()[bit.text])
        if _DEVANAGARI.search(bit.text):
            return (
                self._skeletons.get(_skeleton_of(_fold(bit.text.translate(_SOUNDS)))) if bit.name == "other" else None
            )
        folded = _fold(bit.text)
        exact = self._asks.get(folded)
        if exact or bit.name != "other" or len(folded) < _SHORTEST_MISSPELT - 1 or not self._words:
            return exact
        from rapidfuzz import fuzz, process  # loaded with the first word that may be a misspelt one

        near = process.extractOne(folded, self._words, scorer=fuzz.ratio, score_cutoff=_LIKE)
        return self._asks[near[0]] if near else None


@lru_cache(maxsize=8192)
def _words_of(item: str, others: tuple[str, ...]) -> frozenset[str]:
    """The words that name a product, folded; cached, as a shop's open requests are read again with each reply."""
    found = (word for text in (item, *others) for word in words(text))
    return frozenset(_fold(w) for w in found if len(w) >= _SHORTEST and not w.isdigit() and w not in _COMMON)


@lru_cache(maxsize=8192)
def _kinds_of(item: str, others: tuple[str, ...]) -> frozenset[int]:
    """Which kinds of goods (places in `WARES`) a product is of: a "t-shirt" is no shirt."""
    found = set[int]()
    for text in (item, *others):
        said = words(text)
        pairs = {" ".join(said[place : place + 2]) for place in range(len(said) - 1)} & _kinds().keys()
        single = {word for word in said if not any(word in pair.split() for pair in pairs)}
        found |= {_kinds()[name] for name in pairs | single if name in _kinds()}
    return frozenset(found)


def is_kind(word: str) -> bool:
    """Whether a word names a kind of goods: "shirt", and neither "tiger" nor "print"."""
    return word in _kinds()


@cache
def _kinds() -> dict[str, int]:
    """Each name of a kind of goods, with the place of its kind in `WARES`."""
    return {normalise(name): place for place, names in enumerate(WARES) for name in names}


@lru_cache(maxsize=8192)
def order_key(number: str) -> str:
    """An order's number as it is compared: "#TT-2291" is "tt-2291"."""
    return normalise(number).lstrip("#")


@cache
def _colours_like() -> dict[str, frozenset[str]]:
    """All names of the colour that a folded word names."""
    return {_fold(name): frozenset(map(normalise, names)) for names in COLOURS for name in map(normalise, names)}


def _fold(word: str) -> str:
    word = without_es(word)
    for pattern, plain in _SAME:
        word = pattern.sub(plain, word)
    return word[:-1] if word.endswith("s") and len(word) > _SHORTEST else word


@lru_cache(maxsize=8192)
def _skeleton_of(folded: str) -> str:
    """The consonants of a folded word by their sounds, the first letter kept."""
    for pattern, plain in _SPELLINGS:
        folded = pattern.sub(plain, folded)
    return folded[:1] + _VOWELS.sub("", folded[1:]).replace("d", "r")
