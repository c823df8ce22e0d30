"""The actor of an action: a customer, one of the staff, a shop, a sponsor, a provider's system, or Parley itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from flows.events.event import Code


class ActorKind(StrEnum):
    """The kinds of actors, as histories and the audit store them."""

    CUSTOMER = "customer"  # whose order or consent it is
    STAFF = "staff"  # a member, by the id of their row
    SHOP = "shop"  # a partner shop, by the id of its row
    SPONSOR = "sponsor"  # a brand that pays for offers, by the id of its row
    PROVIDER = "provider"  # a store, a payment account, software behind the API: by its source
    SYSTEM = "system"  # Parley: a time that was over, or a command of its program, by the command's name


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor by kind and id. The name of a staff member or a shop is never stored, but looked up where the actor is
    shown."""

    kind: ActorKind
    id: Code = ""

    @classmethod
    def staff(cls, member: UUID) -> Actor:
        """Return a staff member as an actor."""
        return cls(ActorKind.STAFF, str(member))

    @classmethod
    def shop(cls, shop: UUID) -> Actor:
        """Return a partner shop as an actor."""
        return cls(ActorKind.SHOP, str(shop))

    @classmethod
    def sponsor(cls, sponsor: UUID) -> Actor:
        """Return a sponsor as an actor."""
        return cls(ActorKind.SPONSOR, str(sponsor))

    @classmethod
    def provider(cls, name: str) -> Actor:
        """Return an outside system as an actor."""
        return cls(ActorKind.PROVIDER, name)

    @property
    def row(self) -> UUID | None:
        """Return the id of the actor's database row; None if there is no row, or only a name is stored."""
        try:
            return UUID(self.id) if self.kind in _WITH_ROWS else None
        except ValueError:
            return None


_WITH_ROWS = frozenset({ActorKind.STAFF, ActorKind.SHOP, ActorKind.SPONSOR})
CUSTOMER = Actor(ActorKind.CUSTOMER)
SYSTEM = Actor(ActorKind.SYSTEM)
COMMAND_LINE = Actor(ActorKind.SYSTEM, "command line")
