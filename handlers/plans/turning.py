"""A ready plan is turned on and off, and its condition changed, by the staff and by an undo alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flows.actor import Actor
from flows.audience.criteria import Criteria
from flows.engine import Subject
from flows.phrase import At, Text, phrase
from flows.plan import next_at
from flows.plans.reading import read_terms
from flows.plans.ready import BY_RHYTHM, READY_PLANS, WIN_BACK, gone_for
from flows.plans.terms import SUBJECT, KeptPlan, PlanTerms
from handlers.actions.action import Origin, Preview, Refused
from handlers.plans import entering
from handlers.turn import Turn
from storage.deeds import Deeds
from storage.plans.entries import PlanEntries
from storage.plans.kept import KeptPlans
from storage.schedule import fire_now

ON, OFF, CHANGED = "plan.on", "plan.off", "plan.changed"
"""The kinds of deeds, which the audit calls so, too."""
FEWEST_DAYS, MOST_DAYS = 14, 730
"""For so long somebody is silent before they are won back: not sooner than two weeks, and two years at most."""


class WhyNotTurned(StrEnum):
    """Why a plan stays as it stands."""

    ON = "winback_is_on"
    OFF = "winback_is_off"
    SAME = "winback_is_so"
    DAYS = "winback_days_out"
    CHANGED = "winback_changed_meanwhile"


@dataclass(frozen=True, slots=True)
class TurnOn:
    """Turn win-back on."""


@dataclass(frozen=True, slots=True)
class TurnOff:
    """Turn win-back off."""


@dataclass(frozen=True, slots=True)
class ChangeWinBack:
    """Win back whoever is silent for so many ``days``; None for three of their own rhythms."""

    days: int | None


async def win_back_of(turn: Turn) -> KeptPlan | None:
    """The business's win-back; None before its first change."""
    return await turn.unit.of(KeptPlans).called(WIN_BACK)


async def would_enter(turn: Turn, terms: PlanTerms) -> int:
    """How many people would enter a plan as of now."""
    return await turn.unit.of(PlanEntries).expected(terms.kind, entering.whom(turn, terms))


async def would_turn_on(turn: Turn, _command: TurnOn) -> Preview:
    """Who would enter, and when the first messages leave. Raises Refused."""
    kept = await win_back_of(turn)
    if kept is not None and kept.enabled:
        raise Refused(WhyNotTurned.ON)
    terms = kept.terms if kept is not None else READY_PLANS[WIN_BACK]
    many, alone = await would_enter(turn, terms), round(terms.holdout * 100)
    text = phrase("would_turn_winback_on", many=Decimal(many), at=At(_first(turn, terms)), alone=alone)
    return Preview(text, phrase("button_winback_on"), final=True)


def _first(turn: Turn, terms: PlanTerms) -> datetime:
    """When the first messages leave, by the business's clock; each person has their own."""
    step = terms.steps[0]
    due = turn.now + step.wait
    return due if step.at is None else next_at(step.at, due, turn.zone)


async def turn_on(turn: Turn, origin: Origin, _command: TurnOn) -> KeptPlan:
    """Let people enter from now on, and look for them at once. Raises Refused."""
    kept = await turn.unit.of(KeptPlans).make(WIN_BACK, READY_PLANS[WIN_BACK], origin.by, turn.now)
    await _turn(turn, kept, True)
    await note(turn, origin.by, ON, kept)
    return kept


async def turn_off(turn: Turn, origin: Origin, _command: TurnOff) -> KeptPlan:
    """Close the plan to new people, and hold back all messages of it. Raises Refused."""
    kept = await win_back_of(turn)
    if kept is None:
        raise Refused(WhyNotTurned.OFF)
    await _turn(turn, kept, False)
    await note(turn, origin.by, OFF, kept)
    return kept


async def switch(turn: Turn, kept: KeptPlan, enabled: bool) -> bool:
    """Turn a plan on, which looks for its people at once, or off; False where it is so already."""
    turned = await turn.unit.of(KeptPlans).turn(kept.id, enabled, turn.now)
    if turned and enabled:
        await fire_now(turn.unit, entering.JOB, turn.now)
    return turned


async def _turn(turn: Turn, kept: KeptPlan, enabled: bool) -> None:
    if not await switch(turn, kept, enabled):
        raise Refused(WhyNotTurned.ON if enabled else WhyNotTurned.OFF)


async def change(turn: Turn, origin: Origin, command: ChangeWinBack) -> KeptPlan:
    """Another condition from now on, as a new version: whoever is inside goes on by theirs. Raises Refused."""
    if command.days is not None and not FEWEST_DAYS <= command.days <= MOST_DAYS:
        raise Refused(WhyNotTurned.DAYS, {"least": FEWEST_DAYS, "most": MOST_DAYS})
    kept = await turn.unit.of(KeptPlans).make(WIN_BACK, READY_PLANS[WIN_BACK], origin.by, turn.now)
    wanted: Criteria = BY_RHYTHM if command.days is None else gone_for(command.days)
    if wanted == kept.terms.condition:
        raise Refused(WhyNotTurned.SAME)
    changed = replace(kept.terms, condition=wanted)
    await put(turn, origin.by, kept, changed)
    await note(turn, origin.by, CHANGED, kept, before=kept.version)
    return replace(kept, version=kept.version + 1, terms=changed)


async def put(turn: Turn, by: Actor, kept: KeptPlan, terms: PlanTerms) -> None:
    """Keep other terms as a new version. Raises Refused."""
    if not await turn.unit.of(KeptPlans).change(kept, terms, by, turn.now):
        raise Refused(WhyNotTurned.CHANGED)


async def note(turn: Turn, by: Actor, kind: str, kept: KeptPlan, **figures: Any) -> None:
    """Keep a deed, for the audit and for an undo."""
    await turn.unit.access.log(by, kind, turn.now, Subject(SUBJECT, kept.id))
    await turn.unit.of(Deeds).note(kind, kept.id, by, turn.now, name=kept.name, **figures)


async def terms_before(turn: Turn, kept: KeptPlan, figures: Mapping[str, Any]) -> PlanTerms:
    """The terms before a change, from the figures of the deed: the number of their version."""
    before = figures["before"]
    if not isinstance(before, int):  # a deed of the release before kept the terms themselves
        return read_terms(before)
    return (await turn.unit.of(KeptPlans).at(kept.id, before)).terms


def said_of(terms: PlanTerms) -> Text:
    """Whom it wins back, in words."""
    return phrase("winback_by_rhythm") if terms.condition == BY_RHYTHM else phrase("winback_gone", days=days_of(terms))


def days_of(terms: PlanTerms) -> int:
    """The days of silence in a condition of ``gone_for``; 0 for another condition."""
    return next((days for days in range(FEWEST_DAYS, MOST_DAYS + 1) if terms.condition == gone_for(days)), 0)
