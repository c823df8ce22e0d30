"""Incoming reservations: look up the products, and start the run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from flows.availability import days_of
from flows.engine import Subject
from flows.events import OrderReserved, ReservedItem
from flows.money import MICROS
from flows.phrase import Text, phrase
from flows.sourcing import order_flow
from flows.sourcing.order import Order
from flows.sourcing.order_draft import join_parts
from flows.sourcing.order_events import Quoted, Reserved, Restock
from flows.sourcing.order_line import MOST_PIECES, Line
from flows.sourcing.order_state import Status
from handlers.engine import host
from handlers.engine.person_language import ENGLISH
from handlers.engine.turn import Turn
from handlers.people import persons
from handlers.sourcing.customer.address import address_occasions
from handlers.staff_notices import alerts
from storage.events.event_inbox import Stored
from storage.sourcing.reservations import Reservations
from storage.store.products import Product
from storage.store.purchases import Purchase, strip_hash
from templates.message_values import disarm_taps, one_line


async def begin_reserved(turn: Turn, stored: Stored, event: OrderReserved) -> str | None:
    """Start the run of an order. Return the reason if the reservation is invalid; None if it is valid."""
    if stored.contact is None:
        return "it names nobody we can write to"
    products = await turn.unit.products.find_by_skus({item.sku for item in event.items})
    unknown = _describe_unknown(event, products)
    if unknown is not None:
        await alerts.tell(turn, f"reserved:{stored.id}", phrase("order_not_taken_in", number=event.number, why=unknown))
        return ENGLISH.say(unknown)
    known = await turn.unit.orders.ensure(stored.source, event.order, turn.now)
    if known.placed_at is not None or await turn.unit.of(Reservations).get(known.id) is not None:
        return None  # it is open, or bought already
    await persons.save_details(turn.unit, stored.contact, event.customer, stored.source, event.occurred_at)
    await turn.unit.orders.note(known.id, number=_clean_name(event.number), contact=stored.contact)
    await turn.unit.orders.note_mail(known.id, event.customer.email)
    order = _order(turn, known, event, products)
    begun = Reserved(order, event.written_at)
    await host.enter(turn, order_flow.NAME, str(order.id), stored.contact, Subject("reservation", order.id), begun)
    await address_occasions.begin(turn, stored.contact, order, event)
    return None


async def begin_wanted(turn: Turn, stored: Stored, event: Quoted | Restock) -> None:
    """Start the run of a quoted order, or of a restock of our own shelf; a restock's contact is the staff member."""
    if stored.contact is not None:
        subject = Subject("reservation", event.order.id)
        await host.enter(turn, order_flow.NAME, str(event.order.id), stored.contact, subject, event)


def _describe_unknown(event: OrderReserved, products: Mapping[str, Product]) -> Text | None:
    """Say why a reservation is invalid: a product or size is not sold here, or too many pieces; None if it is valid."""
    for item in event.items:
        product = products.get(item.sku)
        if product is None:
            return phrase("no_such_sku", sku=item.sku)
        if _size(product, item) is None:
            return phrase("no_such_size", sku=item.sku, size=item.size, sizes=join_parts(product.sizes))
    many: Counter[tuple[str, str | None]] = Counter()
    for item in event.items:
        many[item.sku, _size(products[item.sku], item)] += item.quantity
    most = max(many.values(), default=0)
    return None if most <= MOST_PIECES else phrase("too_many_pieces", many=most, most=MOST_PIECES)


def _clean_name(word: str) -> str:
    """Clean a name from a shop's software for use in the staff's chat."""
    return disarm_taps(one_line(word))


def _size(product: Product, item: ReservedItem) -> str | None:
    """Return the size in the business's spelling; "" for a product that has no sizes, None for an unknown size."""
    if product.sizes == ("",):
        return ""
    return next((size for size in product.sizes if size.casefold() == item.size.casefold().strip()), None)


def _order(turn: Turn, known: Purchase, event: OrderReserved, products: Mapping[str, Product]) -> Order:
    settings = turn.business.sourcing
    express = event.express and settings.express_fee is not None
    fee = (settings.express_fee or 0) * MICROS if express else 0
    return Order(
        id=known.id,
        number=strip_hash(_clean_name(event.number)),
        status=Status.RESERVED,
        lines=_lines(event, products),
        currency=turn.business.currency,
        reserved_until=turn.now + settings.reserve,
        answer_by=turn.now + min(settings.answer_within, settings.reserve),
        pay=settings.pay,
        days=max(days_of(products[item.sku].listing.availability) for item in event.items),
        express=express,
        fee=fee,
    )


def _lines(event: OrderReserved, products: Mapping[str, Product]) -> tuple[Line, ...]:
    """Return one line for each product and size; repeated items are added up."""
    found: dict[tuple[UUID, str], Line] = {}
    for item in event.items:
        product = products[item.sku]
        size = _size(product, item) or ""
        before = found.get((product.id, size))
        name, quantity = (before.id, before.quantity) if before else (str(len(found) + 1), 0)
        price = product.price.micros
        found[product.id, size] = Line(
            name, product.id, product.sku, product.title, size, quantity + item.quantity, price
        )
    return tuple(found.values())
