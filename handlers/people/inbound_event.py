"""An event from outside, verified and parsed: the people named in it, and its place in the order of events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flows.business import Business
from flows.events import (
    CartUpdated,
    CustomerVisited,
    Event,
    LinkVisited,
    LoyaltyProgressed,
    MessageOpened,
    MessageReceived,
    ReturnCompleted,
    StoreTested,
)
from handlers.engine import slash_command
from handlers.people import persons
from storage.events.event_inbox import event_id
from storage.people.people import Identity

_ENDS_NOTHING = (CustomerVisited, LinkVisited, LoyaltyProgressed, MessageOpened, ReturnCompleted, StoreTested)


@dataclass(frozen=True, slots=True)
class InboundEvent:
    """A verified event from outside: its id at the source, the parsed event (None if unreadable), its raw bytes.

    ``heard_at`` is the real time of its arrival, in any process; ``kept`` is True if it waited in a spool.
    """

    source: str
    external_id: str
    event: Event | None
    raw: bytes | None
    reason: str | None = None
    heard_at: datetime | None = None
    kept: bool = False

    def get_arrival(self, now: datetime, elapsed: datetime) -> datetime:
        """Return the arrival time in the shop's time; an event from a spool arrived earlier than now."""
        if not self.kept:
            return now
        if self.heard_at is None:  # an earlier release kept it, and read the time of its text on arrival
            return min(getattr(self.event, "occurred_at", now), now)
        return now - max(elapsed - self.heard_at, timedelta(0))


@dataclass(frozen=True, slots=True)
class IntakeResult:
    """The result of an intake. ``stopped`` is a person who just opted out: their queued marketing must stop, too."""

    id: UUID
    duplicate: bool
    stopped: UUID | None = None


def may_end_messages(event: Event | None) -> bool:
    """Return True if an event may end a consent, a plan or a message. While such an event is unread, marketing waits.

    An unfinished cart that has goods and takes back no consent ends nothing: its order does, or its person.
    """
    if isinstance(event, CartUpdated):
        return event.completed or not event.items or not all(one.action.agrees for one in event.consents)
    return not isinstance(event, _ENDS_NOTHING)


def list_names(business: Business, incoming: InboundEvent) -> Sequence[Identity]:
    """Return the identities in an event, all of one person; empty if the event names nobody."""
    named = None if incoming.event is None else incoming.event.people()
    return [] if named is None else persons.list_names(incoming.source, named, business.country)


def make_cart_name(source: str, cart: str) -> Identity:
    """Return the identity of the person who opened a cart's invite, until the shop says who it is."""
    return Identity("cart", f"{source}:{cart}")


def list_carts(event: Event | None) -> tuple[str, ...]:
    """Return the ids and tokens of the event's cart, or of its order's cart."""
    return () if event is None else event.cart_names()


def choose_lane(business: Business, incoming: InboundEvent) -> UUID:
    """Return the lane of an event that names nobody: one per order or cart, so that a refund follows its order."""
    thing = None if incoming.event is None else incoming.event.get_thing()
    return event_id(business.id, incoming.source, f"lane:{incoming.external_id if thing is None else thing.ref}")


def get_words(event: MessageReceived) -> str:
    """Return the words that a person spoke, pressed or wrote."""
    return event.button or slash_command.strip_bot(event.text)
