"""Turning win-back on and off in chat, and its condition."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from flows.audience.criteria import Criteria
from flows.phrase import At, Lines, Text, phrase
from flows.plan import find_next
from flows.plans.plan_terms import KeptPlan, PlanTerms
from flows.plans.standard_plans import BY_RHYTHM, READY_PLANS, WIN_BACK, select_gone
from handlers.actions.action import Origin, Preview, Refused
from handlers.engine.turn import Turn
from handlers.plans.plan_changes import CHANGED, OFF, ON, note, put, switch
from handlers.plans.plan_description import describe_forecast
from storage.plans.plan_versions import KeptPlans

FEWEST_DAYS, MOST_DAYS = 14, 730
"""The limits of the silence before a win-back, in days: two weeks to two years."""


class WhyNotTurned(StrEnum):
    """The reasons why win-back's state does not change."""

    ON = "winback_is_on"
    OFF = "winback_is_off"
    SAME = "winback_is_so"
    DAYS = "winback_days_out"


@dataclass(frozen=True, slots=True)
class TurnOn:
    """Turn win-back on."""


@dataclass(frozen=True, slots=True)
class TurnOff:
    """Turn win-back off."""


@dataclass(frozen=True, slots=True)
class ChangeWinBack:
    """A command to win back people silent for this many ``days``; None for three times their usual interval."""

    days: int | None


async def win_back_of(turn: Turn) -> KeptPlan | None:
    """Return the business's win-back plan; None before it was first changed."""
    return await turn.unit.of(KeptPlans).find_by_name(WIN_BACK)


async def would_turn_on(turn: Turn, _command: TurnOn) -> Preview:
    """Preview the people who would enter, and when the first messages are sent. Raises Refused."""
    kept = await win_back_of(turn)
    if kept is not None and kept.enabled:
        raise Refused(WhyNotTurned.ON)
    terms = kept.terms if kept is not None else READY_PLANS[WIN_BACK]
    begins = phrase("would_turn_winback_on", at=At(_find_first_moment(turn, terms)), alone=round(terms.holdout * 100))
    lines = (*await describe_forecast(turn, WIN_BACK, terms), begins)
    return Preview(Lines(lines), phrase("button_turn_on"), final=True)


def _find_first_moment(turn: Turn, terms: PlanTerms) -> datetime:
    """Return when the first messages are sent, by the business's clock; each person has their own time."""
    step = terms.steps[0]
    due = turn.now + step.wait
    return due if step.at is None else find_next(step.at, due, turn.zone)


async def turn_on(turn: Turn, origin: Origin, _command: TurnOn) -> KeptPlan:
    """Turn win-back on, and search for people at once. Raises Refused."""
    kept = await turn.unit.of(KeptPlans).ensure(WIN_BACK, READY_PLANS[WIN_BACK], origin.by, turn.now)
    await _switch_or_refuse(turn, kept, True)
    await note(turn, origin.by, ON, kept)
    return kept


async def turn_off(turn: Turn, origin: Origin, _command: TurnOff) -> KeptPlan:
    """Turn the plan off: nobody enters, and all its messages stop. Raises Refused."""
    kept = await win_back_of(turn)
    if kept is None:
        raise Refused(WhyNotTurned.OFF)
    await _switch_or_refuse(turn, kept, False)
    await note(turn, origin.by, OFF, kept)
    return kept


async def _switch_or_refuse(turn: Turn, kept: KeptPlan, enabled: bool) -> None:
    if not await switch(turn, kept, enabled):
        raise Refused(WhyNotTurned.ON if enabled else WhyNotTurned.OFF)


async def change(turn: Turn, origin: Origin, command: ChangeWinBack) -> KeptPlan:
    """Store another condition as a new version; people in the plan stay on their version. Raises Refused."""
    if command.days is not None and not FEWEST_DAYS <= command.days <= MOST_DAYS:
        raise Refused(WhyNotTurned.DAYS, {"least": FEWEST_DAYS, "most": MOST_DAYS})
    kept = await turn.unit.of(KeptPlans).ensure(WIN_BACK, READY_PLANS[WIN_BACK], origin.by, turn.now)
    wanted: Criteria = BY_RHYTHM if command.days is None else select_gone(command.days)
    if wanted == kept.terms.condition:
        raise Refused(WhyNotTurned.SAME)
    changed = replace(kept.terms, condition=wanted)
    await put(turn, origin.by, kept, changed)
    await note(turn, origin.by, CHANGED, kept, before=kept.version)
    return replace(kept, version=kept.version + 1, terms=changed)


def describe_people(terms: PlanTerms) -> Text:
    """Describe the people that win-back is for."""
    return phrase("winback_by_rhythm") if terms.condition == BY_RHYTHM else phrase("winback_gone", days=days_of(terms))


def days_of(terms: PlanTerms) -> int:
    """Return the days of silence in a ``select_gone`` condition; 0 for another condition."""
    return next((days for days in range(FEWEST_DAYS, MOST_DAYS + 1) if terms.condition == select_gone(days)), 0)
