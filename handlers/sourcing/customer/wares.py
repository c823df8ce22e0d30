"""What is sold, as it can be ordered in chat, and by the names that shops use."""

from collections.abc import Sequence

from flows.sourcing.wishes import Orderable
from handlers.sourcing.replies.stock.goods import Goods, Shelf, shelf_with
from storage.products import Product


def ware_of(product: Product) -> Orderable:
    """A product as it can be ordered."""
    listing = product.listing
    shown = {"image": product.image, "url": product.url}
    return Orderable(product.id, listing.sku, listing.title, listing.sizes, listing.price.micros, **shown)


def shelf_of(products: Sequence[Product]) -> Shelf:
    """The products, in order, by the names that people may use."""
    return shelf_with(tuple(Goods(one.sku, one.title, one.sizes) for one in products))
