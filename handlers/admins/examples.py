"""Examples of commands as this business would write them: with a product of its own, and what conversations know."""

from __future__ import annotations

from handlers.turn import Turn
from storage.products import Product

_LOOKED_AT = 5  # products, for the size of an amount

NO_PRODUCT, NO_AMOUNT = "PRODUCT", 100
"""What stands in an example where there is none yet."""


async def fill(turn: Turn, example: str) -> str:
    """An example with ``{product}`` or ``{amount}``, which is of the size of what is sold here, or with a name that a
    conversation fills (``Conversation.examples``)."""
    if "{" not in example:
        return example
    product, sold = NO_PRODUCT, await turn.unit.products.some(_LOOKED_AT)
    for one in sold[:1]:
        product = " ".join((one.sku, *filter(None, one.sizes[:1])))
    amount = max(map(_amount, sold), default=NO_AMOUNT)
    return example.format(product=product, amount=amount, **await turn.tools.conversations.examples(turn))


def _amount(product: Product) -> int:
    """Five pieces of it, in two figures: 4500 where it costs 899."""
    whole = max(round(product.price.decimal * 5), 1)
    return round(whole, 2 - len(str(whole))) if whole >= 100 else whole
