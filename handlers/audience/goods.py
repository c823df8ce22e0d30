"""Goods of a business by their titles and numbers (SKU), as filters name them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from flows.audience.reading import MOST_VALUES
from flows.folding import folded


class KnownGoods:
    """The titles and the numbers of one business's goods, as they are written."""

    def __init__(self, titles: Sequence[str] = (), skus: Sequence[str] = ()) -> None:
        self.titles = titles
        self.skus = skus

    def called(self, name: str) -> tuple[str, ...]:
        """Return the title of this name, else every title with all of its words; folded, and none if too many."""
        bare = folded(name)
        if bare in self._whole:
            return (bare,)
        with_words = [self._by_word.get(word, frozenset[str]()) for word in bare.split()]
        titles = frozenset[str].intersection(*with_words) if with_words else frozenset[str]()
        return tuple(sorted(titles)) if len(titles) <= MOST_VALUES else ()

    def numbered(self, name: str) -> str:
        """Return the number of this name, folded; "" if no goods have it."""
        return folded(name) if folded(name) in self._numbers else ""

    @cached_property
    def _whole(self) -> frozenset[str]:
        return frozenset(map(folded, self.titles))

    @cached_property
    def _numbers(self) -> frozenset[str]:
        return frozenset(map(folded, self.skus))

    @cached_property
    def _by_word(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for title in self._whole:
            for word in title.split():
                found.setdefault(word, set()).add(title)
        return {word: frozenset(titles) for word, titles in found.items()}
