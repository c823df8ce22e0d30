"""Orders of a store, and those that are reserved with us."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from flows.events.cart_items import Item
from flows.events.event import CART, ORDER, Code, Event, Named, Scrub, Thing
from flows.events.external_person import NOBODY, Customer
from flows.money import Money


@dataclass(frozen=True, slots=True)
class OrderCreated(Event):
    """An order was placed; ``carts`` are the ids or tokens of its cart, ``number`` is what people call it."""

    TYPE: ClassVar[str] = "order.created"
    order: str
    number: str
    total: Money
    items: tuple[Item, ...]
    customer: Customer
    occurred_at: datetime
    carts: tuple[str, ...] = ()
    discount_codes: tuple[str, ...] = ()
    paid: bool = False

    def people(self) -> Named:
        return Named(self.customer)

    def get_thing(self) -> Thing:
        return Thing(ORDER, self.order)

    def cart_names(self) -> tuple[str, ...]:
        return self.carts

    def drop_names(self, scrub: Scrub) -> OrderCreated:
        return replace(
            self,
            order=scrub.name(ORDER, self.order),
            number=scrub.name(ORDER, self.number),
            carts=scrub.names(CART, self.carts),
            items=scrub.items(self.items),
            discount_codes=scrub.codes(self.discount_codes),
            customer=NOBODY,
        )


@dataclass(frozen=True, slots=True)
class OrderPaid(Event):
    """The money of an order arrived. Carries the whole order: it may be the first that is heard of it."""

    TYPE: ClassVar[str] = "order.paid"
    created: OrderCreated
    occurred_at: datetime

    def people(self) -> Named:
        return self.created.people()

    def cart_names(self) -> tuple[str, ...]:
        return self.created.carts

    def drop_names(self, scrub: Scrub) -> OrderPaid:
        return replace(self, created=self.created.drop_names(scrub))


@dataclass(frozen=True, slots=True)
class _OfOrder(Event):
    """News of an order by the name that its store has for it, without its person."""

    order: str

    def get_thing(self) -> Thing:
        return Thing(ORDER, self.order)

    def list_owned(self) -> tuple[Thing, ...]:
        return (self.get_thing(),)


@dataclass(frozen=True, slots=True)
class OrderCancelled(_OfOrder):
    """An order was called off; its money no longer counts. ``created`` is there when the shop sent the order along."""

    TYPE: ClassVar[str] = "order.cancelled"
    occurred_at: datetime
    created: OrderCreated | None = None

    def people(self) -> Named | None:
        return None if self.created is None else self.created.people()

    def drop_names(self, scrub: Scrub) -> OrderCancelled:
        created = None if self.created is None else self.created.drop_names(scrub)
        return replace(self, order=scrub.name(ORDER, self.order), created=created)


@dataclass(frozen=True, slots=True)
class OrderRefunded(_OfOrder):
    """Money went back: ``amount`` is what is refunded now, ``refund`` the shop's id of this refund."""

    TYPE: ClassVar[str] = "order.refunded"
    refund: Code
    amount: Money
    occurred_at: datetime

    def drop_names(self, scrub: Scrub) -> OrderRefunded:
        return replace(self, order=scrub.name(ORDER, self.order))


@dataclass(frozen=True, slots=True)
class _Parcel(_OfOrder):
    """How far an order is on its way."""

    occurred_at: datetime
    carrier: str = ""
    tracking_url: str = ""
    expected: str = ""

    def drop_names(self, scrub: Scrub) -> Self:
        unnamed = replace(self, order=scrub.name(ORDER, self.order), expected=scrub.text(self.expected))
        return replace(unnamed, tracking_url="", carrier="")


@dataclass(frozen=True, slots=True)
class OrderShipped(_Parcel):
    """An order left the shop."""

    TYPE: ClassVar[str] = "order.shipped"


@dataclass(frozen=True, slots=True)
class OrderDelivered(_Parcel):
    """An order reached its customer."""

    TYPE: ClassVar[str] = "order.delivered"


@dataclass(frozen=True, slots=True)
class OrderProgressed(Event):
    """The progress of an order, ``to`` shipped or delivered, once each, from a shop's system or the staff. Sourced
    orders also have created, if owed. ``OrderCreated`` covers all other orders."""

    TYPE: ClassVar[str] = "order.progressed"
    order: UUID
    to: Code


@dataclass(frozen=True, slots=True)
class ReservedItem:
    """Something of our own catalogue that is to be had before it is paid; ``size`` is "" for what has none."""

    sku: Code
    size: Code
    quantity: int


@dataclass(frozen=True, slots=True)
class OrderReserved(Event):
    """A customer reserves these and pays when they are found; ``express`` for a fee, within a day.

    ``written_at`` is the address, with its channel, of the customer's agreement, if that was in a chat with us.
    ``address`` is the delivery address, on one or several lines; "" if the shop's system sent none. ``note`` is a
    delivery wish written with the address. ``unshown``: they have not yet seen the parsed address.
    """

    TYPE: ClassVar[str] = "order.reserved"
    order: str
    number: str
    items: tuple[ReservedItem, ...]
    express: bool
    customer: Customer
    occurred_at: datetime
    written_at: tuple[UUID, Code] | None = None
    address: str = ""
    note: str = ""
    unshown: bool = False

    def people(self) -> Named:
        return Named(self.customer)

    def get_thing(self) -> Thing:
        return Thing(ORDER, self.order)

    def drop_names(self, scrub: Scrub) -> OrderReserved:
        order, number = scrub.names(ORDER, (self.order, self.number))
        return replace(self, order=order, number=number, customer=NOBODY, written_at=None, address="", note="")
