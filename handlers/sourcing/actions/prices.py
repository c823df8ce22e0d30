"""What a product costs customers, as an owner sets the price in chat."""

from dataclasses import dataclass, replace
from uuid import UUID

from flows.engine import Subject
from flows.money import Money
from flows.phrase import Ours, phrase, tap
from handlers.actions.action import Origin, Preview, Refused
from handlers.sourcing import shown
from handlers.sourcing.actions.chosen import CHOICE, choose_price
from handlers.sourcing.actions.refusals import WhyNot
from handlers.turn import Turn
from storage.deeds import Deeds
from storage.products import Product

PRICED = "product.priced"
"""The deed of setting a product's price."""


@dataclass(frozen=True, slots=True)
class SetPrice:
    """A product costs so many micro-units for a piece, of whatever size."""

    product: UUID
    price: int


@dataclass(frozen=True, slots=True)
class PriceSet:
    """A product before and after its price was set; ``file`` is the other price that the business file says."""

    before: Product
    after: Product
    file: Money | None


async def would_set_price(turn: Turn, command: SetPrice) -> Preview:
    """The price now and then, and for whom."""
    before, after = await _priced(turn, command)
    values = {"product": shown.title(before), "before": before.price, "after": after.price}
    return Preview(phrase("price_would", **values), phrase("button_set_price"))


async def set_price(turn: Turn, origin: Origin, command: SetPrice) -> PriceSet:
    """From the next order on; what is reserved keeps its price."""
    before, after = await _priced(turn, command)
    await turn.unit.products.change([after])
    await turn.unit.access.log(origin.by, PRICED, turn.now, Subject("product", before.id))
    choice = await choose_price(turn, origin.by, before, after)
    figures = {"before": before.price.micros, "after": after.price.micros, CHOICE: str(choice.id)}
    await turn.unit.of(Deeds).note(PRICED, before.id, origin.by, turn.now, **figures)
    filed = choice.file if choice.file not in {None, choice.value} else None
    return PriceSet(before, after, Money.of(filed, before.price.currency) if filed else None)


async def _priced(turn: Turn, command: SetPrice) -> tuple[Product, Product]:
    product = await turn.unit.products.get(command.product)
    if product is None or product.removed_at is not None:
        raise Refused(WhyNot.NOT_SOLD, more=Ours("/stock"))
    if product.price.micros == command.price:
        values = {"product": shown.title(product), "price": product.price}
        raise Refused(WhyNot.COSTS_SO, values, more=tap("stock", product.sku))
    return product, with_price(product, command.price)


def with_price(product: Product, micros: int) -> Product:
    """The product at another price in its currency."""
    price = Money(micros, product.price.currency)
    return replace(product, listing=replace(product.listing, price=price))
