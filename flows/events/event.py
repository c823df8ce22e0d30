"""The contract of all events: how each is stored, the person and the thing it names, and its form without personal
data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, ClassVar, Final, Protocol, Self, TypeAlias

from flows.channels import CHANNELS, LINES
from flows.events.cart_items import Item
from flows.events.external_person import NOBODY, ConsentGiven, Customer

NAMES_NOBODY: Final = "names nobody"
Code: TypeAlias = Annotated[str, NAMES_NOBODY]
"""A word of ours or of a protocol, or an id that belongs to no customer: the only text that ``drop_names`` may
leave."""

ORDER, CART, SKU = "order", "cart", "sku"  # what a store calls by names of its own


class Naming(Enum):
    """How to treat the identities in an event."""

    TOLD = "told"  # a system tells them, and anybody may have typed them
    RECORDED = "recorded"  # from a system's own record of a customer
    WRITER = "writer"  # shown by a channel: the writer's complete data
    ADDRESS = "address"  # a channel's news of an address, for any owner; a message from an address that proves nobody
    REQUEST = "request"  # somebody asks for their data, or to be erased: it joins no names and tells nothing new


@dataclass(frozen=True, slots=True)
class Named:
    """The person of an event: a customer as a system describes them, with consents; or ``lines`` (channel, address)."""

    customer: Customer = NOBODY
    consents: tuple[ConsentGiven, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()

    @property
    def is_by_mail_alone(self) -> bool:
        """Return True if an e-mail address is the only identity, also where a consent names it."""
        who = self.customer
        owned = [getattr(who, CHANNELS[channel].field) for channel in LINES]
        owned += [one.address for one in self.consents if one.channel in LINES]
        typed = [one.address for one in self.consents if one.channel not in LINES]
        return any((who.email, *typed)) and not any((who.id, *owned, *self.lines))


@dataclass(frozen=True, slots=True)
class Thing:
    """An order or a cart, by its name in the store; or another thing by its id."""

    kind: str
    ref: str


class Scrub(Protocol):
    """Remover of one person's traces from event data (storage/erasure/order_names.py)."""

    def name(self, kind: str, name: str) -> str:
        """Return the new name of a thing: a hash, if the old one contained the person's name."""

    def names(self, kind: str, names: Iterable[str]) -> tuple[str, ...]:
        """Return the new names of several things (see ``name``)."""

    def items(self, items: Iterable[Item]) -> tuple[Item, ...]:
        """Return the items without words that name the person."""

    def codes(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return the codes that do not contain the person's name."""

    def text(self, told: str) -> str:
        """Return a text with a sign in place of the person's name."""


class Event:
    """An event, stored once under its ``TYPE``; a class that declares nothing else has the defaults below."""

    __slots__ = ()

    TYPE: ClassVar[str]
    NAMING: ClassVar[Naming] = Naming.TOLD
    STILL_HEARD: ClassVar[bool] = False
    """Whether an unhandled event is still handled after its person was erased, without personal data. The default is
    no."""

    def people(self) -> Named | None:
        """Return the identities that the event names, all of one person; None if it names none."""
        return None

    def get_thing(self) -> Thing | None:
        """Return the thing whose events are handled in order, if the event names no person."""
        return None

    def list_owned(self) -> tuple[Thing, ...]:
        """Return the things whose person the event is about, if it does not name the person itself."""
        return ()

    def cart_names(self) -> tuple[str, ...]:
        """Return the ids and tokens of the event's cart, or of the cart that its order came from."""
        return ()

    def drop_names(self, scrub: Scrub) -> Self | None:
        """Return the event without personal data; None if nothing of it may be stored."""
        del scrub
        return None
