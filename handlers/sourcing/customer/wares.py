"""What is sold, as it can be ordered in chat, and by the names that people use."""

from collections.abc import Iterable, Sequence

from flows.sourcing.wishes import Orderable
from handlers.sourcing.replies.stock.goods import Goods, Shelf, shelf_with
from storage.products import Product


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
