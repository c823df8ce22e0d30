"""What goods are called in phrases: brands and categories that were bought, titles and numbers of what is sold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from flows.audience.criteria import Any, Compared, Counted, Criteria
from flows.folding import folded
from handlers.audience.replies.events import ORDERED
from handlers.audience.replies.names import Names
from handlers.audience.replies.sounding import sound_of
from handlers.audience.replies.titles import Titles
from handlers.audience.replies.words import pattern
from handlers.replies.text import normalise

_KIND = pattern(" (?:ka )?(?:(?P<brand>{kind_brand})|{kind_category})$")
_OF = frozenset({"ka", "ke", "ki", "का", "के", "की"})


class CalledGoods:
    """Criteria by what goods are called: a brand or a category is a fact, all else an order with such a line."""

    def __init__(self, brands: Sequence[str], categories: Sequence[str], titles: Titles) -> None:
        self._brands = {normalise(one): Compared("brand", "=", folded(one)) for one in brands}
        self._categories = {normalise(one): Compared("category", "=", folded(one)) for one in categories}
        self._titles = titles

    def get(self, name: str, /) -> Criteria | None:
        """The goods of these words: a brand, a category, both ("nike shoes"), a number, the titles with all of them."""
        number = self._titles.numbered(name)
        if number is not None:
            return _ordered(Compared("sku", "=", number))
        kind = _KIND.search(name)
        if kind is not None:
            known = self._brands if kind["brand"] else self._categories
            return _numbered_alike(known, name[: kind.start()])
        whole = _titled(self._titles.whole(name)) if len(name.split()) > 1 else None
        return self._named(name) or whole or self._both(name) or _titled(self._titles.called(name))

    def whole(self, name: str) -> Criteria | None:
        """The same of words that mean goods wherever they stand: not some words of a title."""
        if _KIND.search(name):
            return self.get(name)
        several = len(name.split()) > 1
        title = _titled(self._titles.whole(name) if several else ())
        return self._named(name) or title or self._both(name)

    def _named(self, name: str) -> Criteria | None:
        found = [one for known in (self._brands, self._categories) if (one := _numbered_alike(known, name))]
        return found[0] if len(found) == 1 else Any(tuple(found)) if found else None

    def _both(self, name: str) -> Criteria | None:
        """Goods of that brand and that category, on one line."""
        words = name.split()
        for place in range(1, len(words)):
            behind = words[place + 1 :] if words[place] in _OF else words[place:]  # "samsung ka phone"
            one, other = " ".join(words[:place]), " ".join(behind)
            for brand, category in ((one, other), (other, one)):
                both = (_numbered_alike(self._brands, brand), _numbered_alike(self._categories, category))
                if both[0] and both[1]:
                    return _ordered(both[0], both[1])
        return None


class WholeNames:
    """Of goods those that are called by a whole name."""

    def __init__(self, goods: CalledGoods) -> None:
        self._goods = goods

    def get(self, name: str, /) -> Criteria | None:
        """What is called so, if anything is."""
        return self._goods.whole(name)


def goods_of(names: Names) -> CalledGoods:
    """The goods of a business."""
    return _goods(tuple(names.brands), tuple(names.categories), names.goods)


def goods_alone(names: Names) -> WholeNames:
    """The goods of a business that are meant where nothing says that they were bought."""
    return WholeNames(goods_of(names))


@lru_cache(maxsize=1)  # a phrase is read by itself, and asks at each of its words
def _goods(brands: tuple[str, ...], categories: tuple[str, ...], titles: Titles) -> CalledGoods:
    return CalledGoods(brands, categories, titles)


def _numbered_alike(known: Mapping[str, Compared], name: str) -> Compared | None:
    """What is called so, in the plural or the singular."""
    found = next((known[one] for one in _forms(name) if one in known), None)
    if found is not None or name.isascii():
        return found
    heard = sound_of(name)
    alike = [one for called, one in known.items() if called.isascii() and heard in map(sound_of, _forms(called))]
    return alike[0] if len(alike) == 1 else None


def _forms(name: str) -> Iterator[str]:
    yield from (name, f"{name}s", name.removesuffix("s"))


def _ordered(*goods: Compared) -> Counted:
    return Counted(ORDERED, where=goods)


def _titled(titles: tuple[str, ...]) -> Criteria | None:
    if not titles:
        return None
    return _ordered(Compared("title", "=", titles[0]) if len(titles) == 1 else Compared("title", "in", titles))
