"""A kept plan as a value: its terms at one version, and the sequence that the engine runs by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate
from uuid import UUID

from flows.audience.criteria import EVERYBODY, All, Compared, Criteria
from flows.campaigns.campaign_texts import CampaignText
from flows.name_folding import fold_name
from flows.plan import Plan, Step
from flows.plans.plan_offer import PlanOffer
from flows.policy.departure_facts import Programme

NAME, SUBJECT = "plan", "plan"
"""The flow that runs all kept plans, and the kind of thing that its messages are about: an entry of somebody."""
OWN_WORDS = "plan_words"
"""The message that carries the words of a step that has its own."""
BIRTHDAY = "birthday"
WITHDRAWN = "withdrawn"
"""The end of an entry by hand that the staff takes back."""
ALWAYS = frozenset({"opted_out", "erased", "stronger", WITHDRAWN})
"""The ends of every stored plan."""
MAY_END = frozenset({"bought", "replied", "left"})
"""The optional ends: an order of the person, any answer of theirs, and no longer meeting its condition."""
NO_REST = frozenset({"bought", "stronger", "merged", WITHDRAWN})
"""The ends without a rest period: buyers are outside the plan's audience anyway."""
ENTERABLE = ("order.created", "order.delivered", "order.shipped")
"""The events that let a person enter a plan."""


class EntryBy(StrEnum):
    """By what people enter a plan."""

    AUDIENCE = "audience"  # a daily search for people who match its condition
    EVENT = "event"  # something happened to them
    DATE = "date"  # a day of theirs comes
    HAND = "hand"  # the staff says so


LOOKED_FOR = frozenset({EntryBy.AUDIENCE, EntryBy.DATE})
"""The entrances with a search for people; only people who agreed to offers are taken."""
FIRST_ORDER = Compared("orders", "=", Decimal(1))
"""The condition for exactly one order: when placed, shipped or delivered, it is the first."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """The entrance of a plan: an ``event``, or a ``date`` and how many ``days`` before it."""

    by: EntryBy
    event: str = ""
    date: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One message: so long a ``wait`` after the step before, the first one after the entry.

    Its text is a ``template``, with ``plain`` as the fallback without a code, or ``texts``, the shop's own wordings.
    ``at`` is a time of day in the person's zone; ``channels`` are tried in that order. ``arms`` are alternative steps
    for equal numbers of people, which wait from the same step before.
    """

    wait: timedelta
    template: str = OWN_WORDS
    plain: str = ""
    texts: tuple[CampaignText, ...] = ()
    offer: PlanOffer | None = None
    at: time | None = None
    channels: tuple[str, ...] = ()
    arms: tuple[PlanStep, ...] = ()

    def arm(self, variant: int) -> PlanStep:
        """Return the step that people of a variant get: the step itself for 0, else an arm."""
        return self.arms[variant - 1] if 0 < variant <= len(self.arms) else self


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """A version of a plan. A person is in at most one plan of a ``kind``: the one with the highest ``priority``.

    ``condition`` limits who may enter; ``exits`` are those of ``MAY_END``. Buying one of ``items`` ends it, given by
    title, title and variant, or SKU. ``phrase`` is the wording that selects its people. People who went through it
    without buying enter no plan of that kind for ``rest``.
    """

    kind: str
    entrance: Entrance
    steps: tuple[PlanStep, ...]
    condition: Criteria = EVERYBODY
    exits: frozenset[str] = frozenset({"bought"})
    programme: Programme = Programme.OFFERS
    priority: int = 0
    holdout: float = 0.0
    rest: timedelta = timedelta(days=90)
    items: frozenset[str] = frozenset()
    phrase: str = ""

    def plan(self, name: str, counts_for: timedelta, zone: tzinfo) -> Plan:
        """Return the sequence for a person in that zone; a purchase ``counts_for`` a message for so long."""
        waits = list(accumulate((step.wait for step in self.steps), initial=timedelta(0)))
        return Plan(
            name=name,
            programme=self.programme,
            steps=tuple(_step(step, before) for step, before in zip(self.steps, waits[:-1], strict=True)),
            exits=self.exits | ALWAYS,
            answers=_NO_ANSWERS,
            holdout=self.holdout,
            linger=counts_for,
            counts_for=counts_for,
            zone=zone,
            ends_with=self.ends_with,
        )

    @property
    def ends_with(self) -> frozenset[str]:
        """Return the folded names of the items, whose purchase ends the plan."""
        return frozenset(fold_name(one) for one in self.items)

    @property
    def is_timed(self) -> bool:
        """Return True if a step has a time of day, so that the person's zone counts."""
        return any(one.at is not None for step in self.steps for one in (step, *step.arms))

    @property
    def people(self) -> Criteria | None:
        """Return the people who enter today; None if the plan has no search."""
        if self.entrance.by is EntryBy.AUDIENCE:
            return self.condition
        if self.entrance.by is EntryBy.DATE:
            return All((Compared("birthday_in_days", "=", Decimal(self.entrance.days)), self.condition))
        return None


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A plan of a business by its ``name``, which is also that of its experiment, with the terms of one ``version``."""

    id: UUID
    name: str
    enabled: bool
    version: int
    terms: PlanTerms
    made_at: datetime


_NO_ANSWERS: Mapping[str, str] = {}


def _step(step: PlanStep, before: timedelta) -> Step:
    return Step(
        after=before + step.wait,
        template=step.template,
        plain=step.plain or step.template,
        discount=step.offer.discount if step.offer else None,
        at=step.at,
        channels=step.channels,
        arms=tuple(_step(arm, before) for arm in step.arms),
    )
