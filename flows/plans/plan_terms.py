"""A stored plan as a value: the terms of one version, and the sequence that the engine runs by them."""

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
"""The flow that runs all stored plans, and the kind of its messages' subject: a person's entry."""
OWN_WORDS = "plan_words"
"""The message template for steps with the shop's own wordings."""
BIRTHDAY = "birthday"
WITHDRAWN = "withdrawn"
"""The end of an entry by hand that the staff undid."""
ALWAYS = frozenset({"opted_out", "erased", "stronger", WITHDRAWN})
"""The reasons that end every stored plan."""
MAY_END = frozenset({"bought", "replied", "left"})
"""The optional ends: the person orders, answers, or no longer meets the condition."""
NO_REST = frozenset({"bought", "stronger", "merged", WITHDRAWN})
"""The ends without a rest period: buyers are no longer in the plan's audience anyway."""


class EntryBy(StrEnum):
    """How people enter a plan."""

    AUDIENCE = "audience"  # a daily search for people who match its condition
    EVENT = "event"  # something happened to them
    DATE = "date"  # a day of theirs comes
    HAND = "hand"  # the staff says so


LOOKED_FOR = frozenset({EntryBy.AUDIENCE, EntryBy.DATE})
"""The entrances where a search finds the people; only people who agreed to offers enter."""
FIRST_ORDER = Compared("orders", "=", Decimal(1))
"""The condition that a person has exactly one order, so that the order placed, shipped or delivered is the first."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """The entrance of a plan: an ``event`` that meets ``where``, or ``days`` days before a ``date``."""

    by: EntryBy
    event: str = ""
    date: str = ""
    days: int = 0
    where: tuple[Compared, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One message, a ``wait`` after the step before it; the first one after the entry.

    Its text is a ``template``, with ``plain`` as the fallback without a code, or ``texts``, the shop's own wordings.
    ``at`` is a time of day in the person's zone; ``channels`` are tried in that order. ``arms`` are alternative steps
    for equal numbers of people, with waits from the same step before.
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
        """Return the step for a variant: the step itself for 0, else an arm."""
        return self.arms[variant - 1] if 0 < variant <= len(self.arms) else self


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """A version of a plan. A person is in at most one plan of a ``kind``: the one with the highest ``priority``.

    ``condition`` limits who may enter; ``exits`` are from ``MAY_END``. Buying one of ``items``, given by title, title
    and variant, or SKU, ends it. ``phrase`` is the text that selects its people. People who completed it without buying
    cannot enter a plan of that kind for ``rest``.
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
        """Return the sequence for a person in that zone; a purchase is attributed to a message for ``counts_for``."""
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
        """Return the criteria of people who enter today; None if the plan does not search for people."""
        if self.entrance.by is EntryBy.AUDIENCE:
            return self.condition
        if self.entrance.by is EntryBy.DATE:
            return All((Compared("birthday_in_days", "=", Decimal(self.entrance.days)), self.condition))
        return None


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A business's stored plan by its ``name``, also that of its experiment, with the terms of one ``version``."""

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
