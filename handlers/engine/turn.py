"""One turn: a transaction of one business at one moment, with the tools that never change while we run."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar
from zoneinfo import ZoneInfo

from flows.business import Business
from flows.charts.chart import Chart, Theme
from flows.engine import Subject
from flows.plan import Plan
from handlers.engine.seeds import Seeds
from handlers.engine.subjects import SubjectRow
from storage.businesses.businesses import Tenant
from storage.sending.holdout_draws import HoldoutDrawing
from storage.unit import Unit
from templates.message_library import Library

if TYPE_CHECKING:
    from handlers.conversation import Conversations

T = TypeVar("T")


class Artist(Protocol):
    """Draws charts, one at a time; bot/charts/chart_studio.py is one."""

    async def draw(self, chart: Chart, theme: Theme = Theme.LIGHT) -> bytes | None:
        """A PNG, or None where the text has to do alone. Raises nothing."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the composition root hands to every turn. ``public_url`` is where short links lead without a link domain.
    Without an ``artist`` no chart is drawn.

    ``token_hash`` is the keyed hash under which start tokens and API keys are kept; ``older_hashes`` are those that an
    installation had before, while it changed its secret key under release 0.1.0.
    """

    library: Library
    seeds: Seeds
    conversations: Conversations
    public_url: str | None
    token_hash: Callable[[str], str]
    older_hashes: tuple[Callable[[str], str], ...] = ()
    artist: Artist | None = None

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
    def today(self) -> date:
        """The business's local day."""
        return self.now.astimezone(self.zone).date()

    @property
    def link_base(self) -> str | None:
        """Where this business's short links begin, without a slash at the end."""
        base = self.business.link_domain or self.tools.public_url
        return base.rstrip("/") if base else None

    @property
    def draw(self) -> HoldoutDrawing:
        """How the people of this business are drawn."""
        return HoldoutDrawing(partial(self.tools.seeds.fraction, self.business.id), self._chance)

    def plan(self, name: str | None) -> Plan | None:
        """The plan of that name as this business wants it; None for what is no plan."""
        flow = self.tools.conversations.flows.get(name or "")
        return flow.plan(self.business) if flow and flow.plan else None

    @property
    def counts_for(self) -> timedelta:
        """How long after a message a purchase may count for it, whatever it was sent for."""
        plans = [flow.plan(self.business) for flow in self.tools.conversations.flows.values() if flow.plan]
        return max([self.business.counts_for, *(plan.counts_for for plan in plans)])

    async def thing(self, subject: Subject | None) -> SubjectRow | None:
        """The thing that a subject names; None for an unknown one and for none."""
        kind = self.tools.conversations.subjects.get(subject.kind) if subject else None
        if kind is None or subject is None:
            return None
        return (await kind.load(self.unit, [subject.id])).get(subject.id)

    def _chance(self, experiment: str) -> float | None:
        plan = self.plan(experiment)
        return plan.holdout if plan else None


class Turns(Protocol):
    """Opens turns: what web handlers and workers are given instead of a store, a clock and the settings."""

    async def act(self, business: str, work: Callable[[Turn], Awaitable[T]]) -> T:
        """Run ``work`` in one transaction, perhaps again. Raises UnknownBusiness and DatabaseAway."""

    async def look(self, business: str, work: Callable[[Turn], Awaitable[T]]) -> T:
        """Run ``work`` on a consistent view without writing. Raises UnknownBusiness and DatabaseAway."""


NONE_YET = "no business is applied yet: parley apply FILE.toml"


class UnknownBusiness(LookupError):
    """Nobody applied a business of that id."""

    @classmethod
    def named(cls, business: str, known: Iterable[str]) -> UnknownBusiness:
        """The same, with those that there are, or how the first is made."""
        there = sorted(known)
        if not there:
            return cls(NONE_YET)
        return cls(f"there is no business {business!r}; there {'are' if there[1:] else 'is'} {', '.join(there)}")
