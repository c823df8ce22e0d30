"""Orders of a store, and reservations with us."""

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
    """An order was placed; ``carts`` are the ids or tokens of its cart, ``number`` is the order number that
    people use."""

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
    """An order was paid. The event includes the whole order, as it may be the first one about it."""

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
    """An event of an order by its name in the store, without its person."""

    order: str

    def get_thing(self) -> Thing:
        return Thing(ORDER, self.order)

    def list_owned(self) -> tuple[Thing, ...]:
        return (self.get_thing(),)


@dataclass(frozen=True, slots=True)
class OrderCancelled(_OfOrder):
    """An order was cancelled; its money no longer counts. ``created`` is set if the shop sent the whole order."""

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
    """Money was refunded: ``amount`` is this refund's, ``refund`` the shop's id of it."""

    TYPE: ClassVar[str] = "order.refunded"
    refund: Code
    amount: Money
    occurred_at: datetime

    def drop_names(self, scrub: Scrub) -> OrderRefunded:
        return replace(self, order=scrub.name(ORDER, self.order))


@dataclass(frozen=True, slots=True)
class _Parcel(_OfOrder):
    """An order's progress on its way to the customer."""

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
    """An order was shipped or delivered (``to``), reported once each by a shop's system or the staff.

    Sourced orders report their creation here too, if it is owed to them; ``OrderCreated`` covers all other orders.
    """

    TYPE: ClassVar[str] = "order.progressed"
    order: UUID
    to: Code


@dataclass(frozen=True, slots=True)
class ReservedItem:
    """A product of our own catalogue that is reserved before payment; ``size`` is "" if it has none."""

    sku: Code
    size: Code
    quantity: int


@dataclass(frozen=True, slots=True)
class OrderReserved(Event):
    """A customer reserved these items, to pay once they are found; ``express``: within a day, for a fee.

    ``written_at`` is the address of the customer's agreement, with its channel, if that was in a chat with us.
    ``address`` is the delivery address, on one or several lines; "" if the shop's system sent none. ``note`` is a
    delivery wish written with the address. ``unshown``: the customer has not yet seen the parsed address.
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
