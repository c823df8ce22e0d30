"""What was told from outside, proven and read: whom it names, and in which order it belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flows.business import Business
from flows.events import (
    AddressChanged,
    CartUpdated,
    CustomerConsented,
    CustomerUpdated,
    DataRequested,
    MessageReceived,
    OrderCancelled,
    OrderCreated,
    OrderPaid,
    OrderReserved,
    PersonRedacted,
    ReceiptArrived,
)
from handlers import persons, slash
from storage.inbox import event_id
from storage.people import Identity


@dataclass(frozen=True, slots=True)
class News:
    """Something proven from outside: its id at the source, how it was read (None: it could not be), its raw bytes.

    ``heard_at`` is the real time at which it came, whichever process it came to; ``kept`` what waited in a spool.
    """

    source: str
    external_id: str
    event: object | None
    raw: bytes | None
    reason: str | None = None
    heard_at: datetime | None = None
    kept: bool = False

    def came_at(self, now: datetime, elapsed: datetime) -> datetime:
        """When it came, by the shop's time at which it is stored: a spool may have kept it until then."""
        if not self.kept:
            return now
        if self.heard_at is None:  # a release before kept it, and read the time of what is written as it came
            return min(getattr(self.event, "occurred_at", now), now)
        return now - max(elapsed - self.heard_at, timedelta(0))


def names_in(business: Business, news: News) -> Sequence[Identity]:
    """Everybody's names that it holds, all of one person; empty where it names nobody."""
    country = business.country
    match news.event:
        case MessageReceived() as event:
            return persons.writer(event)
        case AddressChanged(channel, address):
            return [Identity(channel, address)]
        case CartUpdated(customer=customer, consents=consents):
            return persons.identities(news.source, customer, consents, country)
        case CustomerConsented(customer=customer, consents=consents):
            return persons.identities(news.source, customer, consents, country)
        case CustomerUpdated(customer=customer, consents=consents):
            return persons.identities(news.source, customer, consents, country)
        case OrderCreated(customer=customer) | OrderPaid(created=OrderCreated(customer=customer)):
            return persons.identities(news.source, customer, (), country)
        case OrderReserved(customer=customer):
            return persons.identities(news.source, customer, (), country)
        case OrderCancelled(created=OrderCreated(customer=customer)):
            return persons.identities(news.source, customer, (), country)
        case PersonRedacted(customer=customer) | DataRequested(customer=customer):
            return persons.identities(news.source, customer, (), country)
    return []


def name_of_cart(source: str, cart: str) -> Identity:
    """The name under which whoever opened a cart's invite is known, before the shop tells who they are."""
    return Identity("cart", f"{source}:{cart}")


def carts_in(event: object) -> tuple[str, ...]:
    """The ids and tokens of the cart that it is about, or that an order came from."""
    match event:
        case CartUpdated(cart=cart, tokens=tokens):
            return (cart, *tokens)
        case OrderCreated(carts=carts) | OrderPaid(created=OrderCreated(carts=carts)):
            return carts
    return ()


def lane_of(business: Business, news: News) -> UUID:
    """The order of arrival where nobody is named: per thing, so that a refund does not overtake its order."""
    event = news.event
    thing = getattr(event, "order", None) or getattr(event, "cart", None) or getattr(event, "provider_id", None)
    if isinstance(event, ReceiptArrived) and event.message is not None:
        thing = str(event.message)
    return event_id(business.id, news.source, f"lane:{thing or news.external_id}")


def words_of(event: MessageReceived) -> str:
    """What somebody said, pressed or written."""
    return event.button or slash.without_bot(event.text)
