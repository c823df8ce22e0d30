"""Products in the form of a chat order."""

from flows.sourcing.order_wishes import Orderable
from storage.store.products import Product


def make_ware(product: Product) -> Orderable:
    """Convert a product into a value that can be ordered in chat."""
    listing = product.listing
    shown = {"image": product.image, "url": product.url}
    return Orderable(product.id, listing.sku, listing.title, listing.sizes, listing.price.micros, **shown)
