"""Examples of commands as this business would write them: with an order, a shop and a product of its own."""

from __future__ import annotations

from handlers.admins.command import tap
from handlers.turn import Turn
from storage.products import Product

_LOOKED_AT = 5  # products, for the size of an amount

NO_ORDER, NO_SHOP, NO_PRODUCT, NO_AMOUNT = "1234", "SHOP", "PRODUCT", 100
"""What stands in an example where there is none yet."""


async def fill(turn: Turn, example: str) -> str:
    """An example with ``{order}``, ``{tapped}`` (an order in a command to be tapped), ``{shop}``, ``{product}`` or
    ``{amount}``, which is of the size of what is sold here."""
    if "{" not in example:
        return example
    order = next((one.number for one in await turn.unit.reservations.page(None, None, 1)), NO_ORDER)
    shop = next((one.ref for one in await turn.unit.shops.page("", 1)), NO_SHOP)
    product, sold = NO_PRODUCT, await turn.unit.products.some(_LOOKED_AT)
    for one in sold[:1]:
        product = " ".join((one.sku, *filter(None, one.sizes[:1])))
    amount = max(map(_amount, sold), default=NO_AMOUNT)
    return example.format(order=order, tapped=tap("", order)[1:], shop=shop, product=product, amount=amount)


def _amount(product: Product) -> int:
    """Five pieces of it, in two figures: 4500 where it costs 899."""
    whole = max(round(product.price.decimal * 5), 1)
    return round(whole, 2 - len(str(whole))) if whole >= 100 else whole
