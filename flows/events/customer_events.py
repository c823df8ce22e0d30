"""News of a store about customers, the requests that it passes on for them, and the end of the store."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Self

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
class CustomerUpdated(Event):
    """A shop's data of a person changed; it carries only consents with a date.

    ``tags`` are all present tags from the shop, None if unknown; ``acquired_from`` is their origin, as "instagram".
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
    """A person's wish, told by the platform of a shop."""

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
    """A person requests their data (Shopify ``customers/data_request``): the owner gets a notice."""

    TYPE: ClassVar[str] = "person.asked"


@dataclass(frozen=True, slots=True)
class StoreRedacted(Event):
    """48 hours after removal a platform asks us to erase a shop's people (Shopify ``shop/redact``)."""

    TYPE: ClassVar[str] = "store.redacted"
    store: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class StoreUninstalled(Event):
    """The shop removed the app: its credentials are dead, and nothing more is sent in its name."""

    TYPE: ClassVar[str] = "store.uninstalled"
    store: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class StoreTested(Event):
    """A store told of something that did not happen: a test order, a sample to try a webhook. Nothing follows."""

    TYPE: ClassVar[str] = "store.tested"
    topic: Code
    occurred_at: datetime
