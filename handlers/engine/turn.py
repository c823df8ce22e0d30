"""A turn: a transaction of one business at one moment, with the tools of this process."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Set
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
from handlers.engine.subjects import SubjectKind, SubjectRow
from storage.businesses.businesses import Tenant
from storage.sending.holdout_draws import HoldoutDrawing
from storage.unit import Unit
from templates.message_library import Library

if TYPE_CHECKING:
    from handlers.staff_chat.staff_command import Commands
    from handlers.staff_notices.question_keeper import QuestionKeeper

T = TypeVar("T")


class Artist(Protocol):
    """A renderer of charts, one at a time; bot/charts/chart_studio.py has one."""

    async def draw(self, chart: Chart, theme: Theme = Theme.LIGHT) -> bytes | None:
        """Return a PNG; None if it failed, so that the text is sent alone. Raises nothing."""


class Registry(Protocol):
    """The part of ``Conversations`` (handlers/conversation) that the engine needs.

    ``conversations_of(turn)`` (handlers/engine/turn_conversations.py) returns the whole.
    """

    @property
    def plans(self) -> Mapping[str, Callable[[Business], Plan]]: ...

    @property
    def mute_flows(self) -> Set[str]: ...

    @property
    def subjects(self) -> Mapping[str, SubjectKind]: ...

    @property
    def commands(self) -> Commands: ...

    @property
    def keeper(self) -> QuestionKeeper: ...

    @property
    def expected(self) -> Set[str]: ...

    def find_subject_kind(self, name: str | None) -> SubjectKind | None: ...

    def asks_for_place(self, expects: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Tools:
    """The composition root's tools for every turn. ``public_url`` is the base of short links without a link domain.
    Without an ``artist`` no chart is drawn. ``retention_days`` 0 keeps all data.

    If ``artist`` is None, no chart is drawn. ``token_hash`` is the keyed hash for stored start tokens and API keys.
    ``older_hashes`` are those of an installation that changed its secret key under release 0.1.0.
    """

    library: Library
    seeds: Seeds
    conversations: Registry
    public_url: str | None
    token_hash: Callable[[str], str]
    older_hashes: tuple[Callable[[str], str], ...] = ()
    artist: Artist | None = None
    retention_days: int = 0

    def token_hashes(self, token: str) -> tuple[str, ...]:
        """Return every hash under which a token may be stored."""
        return (self.token_hash(token), *(hashed(token) for hashed in self.older_hashes))


@dataclass(frozen=True, slots=True)
class Turn:
    """Context of a use case. ``now`` is the business's time, ``elapsed`` the real one."""

    unit: Unit
    tenant: Tenant
    tools: Tools
    now: datetime
    elapsed: datetime

    @property
    def business(self) -> Business:
        """Return the business as configured."""
        return self.tenant.business

    @property
    def zone(self) -> ZoneInfo:
        """Return the business's time zone."""
        return ZoneInfo(self.business.timezone)

    @property
    def today(self) -> date:
        """Return the business's local day."""
        return self.now.astimezone(self.zone).date()

    @property
    def link_base(self) -> str | None:
        """Return the base of this business's short links, with no slash at the end; None if it has no public domain."""
        base = self.business.link_domain or self.tools.public_url
        return base.rstrip("/") if base else None

    @property
    def draw(self) -> HoldoutDrawing:
        """Return the function that draws the control groups of this business."""
        return HoldoutDrawing(partial(self.tools.seeds.fraction, self.business.id), self._chance)

    def plan(self, name: str | None) -> Plan | None:
        """Return the business's plan with this name; None if unknown."""
        make = self.tools.conversations.plans.get(name or "")
        return make(self.business) if make else None

    @property
    def counts_for(self) -> timedelta:
        """Return the longest time after a message within which a purchase can count for it."""
        plans = self.tools.conversations.plans.values()
        return max([self.business.counts_for, *(make(self.business).counts_for for make in plans)])

    async def thing(self, subject: Subject | None) -> SubjectRow | None:
        """Return the row of a subject; None if the subject is None or its row unknown."""
        kind = self.tools.conversations.find_subject_kind(subject.kind) if subject else None
        if kind is None or subject is None:
            return None
        return (await kind.load(self.unit, [subject.id])).get(subject.id)

    def _chance(self, experiment: str) -> float | None:
        plan = self.plan(experiment)
        return plan.holdout if plan else None


class Turns(Protocol):
    """Turns for web handlers and workers, which then need no store, clock or settings of their own."""

    async def act(self, business: str, work: Callable[[Turn], Awaitable[T]]) -> T:
        """Run ``work`` in one transaction, repeated if needed. Raises UnknownBusiness and DatabaseAway."""

    async def look(self, business: str, work: Callable[[Turn], Awaitable[T]]) -> T:
        """Run ``work`` on a consistent view with no writes. Raises UnknownBusiness and DatabaseAway."""


NONE_YET = "no business is applied yet: parley apply FILE.toml"


class UnknownBusiness(LookupError):
    """Error if no business with the given id has been set up."""

    @classmethod
    def make_for_name(cls, business: str, known: Iterable[str]) -> UnknownBusiness:
        """Make the error with the known businesses, or with how to set up the first."""
        there = sorted(known)
        if not there:
            return cls(NONE_YET)
        return cls(f"there is no business {business!r}; there {'are' if there[1:] else 'is'} {', '.join(there)}")
