"""Prices of products, set by an owner in chat, and quotes for wishes that no product fits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from flows.availability import DAYS_UNSTATED
from flows.engine import Subject
from flows.money import Money
from flows.phrase import Ours, phrase, tap
from flows.sourcing.order import Order
from flows.sourcing.order_events import Quoted, Replaced
from flows.sourcing.order_line import Line, Promise
from flows.sourcing.order_quote import QUOTE as PAY
from flows.sourcing.order_state import Status
from handlers.actions.action import Origin, Preview, Refused
from handlers.engine import own_events
from handlers.engine.turn import Turn
from handlers.replies.text_normalisation import words
from handlers.replies.word_lists import read_sets
from handlers.sourcing import customer_orders, order_words
from handlers.sourcing.actions.order_refusals import WhyNot
from handlers.sourcing.actions.sourcing_choices import CHOICE, save_price
from handlers.sourcing.customer_orders import SOURCE, draw_number
from handlers.staff_notices import staff_reply
from storage.businesses.deeds import Deeds
from storage.people.people import Address, Contact
from storage.sourcing.reservations import Reservations
from storage.store.products import Product

PRICED = "product.priced"
"""The deed of setting a product's price."""
_SHORTEST_WORD = 3
_NO_THING = read_sets("commands")["no thing"]
"""Words for many things, which name none."""


@dataclass(frozen=True, slots=True)
class SetPrice:
    """Request to set a product's price, in micro-units per piece, for all sizes."""

    product: UUID
    price: int


@dataclass(frozen=True, slots=True)
class PriceSet:
    """A product before and after a price change; ``file`` is the business file's price, if different."""

    before: Product
    after: Product
    file: Money | None


async def would_set_price(turn: Turn, command: SetPrice) -> Preview:
    """Preview a price change: both prices, and the affected orders."""
    before, after = await _change_price(turn, command)
    values = {"product": order_words.title(before), "before": before.price, "after": after.price}
    return Preview(phrase("price_would", **values), phrase("button_set_price"))


async def set_price(turn: Turn, origin: Origin, command: SetPrice) -> PriceSet:
    """Set the price for all orders from now on; reserved orders keep their price."""
    before, after = await _change_price(turn, command)
    await turn.unit.products.change([after])
    await turn.unit.access.log(origin.by, PRICED, turn.now, Subject("product", before.id))
    choice = await save_price(turn, origin.by, before, after)
    figures = {"before": before.price.micros, "after": after.price.micros, CHOICE: str(choice.id)}
    await turn.unit.of(Deeds).note(PRICED, before.id, origin.by, turn.now, **figures)
    filed = choice.file if choice.file not in {None, choice.value} else None
    return PriceSet(before, after, Money.parse(filed, before.price.currency) if filed else None)


async def _change_price(turn: Turn, command: SetPrice) -> tuple[Product, Product]:
    product = await turn.unit.products.get(command.product)
    if product is None or product.removed_at is not None:
        raise Refused(WhyNot.NOT_SOLD, more=Ours("/stock"))
    if product.price.micros == command.price:
        values = {"product": order_words.title(product), "price": product.price}
        raise Refused(WhyNot.COSTS_SO, values, more=tap("stock", product.sku))
    return product, replace_price(product, command.price)


def replace_price(product: Product, micros: int) -> Product:
    """Return the product at another price in its currency."""
    price = Money(micros, product.price.currency)
    return replace(product, listing=replace(product.listing, price=price))


@dataclass(frozen=True, slots=True)
class Quote:
    """A request to offer a customer a made-to-order item: a price in micro-units, and the days it takes, if given.

    ``customer`` is the address to write to, ``text`` the description for the customer, ``title`` the name in an order.
    """

    customer: UUID
    price: int
    text: str
    title: str
    days: int | None = None


@dataclass(frozen=True, slots=True)
class OfferedQuote:
    """An offer and its customer, the earlier offers that it replaces, and the ``others`` that stay open.

    ``by_hand``: no account can make payment links, so a person asks for the money.
    """

    order: Order
    customer: Address
    person: Contact | None
    text: str
    replaced: Sequence[Order]
    others: Sequence[Order]
    by_hand: bool


async def quote(turn: Turn, origin: Origin, command: Quote) -> OfferedQuote:
    """Start the offer as an order of one item that we make ourselves, once for each command."""
    customer = await turn.unit.people.address_by_id(command.customer)
    await turn.unit.people.hold(customer.contact)  # a simultaneous offer to the customer sees this one, or is seen
    if await staff_reply.was_stopped(turn, customer):
        raise Refused(WhyNot.STOPPED)
    order = await _make_order(turn, customer, UUID(origin.key), command)
    replaced, others = await _list_earlier(turn, customer, order)
    for one in replaced:
        ends = Replaced(one.id, order.number, origin.by)
        await own_events.emit(turn, customer.contact, ends, f"replaced:{order.id}:{one.id}")
    await own_events.emit(turn, customer.contact, Quoted(order, command.text, origin.by), f"quoted:{origin.key}")
    await turn.unit.access.log(origin.by, "quote", turn.now, Subject("reservation", order.id))
    person = await turn.unit.people.get(customer.contact)
    return OfferedQuote(order, customer, person, command.text, replaced, others, not turn.business.payments)


async def _list_earlier(turn: Turn, customer: Address, order: Order) -> tuple[list[Order], list[Order]]:
    """Return the customer's other unpaid offers: those for the same item, and those for other items."""
    rows = await turn.unit.of(Reservations).list_by_contact(customer.contact)
    offered = [one for one in rows if one.status == Status.AVAILABLE]
    found = [one for row in offered if (one := await customer_orders.load_order(turn, row)) is not None]
    open_ = [
        one for one in (*await _list_new(turn, customer), *found) if one.made and not one.paid and one.id != order.id
    ]
    same = [one for one in open_ if _things(one) & _things(order)]
    return same, [one for one in open_ if one not in same]


async def _list_new(turn: Turn, customer: Address) -> list[Order]:
    """Return the offers to the customer whose events are not handled yet, the newest first."""
    told = [event.order for event in await turn.unit.inbox.list_new(Quoted)]
    bought = [await turn.unit.orders.get(order.id) for order in told]
    return [order for order, row in zip(told, bought, strict=True) if row and row.contact == customer.contact]


def _things(order: Order) -> frozenset[str]:
    """Return the words of an order's titles that identify its item, for comparing offers."""
    said_of_it = (word for line in order.lines for word in words(line.title))
    return frozenset(word for word in said_of_it if len(word) >= _SHORTEST_WORD and word not in _NO_THING)


async def _make_order(turn: Turn, customer: Address, message: UUID, command: Quote) -> Order:
    """Make the order of one item that we make and keep ourselves."""
    number = await draw_number(turn, message)
    known = await turn.unit.orders.ensure(SOURCE, number, turn.now)
    await turn.unit.orders.note(known.id, number=number, contact=customer.contact)
    line = Line("1", known.id, "", command.title, "", 1, command.price)
    until = turn.now + turn.business.sourcing.reserve
    return Order(
        id=known.id,
        number=number,
        status=Status.RESERVED,
        lines=(line,),
        currency=turn.business.currency,
        reserved_until=until,
        answer_by=until,
        pay=PAY,
        days=DAYS_UNSTATED if command.days is None else command.days,
        promises=(Promise(line.id, None, line.quantity),),
    )
