"""What is sold, as it can be ordered in chat, and by the names that people use."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from flows.sourcing.wishes import Orderable
from handlers.replies.text import tokens
from handlers.sourcing.replies.naming import find_goods, name_bits
from handlers.sourcing.replies.stock.goods import Goods, Shelf, shelf_with
from handlers.turn import Turn
from storage.products import Product


@dataclass(frozen=True)
class Assortment:
    """All that is sold here, in order, as what people write is read over it."""

    products: list[Product]

    @cached_property
    def shelf(self) -> Shelf:
        """By the names that people may use; what is read there are places in ``products``."""
        return shelf_of(self.products)

    @property
    def categories(self) -> list[str]:
        """The category of each, "" for one that has none."""
        return [one.category for one in self.products]

    def at(self, places: Iterable[int]) -> list[Product]:
        """The products at these places."""
        return [self.products[place] for place in places]

    def place_of(self, product: UUID) -> int | None:
        """The place of a product; None where it is not sold."""
        return next((place for place, one in enumerate(self.products) if one.id == product), None)

    def ids_at(self, places: Iterable[int]) -> list[UUID]:
        """The ids of the products at these places."""
        return [one.id for one in self.at(places)]

    def named_in(self, text: str) -> tuple[tuple[int, ...], bool]:
        """The places of those that a text names, and whether that is sure."""
        return find_goods(name_bits(text, self.shelf), tokens(text), self.shelf)


async def assortment(turn: Turn) -> Assortment:
    """What is sold now."""
    return Assortment(await turn.unit.products.all())


def ware_of(product: Product) -> Orderable:
    """A product as it can be ordered."""
    listing = product.listing
    shown = {"image": product.image, "url": product.url}
    return Orderable(product.id, listing.sku, listing.title, listing.sizes, listing.price.micros, **shown)


def goods_of(ware: Orderable) -> Goods:
    """A product as it was ordered, by the names that people may use."""
    return Goods(ware.sku, ware.title, ware.sizes or ("",))


def shelf_of(products: Sequence[Product]) -> Shelf:
    """The products, in order, by the names that people may use."""
    return shelf_with(tuple(Goods(one.sku, one.title, one.sizes) for one in products))


def shelf_of_wares(wares: Iterable[Orderable]) -> Shelf:
    """Products that were ordered or offered, in order, by the names that people may use."""
    return Shelf(list(map(goods_of, wares)))


def size_in(product: Product, size: str) -> str:
    """A size that was named, as the product has it; "" where none was named, or it has none of that name."""
    return (goods_of(ware_of(product)).size(size) or "") if size else ""
