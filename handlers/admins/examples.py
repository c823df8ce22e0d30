"""Examples of commands as this business would write them: with an order, a shop and a product of its own."""

from __future__ import annotations

from handlers.admins.command import tap
from handlers.turn import Turn

NO_ORDER, NO_SHOP, NO_PRODUCT = "1234", "SHOP", "PRODUCT"
"""What stands in an example where there is none yet."""


async def fill(turn: Turn, example: str) -> str:
    """An example with ``{order}``, ``{tapped}`` (an order in a command to be tapped), ``{shop}`` or ``{product}``."""
    if "{" not in example:
        return example
    order = next((one.number for one in await turn.unit.reservations.page(None, None, 1)), NO_ORDER)
    shop = next((one.ref for one in await turn.unit.shops.page("", 1)), NO_SHOP)
    product = NO_PRODUCT
    for one in await turn.unit.products.some(1):
        product = " ".join((one.sku, *filter(None, one.sizes[:1])))
    return example.format(order=order, tapped=tap("", order)[1:], shop=shop, product=product)
