"""The contract of all events: how each is stored, the person and the thing it names, and its form without names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, ClassVar, Final, Protocol, Self, TypeAlias

from flows.events.cart_items import Item
from flows.events.external_person import NOBODY, ConsentGiven, Customer

NAMES_NOBODY: Final = "names nobody"
Code: TypeAlias = Annotated[str, NAMES_NOBODY]
"""A word of ours or of a protocol, or an id of no customer: the only text that ``drop_names`` may leave as it is."""

ORDER, CART, SKU = "order", "cart", "sku"  # what a store calls by names of its own


class Naming(Enum):
    """How the names in an event are to be taken."""

    TOLD = "told"  # a system tells them, and anybody may have typed them
    RECORDED = "recorded"  # from a system's own record of a customer
    WRITER = "writer"  # shown by a channel: the writer's complete data
    ADDRESS = "address"  # a channel's news of an address, for any owner
    REQUEST = "request"  # somebody asks for their data, or to be erased: it joins no names and tells nothing new


@dataclass(frozen=True, slots=True)
class Named:
    """The person of an event: a customer as a system describes them, with consents; or ``lines`` (channel, address)."""

    customer: Customer = NOBODY
    consents: tuple[ConsentGiven, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()

    @property
    def is_by_mail_alone(self) -> bool:
        """Return True if a mail address is all that says who it is."""
        who = self.customer
        others = (who.id, who.phone, who.whatsapp, who.telegram, *self.lines, *(one.address for one in self.consents))
        return bool(who.email) and not any(others)


@dataclass(frozen=True, slots=True)
class Thing:
    """An order or a cart, by the name that its store has for it; or another thing by its id."""

    kind: str
    ref: str


class Scrub(Protocol):
    """Remover of one person's traces from event data (storage/erasure/order_names.py)."""

    def name(self, kind: str, name: str) -> str:
        """Return the new name of a thing: a hash, if the old one was the person's name."""

    def names(self, kind: str, names: Iterable[str]) -> tuple[str, ...]:
        """Return the new names of several things, as ``name``."""

    def items(self, items: Iterable[Item]) -> tuple[Item, ...]:
        """Return the same things without words that name the person."""

    def codes(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return the codes that are not made of the person's name."""

    def text(self, told: str) -> str:
        """Return a text with a sign where it named the person."""


class Event:
    """A happening, stored once under its ``TYPE``; where a class declares nothing, this one's defaults hold."""

    __slots__ = ()

    TYPE: ClassVar[str]
    NAMING: ClassVar[Naming] = Naming.TOLD
    STILL_HEARD: ClassVar[bool] = False
    """Whether it is acted upon after its person was erased, where it was not yet: without names. All others are not."""

    def people(self) -> Named | None:
        """Return the identities that the event names, all of one person; None for no person."""
        return None

    def get_thing(self) -> Thing | None:
        """Return the thing whose events keep their order, where no person is named."""
        return None

    def list_owned(self) -> tuple[Thing, ...]:
        """Return the things whose person the event is about, where no person is named."""
        return ()

    def cart_names(self) -> tuple[str, ...]:
        """Return the ids and tokens of the cart that it is about, or that an order came from."""
        return ()

    def drop_names(self, scrub: Scrub) -> Self | None:
        """Return the event without names and what leads to a person; None where no part of it may be kept."""
        del scrub
        return None
