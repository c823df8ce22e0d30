"""Stock counts by a shop: a row of its list, or a line in its chat such as "tiger shorts L 5".

A wrong count is promised to a customer. So a text is parsed only if each line has one product, a size of it and a
number of pieces, and no other word.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from handlers.replies.text_normalisation import normalise, split_tokens
from handlers.sourcing.replies.plurals import make_singular
from handlers.sourcing.replies.stock.size_names import normalise_size
from handlers.sourcing.replies.stock.stock_list_file import Listed
from storage.store.products import Product

_LONGEST, _MOST_LINES = 4000, 60
_LINE = re.compile(r"(\S.*?)\s*[:=]?\s+(\d{1,3})")
_SIZE_WORDS = (0, 1, 2)


@dataclass(frozen=True, slots=True)
class CountedGoods:
    """A number of pieces of a product in a size; ``price`` is the shop's price for one."""

    product: Product
    size: str
    quantity: int
    price: Decimal | None = None


class GoodsShelf:
    """All products, by their SKUs and by the words of their titles."""

    def __init__(self, products: Sequence[Product]) -> None:
        self._products = products
        self._skus = {normalise(one.sku): one for one in products}
        self._titles = [_words(one.title) for one in products]
        self._by_word: dict[str, set[int]] = {}
        for place, title in enumerate(self._titles):
            for word in title:
                self._by_word.setdefault(word, set()).add(place)

    def find_by_sku(self, sku: str) -> Product | None:
        """Return the product by its SKU in any case; None if there is none."""
        return self._skus.get(normalise(sku))

    def find_by_title(self, said: str) -> Product | None:
        """Return the product for a title; None if unclear. A part must have the last word: "mug" is Taj Mug."""
        words = _words(said)
        named = set.intersection(*(self._by_word.get(word, set()) for word in words)) if words else set[int]()
        whole = [place for place in named if len(self._titles[place]) == len(words)]
        meant = whole or [place for place in named if self._titles[place][-1] in words]
        return self._products[meant[0]] if len(meant) == 1 else None

    def find_named(self, said: str) -> Product | None:
        """Return the product that a chat names, by its title or by a SKU that is no common word; None if unclear."""
        coded = self.find_by_sku(said)
        return coded if coded is not None and (said == coded.sku or not said.isalpha()) else self.find_by_title(said)


def place_row(row: Listed, shelf: GoodsShelf) -> CountedGoods | None:
    """Return the product, the size and the count of a list's row; None if product or size is unclear."""
    product = shelf.find_by_sku(row.sku) or shelf.find_by_title(row.title)
    size = None if product is None else _size_of(product, row.size)
    return None if product is None or size is None else CountedGoods(product, size, row.quantity, row.price)


def is_count(text: str) -> bool:
    """Return True if each line of a text ends with a number of pieces."""
    lines = _lines(text)
    return 0 < len(lines) <= _MOST_LINES and len(text) <= _LONGEST and all(map(_LINE.fullmatch, lines))


def read_counts(text: str, shelf: GoodsShelf) -> tuple[CountedGoods, ...]:
    """Parse the stock that a text counts; empty if a word is not understood or an item is counted twice."""
    found = [_read_line(line, shelf) for line in _lines(text)] if is_count(text) else []
    counted = tuple(one for one in found if one is not None)
    once = len({(one.product.id, one.size) for one in counted}) == len(found)
    return counted if once else ()


def _lines(text: str) -> list[str]:
    return [line.strip() for line in re.split(r"[,;\n]", text) if line.strip()]


def _read_line(line: str, shelf: GoodsShelf) -> CountedGoods | None:
    found = _LINE.fullmatch(line)
    words = found[1].split() if found else []
    for many in _SIZE_WORDS[: len(words)]:
        said = " ".join(words[len(words) - many :])
        product = shelf.find_named(" ".join(words[: len(words) - many]))
        if found is None or product is None or _may_be_name(product, found[2]) or (said and not _is_sized(product)):
            continue
        size = _size_of(product, said)
        if size is not None:
            return CountedGoods(product, size, int(found[2]))
    return None


def _may_be_name(product: Product, figure: str) -> bool:
    """Return True if a number may be a size or a word of the title: "kurta 38 40", "iphone 14"."""
    return (_is_sized(product) and _size_of(product, figure) is not None) or figure in split_tokens(product.title)


def _is_sized(product: Product) -> bool:
    return product.sizes != ("",)


def _size_of(product: Product, said: str) -> str | None:
    """Return the size in the business's spelling, or a product's only size; None if the size is unknown."""
    if not _is_sized(product) or (not said and len(product.sizes) == 1):
        return product.sizes[0]
    return next((size for size in product.sizes if normalise_size(size) == normalise_size(said)), None)


def _words(text: str) -> list[str]:
    return [make_singular(word) for word in split_tokens(text)]
