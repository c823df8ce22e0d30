"""One turn: a transaction of one business at one moment, with the tools that never change while we run."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.business import Business
from flows.engine import Decision, Subject
from flows.plan import Plan
from handlers.seeds import Seeds
from handlers.subjects import SubjectKind, Thing
from storage.businesses import Tenant
from storage.draws import Drawing
from storage.runs import Run
from storage.unit import Unit
from templates.library import Library

T = TypeVar("T")


def _nothing(_business: Business, _event: object) -> None:
    """No event of the flow is decided without asking the database."""


def _as_it_is(url: str, _code: str) -> str:
    """No store reads a code from its addresses."""
    return url


@dataclass(frozen=True, slots=True)
class Flow:
    """A kind of conversation: its pure decision, the value its state is kept in, and what fills its facts.

    ``facts`` is told the event that is decided upon, so that it asks for no more than that needs; ``known`` are the
    facts of an event that the business's settings decide alone, None where ``facts`` must be asked. ``write`` brings
    the flow's own rows to the next state and does what effects of its own it asks for. ``plan`` makes the plan of a
    business, where the flow is one that the sequence engine runs: its name then is the name of its experiment.
    """

    name: str
    state: type[Any]
    decide: Callable[[Any, Any, Any, datetime], Decision[Any] | None]
    facts: Callable[[Turn, UUID, Subject | None, Any], Awaitable[Any]]
    known: Callable[[Business, object], Any | None] = _nothing
    write: Callable[[Turn, Run, Any, Decision[Any]], Awaitable[None]] | None = None
    plan: Callable[[Business], Plan] | None = None


@dataclass(frozen=True, slots=True)
class Tools:
    """What the composition root hands to every turn. ``public_url`` is where short links lead without a link domain.

    ``token_hash`` is the keyed hash under which start tokens and API keys are kept; ``older_hashes`` are those that an
    installation had before, while it changed its secret key under release 0.1.0. ``subjects`` are what messages may be
    about; ``with_code`` fills a discount code into an address of a shop, where its store reads one there.
    """

    library: Library
    seeds: Seeds
    flows: tuple[Flow, ...]
    public_url: str | None
    token_hash: Callable[[str], str]
    older_hashes: tuple[Callable[[str], str], ...] = ()
    subjects: tuple[SubjectKind, ...] = ()
    with_code: Callable[[str, str], str] = _as_it_is

    def token_hashes(self, token: str) -> tuple[str, ...]:
        """Every hash under which something may be kept."""
        return (self.token_hash(token), *(hashed(token) for hashed in self.older_hashes))

    def subject(self, kind: str) -> SubjectKind | None:
        """The noun of that kind; None where texts and staff are told nothing of its rows."""
        return next((one for one in self.subjects if one.kind == kind), None)

    def flow(self, name: str) -> Flow:
        """The flow of that name. Raises LookupError."""
        for flow in self.flows:
            if flow.name == name:
                return flow
        raise LookupError(f"no flow is called {name!r}")


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

    @property
    def draw(self) -> Drawing:
        """How the people of this business are drawn."""
        return Drawing(partial(self.tools.seeds.fraction, self.business.id), self._chance)

    def plan(self, name: str | None) -> Plan | None:
        """The plan of that name as this business wants it; None for what is no plan."""
        make = next((flow.plan for flow in self.tools.flows if flow.name == name), None)
        return make(self.business) if make else None

    @property
    def counts_for(self) -> timedelta:
        """How long after a message a purchase may count for it, whatever it was sent for."""
        plans = [flow.plan(self.business) for flow in self.tools.flows if flow.plan]
        return max([self.business.counts_for, *(plan.counts_for for plan in plans)])

    async def thing(self, subject: Subject | None) -> Thing | None:
        """What is known of a subject; None where nothing is, and for nothing."""
        kind = self.tools.subject(subject.kind) if subject else None
        if kind is None or subject is None:
            return None
        return (await kind.load(self.unit, [subject.id])).get(subject.id)

    def _chance(self, experiment: str) -> float | None:
        plan = self.plan(experiment)
        return plan.holdout if plan else None


class Turns(Protocol):
    """Opens turns: what web handlers and workers are given instead of a store, a clock and the settings."""

    async def act(self, business: str, work: Callable[[Turn], Awaitable[T]]) -> T:
        """Run ``work`` in one transaction, which may run it again. Raises UnknownBusiness, storage.store.Away."""

    async def look(self, business: str, work: Callable[[Turn], Awaitable[T]]) -> T:
        """Run ``work`` on a consistent view without writing. Raises UnknownBusiness, storage.store.Away."""


class UnknownBusiness(LookupError):
    """Nobody applied a business of that id."""
