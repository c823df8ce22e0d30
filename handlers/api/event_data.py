"""From the data of an event to what happened, type by type; the fields are those of the documented API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flows.channels import CHANNELS, TELEGRAM, WHATSAPP
from flows.events import (
    CartUpdated,
    ConsentAction,
    ConsentGiven,
    Customer,
    CustomerConsented,
    Event,
    OrderCancelled,
    OrderCreated,
    OrderDelivered,
    OrderPaid,
    OrderRefunded,
    OrderReserved,
    OrderShipped,
    ReservedItem,
)
from flows.money import Money
from flows.policy.facts import PlaceKind, ToldPlace
from flows.policy.regions import LONGEST as LONGEST_REGION
from flows.sourcing.line import MOST_PIECES
from handlers.reading import Field, lines

PURPOSES = frozenset({"marketing", "transactional"})
PROGRAMMES = frozenset({"reminders", "offers", "partner_offers"})
ACTIONS = frozenset({"granted", "revoked"})
PLACES = frozenset(kind.value for kind in PlaceKind) - {PlaceKind.ZONE.value}
_MOST_CODES = 20
_MOST_PLACES = 20
_MOST_RESERVED = 50  # lines of one reservation
_OF_THE_ORDER = ""  # a refund that names no currency is in its order's, which may be heard of later


class EventType(StrEnum):
    """What can be told."""

    CART_UPDATED = "cart.updated"  # a cart as it stands now
    CART_ABANDONED = "cart.abandoned"  # the same: when it is abandoned, we say
    ORDER_CREATED = "order.created"  # counts from now on, unless later cancelled
    ORDER_PAID = "order.paid"  # its money arrived
    ORDER_CANCELLED = "order.cancelled"  # its money no longer counts
    ORDER_RESERVED = "order.reserved"  # wanted before it is paid: shops are asked for it
    ORDER_REFUNDED = "order.refunded"  # some of its money went back: refunded.total, else total
    ORDER_SHIPPED = "order.shipped"  # it left the shop
    ORDER_DELIVERED = "order.delivered"  # it reached its customer
    CUSTOMER_CONSENTED = "customer.consented"  # agreed to messages, or took that back


@dataclass(frozen=True, slots=True)
class Told:
    """An event's data, when it happened (``at``, ≤ ``now``), its own id, and when we heard."""

    data: Field
    at: datetime
    event: str
    now: datetime


def _cart(told: Told) -> CartUpdated:
    data = told.data
    currency = data["currency"].must(Field.currency)
    return CartUpdated(
        cart=data["cart_id"].must(Field.identifier),
        total=data["total"].must(lambda total: total.money(currency)),
        items=lines(data["items"], currency),
        checkout_url=data["checkout_url"].must(Field.url),
        customer=read_customer(data["customer"]),
        occurred_at=told.at,
        consents=_consents(data["consent"], told.now),
    )


def _order(told: Told) -> OrderCreated:
    data = told.data
    order, currency = data["order_id"].must(Field.identifier), data["currency"].must(Field.currency)
    cart = data["cart_id"].identifier()
    return OrderCreated(
        order=order,
        number=data["number"].text(40) or order,
        total=data["total"].must(lambda total: total.money(currency)),
        items=lines(data["items"], currency),
        customer=read_customer(data["customer"]),
        occurred_at=told.at,
        carts=(cart,) if cart else (),
        discount_codes=_codes(data["discount_codes"]),
    )


def _order_paid(told: Told) -> OrderPaid:
    return OrderPaid(_order(told), told.at)


def _order_cancelled(told: Told) -> OrderCancelled:
    order = told.data["order_id"].must(Field.identifier)
    whole = told.data["total"].value is not None and told.data["currency"].value is not None
    return OrderCancelled(order, told.at, _order(told) if whole else None)


def _order_refunded(told: Told) -> OrderRefunded:
    order = told.data["order_id"].must(Field.identifier)
    return OrderRefunded(order, told.event, _given_back(told.data), told.at)


def _given_back(data: Field) -> Money:
    """What is refunded now: ``refunded.total`` where it is told, ``total`` being the order's then, else ``total``."""
    refunded = data["refunded"]
    amount = data if refunded.value is None else refunded
    currency = refunded["currency"].currency() or data["currency"].currency() or _OF_THE_ORDER
    return amount["total"].must(lambda total: total.money(currency))


def _order_reserved(told: Told) -> OrderReserved:
    data = told.data
    order = data["order_id"].must(Field.identifier)
    items = tuple(_reserved(item) for item in data["items"].each(_MOST_RESERVED))
    if not items:
        raise data["items"].wrong("is empty: a reservation is for something")
    number, customer = data["number"].text(40) or order, read_customer(data["customer"])
    return OrderReserved(order, number, items, data["express"].flag(), customer, told.at)


def _reserved(item: Field) -> ReservedItem:
    told = item["quantity"].whole()
    quantity = 1 if told is None else told
    if not 1 <= quantity <= MOST_PIECES:
        raise item["quantity"].wrong(f"must be from 1 to {MOST_PIECES}")
    return ReservedItem(item["sku"].must(Field.identifier), item["size"].text(20) or "", quantity)


