"""Events of a store about customers, requests that the store passes on for customers, and the app's removal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from flows.events.event import ORDER, Code, Event, Named, Naming, Scrub, Thing
from flows.events.external_person import NOBODY, ConsentGiven, Customer


@dataclass(frozen=True, slots=True)
class CustomerConsented(Event):
    """A person's consent changed, outside of any cart."""

    TYPE: ClassVar[str] = "customer.consented"
    customer: Customer
    consents: tuple[ConsentGiven, ...]
    occurred_at: datetime

    def people(self) -> Named:
        return Named(self.customer, self.consents)

    def drop_names(self, scrub: Scrub) -> CustomerConsented:
        return replace(self, customer=NOBODY, consents=())


@dataclass(frozen=True, slots=True)
class MarketingEnded(Event):
    """The link that ends marketing at an address was used: there alone, or ``everywhere`` at its person's addresses.

    ``one_click``: in the mail program (RFC 8058), not on our page.
    """

    TYPE: ClassVar[str] = "marketing.ended"
    address: UUID
    everywhere: bool
    one_click: bool
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class CustomerUpdated(Event):
    """A shop's data of a person changed; only consents with a date are included.

    ``tags`` are all present tags from the shop, None if unknown; ``acquired_from`` is the person's origin, such as
    "instagram".
    """

    TYPE: ClassVar[str] = "customer.updated"
    NAMING: ClassVar[Naming] = Naming.RECORDED
    customer: Customer
    occurred_at: datetime
    consents: tuple[ConsentGiven, ...] = ()
    tags: tuple[str, ...] | None = None
    acquired_from: str | None = None

    def people(self) -> Named:
        return Named(self.customer, self.consents)

    def drop_names(self, scrub: Scrub) -> CustomerUpdated:
        return replace(self, customer=NOBODY, consents=(), tags=None, acquired_from=None)


@dataclass(frozen=True, slots=True)
class _Request(Event):
    """A person's request, passed on by a shop's platform."""

    NAMING: ClassVar[Naming] = Naming.REQUEST
    customer: Customer
    orders: tuple[str, ...]
    occurred_at: datetime

    def people(self) -> Named:
        return Named(self.customer)

    def list_owned(self) -> tuple[Thing, ...]:
        return tuple(Thing(ORDER, one) for one in self.orders)

    def drop_names(self, scrub: Scrub) -> Self:
        return replace(self, customer=NOBODY, orders=scrub.names(ORDER, self.orders))


@dataclass(frozen=True, slots=True)
class PersonRedacted(_Request):
    """A shop's platform asks us to erase a person (Shopify ``customers/redact``)."""

    TYPE: ClassVar[str] = "person.redacted"


@dataclass(frozen=True, slots=True)
class DataRequested(_Request):
    """A person requests their data (Shopify ``customers/data_request``): the owner gets a notice.

    ``by`` is where a request of our own was made: chat, page, staff or api.
    """

    TYPE: ClassVar[str] = "person.asked"
    by: Code = "chat"


@dataclass(frozen=True, slots=True)
class StoreRedacted(Event):
    """A platform asks us to erase a shop's people, 48 hours after the app's removal (Shopify ``shop/redact``)."""

    TYPE: ClassVar[str] = "store.redacted"
    store: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class StoreUninstalled(Event):
    """The shop removed the app: its credentials no longer work, and nothing more is sent for it."""

    TYPE: ClassVar[str] = "store.uninstalled"
    store: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class StoreTested(Event):
    """A store reported something that did not happen: a test order, or a sample to try a webhook. It has no effect."""

    TYPE: ClassVar[str] = "store.tested"
    topic: Code
    occurred_at: datetime
