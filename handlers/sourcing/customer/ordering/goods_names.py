"""Names of goods: the products that a sequence of words may mean, also if misspelt."""

from collections.abc import Sequence
from functools import lru_cache, partial

from flows.sourcing.order_wishes import Orderable
from handlers.replies.known_words import is_known
from handlers.replies.opt_out_recognition import is_keyword
from handlers.replies.reading_effort import spend
from handlers.replies.text_normalisation import split_tokens
from handlers.sourcing.replies.plurals import make_singular
from handlers.sourcing.replies.stock.size_names import normalise_size

_ALIKE = 82  # of 100: "tigr" is tiger, "shirts" is not shorts
_SHORTEST = 4  # letters of a word that may be misspelt
_NAMING = 3  # letters of a word that names goods alone
_PER_UNIT = 100  # comparisons of a misspelt word in one unit of effort
_MOST_KEPT = 4_096  # misspelt words whose goods are kept, as an address has the same words in each reading
_NONE: frozenset[int] = frozenset()


class GoodsNames:
    """All products on sale, by the words of titles, SKUs and categories."""

    def __init__(self, wares: Sequence[Orderable], categories: Sequence[str] = ()) -> None:
        self.wares = tuple(wares)
        self._titles = [tuple(map(make_singular, split_tokens(one.title))) for one in wares]
        self._skus = {tuple(split_tokens(one.sku)): place for place, one in enumerate(wares)}
        by_word: dict[str, set[int]] = {}
        self._by_title: dict[frozenset[str], set[int]] = {}
        for place, title in enumerate(self._titles):
            self._by_title.setdefault(frozenset(title), set()).add(place)
            for word in title:
                by_word.setdefault(word, set()).add(place)
        self._by_word = {word: frozenset(places) for word, places in by_word.items()}
        candidates = [one for one in by_word if len(one) >= _SHORTEST]
        self._cost = len(candidates) // _PER_UNIT  # of a misspelt word
        self._find_alike = lru_cache(_MOST_KEPT)(partial(_find_alike, candidates))
        self._of_category: dict[str, set[int]] = {}
        for place, category in enumerate(categories):
            self._of_category.setdefault(" ".join(map(make_singular, split_tokens(category))), set()).add(place)
        self._longest = max(map(len, (*self._titles, *self._skus)), default=0)
        self._longest_listed = max((len(one) for one in (*self._skus, *map(str.split, self._of_category))), default=0)
        self._openings = {one[0] for one in (*self._skus, *map(str.split, self._of_category)) if one}
        self.sizes = {normalise_size(size) for one in wares for size in one.sizes if size}

    def match_at(self, said: Sequence[str], start: int) -> tuple[int, tuple[int, ...]]:
        """Return how many words from ``start`` name goods, and the indexes of those goods; (0, ()) if none do."""
        many, found = self._match(said, start)
        return many, tuple(sorted(found))

    def drop_goods(self, said: Sequence[str]) -> list[str]:
        """Return the words that name no goods. A legal keyword such as "stop" is never dropped if it is alone."""
        left: list[str] = []
        at = 0
        while at < len(said):
            many = self._match(said, at)[0]
            names = many > 1 or (many == 1 and not is_keyword(said[at]))
            left += said[at : at + (not names)]
            at += many if names else 1
        return left

    def _match(self, said: Sequence[str], start: int) -> tuple[int, frozenset[int]]:
        """Return the longest run of words from ``start`` that names goods. Each word is looked up once at most."""
        common, matched, found = self._find_word(said[start]), 0, _NONE
        if not common and self._openings.isdisjoint((said[start], make_singular(said[start]))):
            return 0, _NONE
        for many in range(1, min(self._longest, len(said) - start) + 1):
            if common and many > 1:
                common &= self._find_word(said[start + many - 1])
            if not common and many > self._longest_listed:
                break
            meant = self._find_meant(tuple(said[start : start + many]), common)
            if meant:
                matched, found = many, meant
        return matched, found

    def _find_meant(self, run: tuple[str, ...], common: frozenset[int]) -> frozenset[int]:
        """Return the goods that a run of words means; ``common`` have all its words in their titles."""
        if run in self._skus:
            return frozenset({self._skus[run]})
        if common:
            told = frozenset(filter(self._by_word.__contains__, map(make_singular, run)))
            full = common & self._by_title.get(told, _NONE)
            names = any(len(word) >= _NAMING and not word.isdigit() for word in run)
            return full or (common if names else frozenset())
        return frozenset(self._of_category.get(" ".join(map(make_singular, run)), ()))

    def _find_word(self, word: str) -> frozenset[int]:
        plain = make_singular(word)
        known = self._by_word.get(plain)
        if known or len(word) < _SHORTEST or is_known(word) or not word.isalpha():
            return known or _NONE
        spend(self._cost)
        return self._by_word.get(self._find_alike(plain), _NONE)


def _find_alike(candidates: Sequence[str], word: str) -> str:
    from rapidfuzz import fuzz, process  # loaded with the first word that no title has

    found = process.extractOne(word, candidates, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return found[0] if found else ""


@lru_cache(maxsize=16)  # a chat reads the same assortment repeatedly
def make_names(wares: tuple[Orderable, ...], categories: tuple[str, ...] = ()) -> GoodsNames:
    """Build the index of names of these products."""
    return GoodsNames(wares, categories)


def spell_size(ware: Orderable, size: str) -> str:
    """Return the size in the product's spelling; an unknown size in capitals, "" if the product has no sizes."""
    if not ware.sizes:
        return ""
    wanted = normalise_size(size) if size else ""
    return next((one for one in ware.sizes if normalise_size(one) == wanted), size.upper())
