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
"""A word of ours or of a protocol, or an id of no customer: the only text that ``nameless`` may leave as it is."""

ORDER, CART, SKU = "order", "cart", "sku"  # what a store calls by names of its own


class Naming(Enum):
    """How the names in an event are to be taken."""

    TOLD = "told"  # a system tells them, and anybody may have typed them
    RECORDED = "recorded"  # they stand in a system's own record of a customer
    WRITER = "writer"  # a channel shows them: they are all of whoever wrote
    ADDRESS = "address"  # a channel tells of an address, whoever has it
    REQUEST = "request"  # somebody asks for their data, or to be erased: it joins no names and tells nothing new


@dataclass(frozen=True, slots=True)
class Named:
    """Whom an event names: a customer, with consents, as a system describes them; or ``lines`` (channel, address)."""

    customer: Customer = NOBODY
    consents: tuple[ConsentGiven, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()

    @property
    def is_by_mail_alone(self) -> bool:
        """Whether a mail address is all that says who it is."""
        who = self.customer
        others = (who.id, who.phone, who.whatsapp, who.telegram, *self.lines, *(one.address for one in self.consents))
        return bool(who.email) and not any(others)


@dataclass(frozen=True, slots=True)
class Thing:
    """An order or a cart, by the name that its store has for it; or another thing by its id."""

    kind: str
    ref: str


class Scrub(Protocol):
    """Takes the traces of one person out of what is told (storage/erasure/order_names.py)."""

    def name(self, kind: str, name: str) -> str:
        """What a thing is called from now on: a hash, where it was called after the person."""

    def names(self, kind: str, names: Iterable[str]) -> tuple[str, ...]:
        """As ``name``, for several."""

    def items(self, items: Iterable[Item]) -> tuple[Item, ...]:
        """The same things without words that name the person."""

    def codes(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Those of the codes that are not made of the person's name."""

    def text(self, told: str) -> str:
        """A text with a sign where it named the person."""


class Event:
    """A happening, stored once under its ``TYPE``; where a class declares nothing, this one's defaults hold."""

    __slots__ = ()

    TYPE: ClassVar[str]
    NAMING: ClassVar[Naming] = Naming.TOLD
    STILL_HEARD: ClassVar[bool] = False
    """Whether it is acted upon after its person was erased, where it was not yet: without names. All others are not."""

    def people(self) -> Named | None:
        """The identities that the event names, all of one person; None for no person."""
        return None

    def about(self) -> Thing | None:
        """The thing whose events keep their order, where no person is named."""
        return None

    def owned(self) -> tuple[Thing, ...]:
        """The things whose person the event is about, where no person is named."""
        return ()

    def cart_names(self) -> tuple[str, ...]:
        """The ids and tokens of the cart that it is about, or that an order came from."""
        return ()

    def nameless(self, scrub: Scrub) -> Self | None:
        """The event without names and what leads to a person; None where no part of it may be kept."""
        del scrub
        return None
