"""The names of people: each a value on a channel, with the proof of its owner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import BindParameter, Select, select

from flows.channels import CHANNELS, LINES, PHONES
from flows.mail_address import MAIL, normalise_mail
from flows.phone_numbers import normalise_number
from storage.schema import addresses
from storage.sql.statements import owns
from storage.sql.transaction import Transaction

COLUMNS = ("id", "contact", "channel", "value", "proven_at", "told_by")
"""The columns of an address that make a ``HeldName``."""


ERASED = "erased:"  # prefix of an erased address's replacement: an unreadable keyed hash


@dataclass(frozen=True, slots=True)
class Identity:
    """An identity of a person: a channel (also ``customer``, ``cart`` or ``email``) and the value on it.

    A number and an e-mail address have one canonical form here, for any input form (flows/phone_numbers.py,
    flows/mail_address.py).
    """

    channel: str
    value: str

    def __post_init__(self) -> None:
        if self.channel in PHONES and (one := normalise_number(self.value)) != self.value:
            object.__setattr__(self, "value", one)
        if self.channel == MAIL:
            object.__setattr__(self, "value", normalise_mail(self.value))

    @property
    def line(self) -> str | None:
        """Return the line of an identity that proves its owner: a number is one line on SMS and on WhatsApp.

        Names that anybody can type have none: an e-mail address, an id of a shop's system.
        """
        if self.channel in PHONES and self.value.startswith("+"):
            return self.value
        return f"{self.channel}:{self.value}" if self.channel in LINES else None

    @property
    def is_channel(self) -> bool:
        """Return True if messages can go there. Without a line they need a consent at this address."""
        return self.channel in CHANNELS

    @property
    def twin(self) -> Identity | None:
        """Return the same number on the other channel of numbers."""
        if self.channel not in PHONES or self.line is None or not self.value.startswith("+"):
            return None
        return Identity(next(channel for channel in PHONES if channel != self.channel), self.value)

    @property
    def system(self) -> str:
        """Return the system that uses this customer's id: another system's id may mean the same customer."""
        return self.value.partition(":")[0] if self.channel == "customer" else ""


@dataclass(frozen=True, slots=True)
class HeldName:
    """A person's identity, from the row of the address.

    ``proven_at`` is when its owner proved it; for a customer's id, when they opened a link made for it. ``told_by`` is
    the row of the identity (a customer's id, a cart) that has accompanied it in all events so far.
    """

    id: UUID
    contact: UUID
    channel: str
    value: str
    proven_at: datetime | None = None
    told_by: UUID | None = None

    @property
    def name(self) -> Identity:
        """Return the name as used outside."""
        return Identity(self.channel, self.value)

    @property
    def line(self) -> str | None:
        """Return the name's line."""
        return self.name.line


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """All names of one person."""

    names: tuple[HeldName, ...]

    @property
    def lines(self) -> frozenset[str]:
        """Return all lines of the person, proven or reported."""
        return frozenset(one.line for one in self.names if one.line is not None)

    @property
    def proven(self) -> frozenset[str]:
        """Return the lines that the person proved."""
        return frozenset(one.line for one in self.names if one.line is not None and one.proven_at is not None)

    @property
    def ids(self) -> tuple[Identity, ...]:
        """Return the person's ids in shops' systems."""
        return tuple(one.name for one in self.names if one.channel == "customer")


def add_twins(names: Iterable[Identity]) -> list[Identity]:
    """Return the names, and each number also on the other channel: one owner has both."""
    found = list(names)
    return list(dict.fromkeys([*found, *(twin for name in found if (twin := name.twin) is not None)]))


def list_spellings(tx: Transaction, kind: str, name: str) -> tuple[str, ...]:
    """Return the name, and the keyed hashes that an erasure may have put in its place."""
    return (name, *(f"{ERASED}{hashed}" for hashed in tx.hashes(f"{kind}:{name}")))


def mail_forms(tx: Transaction, email: str | None) -> tuple[str, ...]:
    """Return the keyed hashes that carts and orders store of an e-mail address, the newest key's first; () without an
    address."""
    return tx.hashes(f"{MAIL}:{normalise_mail(email)}") if email and email.strip() else ()


def select_holder(mail: BindParameter[str]) -> Select[tuple[UUID]]:
    """Return the query for the person who has an e-mail address in the form of ``normalise_mail``."""
    return select(addresses.c.contact).where(owns(addresses), addresses.c.channel == MAIL, addresses.c.value == mail)
