"""The signs of a text, of which evidence is made: words, words side by side, pieces of words, classes near each other.

A sign is known by its place (handlers/replies/text_evidence.py): the lower 21 bits of a checksum, above them its kind
Pieces of words find the misspelt and the inflected ("unsuscribe", "messaging"), classes of words what is said in
another language.
"""

import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from handlers.replies.text_normalisation import is_letter_word

PIECE = 1 << 21
"""The bit of signs that are pieces of words: each says little, and there are many."""
IN_LIGHT = 1 << 22
"""The bit of signs that count beside something else alone."""
_PLACES = PIECE - 1
_PIECES = (3, 4)
_PIECES_OF_SYLLABLES = (2, 3)  # Korean writes a syllable as one letter
_LENGTHS = ((1, "a word"), (2, "two words"), (3, "three words"), (5, "a phrase"), (8, "a sentence"), (16, "sentences"))


def _checksum(sign: str) -> int:
    return zlib.crc32(sign.encode("utf-8", "surrogatepass")) & _PLACES


@lru_cache(maxsize=8192)
def place_of(sign: str) -> int:
    """The place of a sign's weights."""
    return _checksum(sign)


def word_signs(words: Sequence[str]) -> set[int]:
    """The signs of words as they are written, as `text.tokens` gives them."""
    signs = {place_of(f"length: {_length(len(words))}")}
    signs.update(*map(_places_in, words))
    # Most pairs of words are met once, so nothing is won by remembering their places.
    signs.update(_checksum(f"{one} {next_}") for one, next_ in pairwise(("^", *words, "$")))
    if not all(map(str.isascii, words)) and any(map(is_letter_word, words)):
        signs.update(map(place_of, _letters_side_by_side(words)))
    return signs


def class_signs(classes: Sequence[str], near: int = 4) -> set[int]:
    """The signs of the classes of words: each, two side by side, two of one thought (`near`: how far apart)."""
    said = ("^", *classes, "$")
    signs = {place_of(f"[{name}]") for name in classes}
    signs.update(place_of(f"[{one}][{next_}]") for one, next_ in pairwise(said))
    for gap in range(2, near):
        signs.update(place_of(f"[{one}]…[{later}]") for one, later in zip(said, said[gap:], strict=False))
    return signs


def shared(signs: Iterable[int], bits: int) -> set[int]:
    """The places of signs where only so many bits tell them apart, so that several signs share one (Weinberger and
    others, Feature Hashing for Large Scale Multitask Learning, 2009); the factor is Knuth's."""
    return {(sign * 2654435761 & 0xFFFFFFFF) >> (32 - bits) for sign in signs}


def in_light_of(question: str, signs: Iterable[int]) -> set[int]:
    """The signs of an answer, each together with what was asked; a piece of a word says the same to every question."""
    asked = place_of(f"asked: {question}")
    return {(sign ^ asked) | IN_LIGHT for sign in signs if not sign & PIECE}


@lru_cache(maxsize=4096)
def _places_in(word: str) -> tuple[int, ...]:
    """The signs of one word: the whole, and the pieces of three and four letters."""
    if not word[0].isalpha():
        return (_checksum(word),)
    bounded = f"‹{word[:40]}›"
    sizes = _PIECES_OF_SYLLABLES if "\uac00" <= word[0] <= "\ud7a3" else _PIECES
    pieces = {bounded[start : start + size] for size in sizes for start in range(len(bounded) - size + 1)}
    return (_checksum(word), *(_checksum(piece) | PIECE for piece in pieces))


def _letters_side_by_side(words: Sequence[str]) -> Iterable[str]:
    """Where each letter stands for a word, three and four of them are what a word is elsewhere."""
    letters = [word if is_letter_word(word) else "" for word in words]
    for size in _PIECES:
        yield from ("".join(run) for run in zip(*(letters[start:] for start in range(size)), strict=False) if all(run))


def _length(count: int) -> str:
    return next((name for most, name in _LENGTHS if count <= most), "more")