def _order_shipped(told: Told) -> OrderShipped:
    return OrderShipped(told.data["order_id"].must(Field.identifier), told.at, *_parcel(told.data))


def _order_delivered(told: Told) -> OrderDelivered:
    return OrderDelivered(told.data["order_id"].must(Field.identifier), told.at, *_parcel(told.data))


def _consented(told: Told) -> CustomerConsented:
    consents = _consents(told.data["consent"], told.now)
    if not consents:
        raise told.data["consent"].wrong("is missing, or for a channel that is none of ours")
    return CustomerConsented(read_customer(told.data["customer"]), consents, told.at)


READERS: Mapping[EventType, Callable[[Told], Event]] = {
    EventType.CART_UPDATED: _cart,
    EventType.CART_ABANDONED: _cart,
    EventType.ORDER_CREATED: _order,
    EventType.ORDER_PAID: _order_paid,
    EventType.ORDER_CANCELLED: _order_cancelled,
    EventType.ORDER_REFUNDED: _order_refunded,
    EventType.ORDER_RESERVED: _order_reserved,
    EventType.ORDER_SHIPPED: _order_shipped,
    EventType.ORDER_DELIVERED: _order_delivered,
    EventType.CUSTOMER_CONSENTED: _consented,
}


def read_customer(field: Field) -> Customer:
    """A person as an event names them. Raises Wrong with the field that cannot be used."""
    return Customer(
        id=field["id"].identifier(),
        name=field["name"].text(),
        phone=field["phone"].text(40),
        email=field["email"].text(254),
        whatsapp=field[WHATSAPP.field].text(64),
        telegram=field[TELEGRAM.field].text(64),
        locale=field["locale"].text(35),
        timezone=field["timezone"].text(64),
        country=field["country"].country(),
        region=field["region"].text(LONGEST_REGION),
        postal_code=field["postal_code"].text(20),
        places=_places(field),
    )


def _places(field: Field) -> tuple[ToldPlace, ...]:
    """The address beside the name, and those that stand in ``places``, each with what it is."""
    others = field["places"].each(_MOST_PLACES + 1)
    if len(others) > _MOST_PLACES:
        raise field["places"].wrong(f"holds more than {_MOST_PLACES} places")
    named = tuple(_place(one, PlaceKind(_word(one["kind"], PLACES, PlaceKind.STATED.value))) for one in others)
    return (_place(field, PlaceKind.STATED), *named) if named else ()


def _place(field: Field, kind: PlaceKind) -> ToldPlace:
    country, region = field["country"].country(), field["region"].text(LONGEST_REGION)
    return ToldPlace(kind, country, region, field["postal_code"].text(20))


def _consents(field: Field, now: datetime) -> tuple[ConsentGiven, ...]:
    """One consent, or several. That to e-mail is none of our business, and no reason to lose a cart."""
    parts = field.each(10) if isinstance(field.value, list) else (field,)
    return tuple(_consent(part, now) for part in parts if part.value is not None and part["channel"].value != "email")


def _consent(field: Field, now: datetime) -> ConsentGiven:
    """A grant must be provable: where it was given, by which words and when. A revocation need not."""
    action = ConsentAction(_word(field["action"], ACTIONS, "granted"))
    granted = action is ConsentAction.GRANTED
    programme = _word(field["programme"], PROGRAMMES, "")
    told_at = field["at"].must(Field.moment) if granted else field["at"].moment()
    return ConsentGiven(
        channel=field["channel"].must(lambda channel: _word(channel, frozenset(CHANNELS), "") or None),
        action=action,
        source=_provable(field["source"], granted, 200),
        text=_provable(field["text"], granted, 2000),
        at=min(told_at or now, now),
        purpose=_word(field["purpose"], PURPOSES, "marketing"),
        programmes=(programme,) if programme else (),
        double=granted and field["double"].flag(),
        ip=field["ip"].text(45),
        user_agent=field["user_agent"].text(400),
        dated=told_at is None or told_at <= now,
        told_at=told_at,
    )


def _provable(field: Field, granted: bool, limit: int) -> str:
    text = field.text(limit)
    if granted and text is None:
        raise field.wrong("is missing: a consent without it cannot be proven")
    return text or ""


def _word(field: Field, allowed: frozenset[str], default: str) -> str:
    word = (field.text(40) or default).lower()
    if word not in allowed and word != default:
        raise field.wrong(f"is none of {', '.join(sorted(allowed))}")
    return word


def _codes(field: Field) -> tuple[str, ...]:
    """Codes as words, or as the objects that shops make of them."""
    parts = (part["code"] if isinstance(part.value, dict) else part for part in field.each(_MOST_CODES))
    return tuple(code for part in parts if (code := part.text(255)))


def _parcel(data: Field) -> tuple[str, str, str]:
    return (data["carrier"].text(100) or "", data["tracking_url"].url() or "", data["expected"].text(40) or "")
