"""Goods by what they are called: the titles that words mean, of the catalogue and of what was ordered.

Every word has to stand in the title: "hoodie" is each one that is a hoodie, "canvas hoodie" those of canvas; a whole
title is that one alone. A word of a phrase ("last", "top") names no goods by itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from flows.audience.reading import MOST_VALUES
from flows.folding import folded
from handlers.audience.replies.sounding import outline, sound
from handlers.audience.replies.words import known_words, pattern
from handlers.replies.text import normalise

_NO_END = pattern("(?:{filler}|{in}|{within}|{or}|{neg}|{the}|{but}|{ago})")
_SHORTEST = 3
"""Letters of a word that names goods by itself, and of one that is known by its sound."""


class Titles:
    """The titles of one business, and the numbers that it gives its goods."""

    def __init__(self, titles: Sequence[str] = (), skus: Sequence[str] = ()) -> None:
        self._titles = titles
        self._skus = skus

    def words(self) -> Iterator[str]:
        """Every word of the titles."""
        return iter(self._by_word)

    def whole(self, said: str) -> tuple[str, ...]:
        """The title that is called just so."""
        return self._whole.get(_plain(said), ())

    def called(self, said: str) -> tuple[str, ...]:
        """The titles that these words mean, as they are compared; none where more are than criteria may name."""
        said = _plain(said)
        if said in self._whole:
            return self._whole[said]
        words = said.split()
        found = frozenset[str].intersection(*map(self._with, words)) if words else frozenset()
        if not 0 < len(found) <= MOST_VALUES or not _tells(said) or any(map(_NO_END.fullmatch, (words[0], words[-1]))):
            return ()
        return tuple(sorted(found))

    def numbered(self, said: str) -> str | None:
        """The number of goods that is called just so, as it is compared; one without a digit is a word like others."""
        return self._numbers.get(said) if any(one.isdigit() for one in said) else None

    def _with(self, word: str) -> frozenset[str]:
        """The titles with that word, its plural or singular, or one of another script that sounds so."""
        forms = (word, f"{word}s", word.removesuffix("s"), word.removesuffix("es"))
        held = next((titles for form in forms if (titles := self._by_word.get(form))), frozenset[str]())
        if len(word) < (_SHORTEST if word.isascii() else 2):
            return held
        alike = [one for one in self._by_sound.get(sound(word), ()) if one.isascii() != word.isascii()]
        if not held and not alike and not word.isascii():
            alike = [one for one in self._by_outline.get(outline(word), ()) if one.isascii()]
            alike = alike if len({sound(one) for one in alike}) == 1 else []
        return held.union(*(self._by_word[one] for one in alike))

    @cached_property
    def _whole(self) -> dict[str, tuple[str, ...]]:
        return {_plain(normalise(title)): (folded(title),) for title in self._titles}

    @cached_property
    def _numbers(self) -> dict[str, str]:
        return {normalise(sku): folded(sku) for sku in self._skus}

    @cached_property
    def _by_word(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for title in self._titles:
            words, compared = _plain(normalise(title)).split(), folded(title)
            for word in (*words, *map("".join, pairwise(words))):  # "lunchbox"
                found.setdefault(word, set()).add(compared)
        return {word: frozenset(titles) for word, titles in found.items()}

    @cached_property
    def _by_outline(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for word in self._by_word:
            found.setdefault(outline(word), set()).add(word)
        return {heard: frozenset(words) for heard, words in found.items() if len(heard) > 1}

    @cached_property
    def _by_sound(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for word in self._by_word:
            found.setdefault(sound(word), set()).add(word)
        return {heard: frozenset(words) for heard, words in found.items() if len(heard) > 1}


def _tells(said: str) -> bool:
    """Whether words are more than a figure, a letter or a word that any phrase has."""
    return said not in known_words() and any(len(one) >= _SHORTEST and not one.isdigit() for one in said.split())


def _plain(said: str) -> str:
    """Without the signs that people leave out; vowel signs are letters."""
    return " ".join("".join(one if unicodedata.category(one)[0] in "LMN" else " " for one in said).split())
