"""One turn: a transaction of one business at one moment, with the tools that never change while we run."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.business import Business
from handlers.seeds import Seeds
from storage.businesses import Tenant
from storage.unit import Unit
from templates.library import Library

if TYPE_CHECKING:
    from handlers.conversation import Conversations

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Tools:
    """What the composition root hands to every turn. ``public_url`` is where short links lead without a link domain.

    ``token_hash`` is the keyed hash under which start tokens and API keys are kept; ``older_hashes`` are those that an
    installation had before, while it changed its secret key under release 0.1.0.
    """

    library: Library
    seeds: Seeds
    conversations: Conversations
    public_url: str | None
    token_hash: Callable[[str], str]
    older_hashes: tuple[Callable[[str], str], ...] = ()

    def token_hashes(self, token: str) -> tuple[str, ...]:
        """Every hash under which something may be kept."""
        return (self.token_hash(token), *(hashed(token) for hashed in self.older_hashes))


@dataclass(frozen=True, slots=True)
class Turn:
    """What a use case works with. ``now`` is the shop's time, ``elapsed`` the real one."""

    unit: Unit
    tenant: Tenant
    tools: Tools
    now: datetime
    elapsed: datetime

    @property
    def business(self) -> Business:
        """The business as it is configured."""
        return self.tenant.business

    @property
    def zone(self) -> ZoneInfo:
        """The business's time zone."""
        return ZoneInfo(self.business.timezone)

    @property
    def link_base(self) -> str | None:
        """Where this business's short links begin, without a slash at the end."""
        base = self.business.link_domain or self.tools.public_url
        return base.rstrip("/") if base else None

    def draw(self, experiment: str, contact: UUID) -> float:
        """A person's number in an experiment."""
        return self.tools.seeds.fraction(self.business.id, experiment, contact)


class Turns(Protocol):
    """Opens turns: what web handlers and workers are given instead of a store, a clock and the settings."""

    async def act(self, business: str, work: Callable[[Turn], Awaitable[T]]) -> T:
        """Run ``work`` in one transaction, which may run it again. Raises UnknownBusiness, storage.store.Away."""

    async def look(self, business: str, work: Callable[[Turn], Awaitable[T]]) -> T:
        """Run ``work`` on a consistent view without writing. Raises UnknownBusiness, storage.store.Away."""


class UnknownBusiness(LookupError):
    """Nobody applied a business of that id."""
