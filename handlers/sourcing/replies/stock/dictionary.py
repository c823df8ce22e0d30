"""The listed words as misspelt ones are compared with them: together, without vowels, and as hurried hands write them.

Where a form may stand for several words, it stands for the one that is likeliest to be no yes.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from handlers.replies.text import normalise
from handlers.replies.word_lists import read_words
from handlers.sourcing.replies.number_words import ADDED, FRACTIONS, MULTIPLIERS, SMALL
from handlers.sourcing.replies.stock.words import stock_words

# The classes whose misspelt words are mended; where a word is as near to two of them, the first is meant.
MENDED = tuple(
    """
    neg none no gone flaw unsure wait undo asking contrast except was
    only little number last future day vague unit_of_time left topic call colour want price each yes ok have ready send
    come all plenty stock deed dress noworry now thanks clock similar order_word lead away
    """.split()  # noqa: SIM905
)
DENIALS = frozenset(MENDED[: MENDED.index("only")])
# Two words of these may be run together.
_JOINED = "neg none no gone yes ok have is be stock all only left ready send dress".split()  # noqa: SIM905
SHORTEST = 4  # letters of a word that may be a misspelt one; shorter ones are mended in few ways
_SHORTEST_PHRASE = 7
_VOWELS = re.compile("[aeiou]")
_DOUBLED = re.compile(r"(.)\1+")
_DEVANAGARI = re.compile("[\u0900-\u097f]")
# Hindi in a hurry: vowels long or short, nasal dots left out, "जायगा" for "जाएगा", "vaapas" for "wapas".
_HURRIED = tuple(
    (re.compile(written), plain)
    for written, plain in (
        ("[ंँ]", ""), ("ये|ए", "य"), ("ी", "ि"), ("ू", "ु"), ("ै", "े"), ("ौ", "ो"), ("ई", "इ"), ("ऊ", "उ"), ("ऐ", "ए"),
        ("्", ""),
        ("a{2,}", "a"), ("ee|ii", "i"), ("oo|uu", "u"), ("w", "v"), ("z", "j"), ("ph", "f"), (r"([a-z])\1", r"\1"),
    )
)  # fmt: skip


def skeleton_of(word: str) -> str:
    """Its first letter and its other consonants."""
    return undouble(word[:1] + _VOWELS.sub("", word[1:]))


def undouble(word: str) -> str:
    """The word with each doubled letter once."""
    return _DOUBLED.sub(r"\1", word)


def hurry(word: str) -> str:
    """What is left of a word of Hindi in a hurry."""
    for pattern, plain in _HURRIED:
        word = pattern.sub(plain, word)
    return word


@cache
def listed() -> frozenset[str]:
    """All words that stand in a vocabulary, alone or in a phrase, and others that are no misspelling."""
    tables = (stock_words(), read_words("polarity"))
    entries = (entry for table in tables for entries in table.values() for entry in entries)
    numbers = (*SMALL, *MULTIPLIERS, *FRACTIONS, *ADDED)
    real = read_words("sourcing:stock/spelling")["real"]
    return frozenset(word for entry in entries for word in normalise(entry).split()).union(real, numbers)


@cache
def classes() -> Mapping[str, str]:
    """Each word that may be meant, with its class; phrases are written together, as hurried people write them."""
    found: dict[str, str] = {}
    for name in MENDED:
        for entry in _entries(name):
            plain = normalise(entry).replace(" ", "")
            shortest = _SHORTEST_PHRASE if " " in entry else SHORTEST - 1
            if plain.isascii() and plain.isalpha() and len(plain) >= shortest:
                found.setdefault(plain, name)
    return found


@cache
def targets() -> tuple[str, ...]:
    """The words of `classes`."""
    return tuple(classes())


@cache
def joined() -> Mapping[str, str]:
    """The phrases by their letters without spaces."""
    entries = (normalise(entry) for name in MENDED for entry in _entries(name) if " " in entry)
    return {entry.replace(" ", ""): entry for entry in entries if entry.replace(" ", "") not in listed()}


@cache
def skeletons() -> Mapping[str, tuple[str, ...]]:
    """The words by their consonants."""
    found: dict[str, tuple[str, ...]] = {}
    for word in targets():
        if len(word) >= SHORTEST and word in listed():
            found[skeleton_of(word)] = (*found.get(skeleton_of(word), ()), word)
    return found


@cache
def joinable() -> frozenset[str]:
    """The words that may be half of two run together."""
    entries = (normalise(entry) for name in _JOINED for entry in stock_words()[name])
    return frozenset(entry for entry in entries if len(entry) > 1 and entry.isalpha())


@cache
def hurried() -> Mapping[str, str]:
    """Words by the letters left in a hurry."""
    found: dict[str, str] = {}
    for word in _words_by_caution():
        if _DEVANAGARI.search(word) or (word.isascii() and len(hurry(word)) >= SHORTEST):
            found.setdefault(hurry(word), word)
    return found


def _words_by_caution() -> Iterator[str]:
    for name in (*MENDED, *stock_words()):
        for entry in _entries(name):
            yield from normalise(entry).split()


def _entries(name: str) -> tuple[str, ...]:
    return read_words("sourcing:stock/spelling")["numbers"] if name == "number" else stock_words().get(name, ())
