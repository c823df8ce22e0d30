"""Events about customers besides orders: a visit, progress in a loyalty programme, a completed return."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from flows.events.event import ORDER, Event, Named, Thing
from flows.events.external_person import NOBODY, Customer


@dataclass(frozen=True, slots=True)
class CustomerVisited(Event):
    """A customer visited the shop ``place``, or the ``page`` of its site."""

    TYPE: ClassVar[str] = "customer.visited"
    customer: Customer
    occurred_at: datetime
    place: str = ""
    page: str = ""

    def people(self) -> Named:
        return Named(self.customer)


@dataclass(frozen=True, slots=True)
class LoyaltyProgressed(Event):
    """A customer's progress in a programme: ``progress`` of ``goal``, in stamps, points or other units.

    ``reward`` is what they get, or got, at the goal; it is valid until ``reward_expires``.
    """

    TYPE: ClassVar[str] = "loyalty.progressed"
    customer: Customer
    programme: str
    progress: Decimal
    goal: Decimal
    occurred_at: datetime
    reward: str = ""
    reward_expires: datetime | None = None

    def people(self) -> Named:
        return Named(self.customer)


@dataclass(frozen=True, slots=True)
class ReturnedItem:
    """A line of a return, with the reason in the customer's or the shop's words."""

    title: str
    sku: str = ""
    brand: str = ""
    category: str = ""
    size: str = ""
    quantity: int = 1
    reason: str = ""
    product_type: str = ""


@dataclass(frozen=True, slots=True)
class ReturnCompleted(Event):
    """Goods were returned: ``ref`` is the shop's own id of the return, ``order`` that of the order, "" if unknown."""

    TYPE: ClassVar[str] = "return.completed"
    ref: str
    order: str
    items: tuple[ReturnedItem, ...]
    customer: Customer
    occurred_at: datetime
    city: str = ""

    def people(self) -> Named | None:
        return Named(self.customer) if self.customer != NOBODY else None

    def list_owned(self) -> tuple[Thing, ...]:
        return (Thing(ORDER, self.order),) if self.order else ()


EVENTS: tuple[type[Event], ...] = (CustomerVisited, LoyaltyProgressed, ReturnCompleted)
"""The kinds that the profiles conversation brings to the store."""
