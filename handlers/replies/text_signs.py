"""The signs of a text for its evidence: words, word pairs, pieces of words, classes near each other.

The place of a sign (handlers/replies/text_evidence.py) has the lower 21 bits of a checksum, and the sign's kind above.
Pieces of words find misspelt and inflected words ("unsuscribe", "messaging"); classes of words find other languages.
"""

import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from handlers.replies.text_normalisation import is_letter_word

PIECE = 1 << 21
"""The bit of signs that are pieces of words: each has little weight, and there are many."""
IN_LIGHT = 1 << 22
"""The bit of signs that count only together with something else."""
_PLACES = PIECE - 1
_PIECES = (3, 4)
_PIECES_OF_SYLLABLES = (2, 3)  # Korean writes a syllable as one letter
_LENGTHS = ((1, "a word"), (2, "two words"), (3, "three words"), (5, "a phrase"), (8, "a sentence"), (16, "sentences"))


def _checksum(sign: str) -> int:
    return zlib.crc32(sign.encode("utf-8", "surrogatepass")) & _PLACES


@lru_cache(maxsize=8192)
def get_place(sign: str) -> int:
    """Return the place of a sign's weights."""
    return _checksum(sign)


def word_signs(words: Sequence[str]) -> set[int]:
    """Return the signs of words as written, from `text.tokens`."""
    signs = {get_place(f"length: {_length(len(words))}")}
    signs.update(*map(_places_in, words))
    # Most word pairs occur once, so a cache of their places gains nothing.
    signs.update(_checksum(f"{one} {next_}") for one, next_ in pairwise(("^", *words, "$")))
    if not all(map(str.isascii, words)) and any(map(is_letter_word, words)):
        signs.update(map(get_place, _letters_side_by_side(words)))
    return signs


def make_class_signs(classes: Sequence[str], near: int = 4) -> set[int]:
    """Return the signs of word classes: each, adjacent pairs, and pairs of one thought (`near`: how far apart)."""
    said = ("^", *classes, "$")
    signs = {get_place(f"[{name}]") for name in classes}
    signs.update(get_place(f"[{one}][{next_}]") for one, next_ in pairwise(said))
    for gap in range(2, near):
        signs.update(get_place(f"[{one}]…[{later}]") for one, later in zip(said, said[gap:], strict=False))
    return signs


def fold_signs(signs: Iterable[int], bits: int) -> set[int]:
    """Reduce signs to this number of bits, so that several signs share one place.

    Source: Weinberger and others, Feature Hashing for Large Scale Multitask Learning, 2009; the factor is Knuth's.
    """
    return {(sign * 2654435761 & 0xFFFFFFFF) >> (32 - bits) for sign in signs}


def pair_with_question(question: str, signs: Iterable[int]) -> set[int]:
    """Return the signs of an answer combined with the question; a piece of a word is the same for every question."""
    asked = get_place(f"asked: {question}")
    return {(sign ^ asked) | IN_LIGHT for sign in signs if not sign & PIECE}


@lru_cache(maxsize=4096)
def _places_in(word: str) -> tuple[int, ...]:
    """Return the signs of one word: the whole, and its pieces of three and four letters."""
    if not word[0].isalpha():
        return (_checksum(word),)
    bounded = f"‹{word[:40]}›"
    sizes = _PIECES_OF_SYLLABLES if "\uac00" <= word[0] <= "\ud7a3" else _PIECES
    pieces = {bounded[start : start + size] for size in sizes for start in range(len(bounded) - size + 1)}
    return (_checksum(word), *(_checksum(piece) | PIECE for piece in pieces))


def _letters_side_by_side(words: Sequence[str]) -> Iterable[str]:
    """Return sequences of three and four letters in scripts with a word per letter, which act like words."""
    letters = [word if is_letter_word(word) else "" for word in words]
    for size in _PIECES:
        yield from ("".join(run) for run in zip(*(letters[start:] for start in range(size)), strict=False) if all(run))


def _length(count: int) -> str:
    return next((name for most, name in _LENGTHS if count <= most), "more")
