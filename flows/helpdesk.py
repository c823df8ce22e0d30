"""A question of a customer that waits for the staff: they are nudged about it until somebody has answered or closed it.

asked ──opening hours go by──> nudged ──more of them──> nudged … ──answered, closed──> over
  ▲                              │
  └──── they write again ────────┴──snoozed──> (nothing until then) ──> nudged

The row (storage/helpdesk) says who has taken it and how it ended; a run says nothing to the customer, and only knows
when to look again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.engine import Decision, Elapsed, Internal, Left, Own, Wait
from flows.opening_hours import OpeningHours

NAME = "helpdesk"
LONGEST_PAUSE = timedelta(hours=11)
"""Of opening hours between two nudges: about one a day."""
MOST_NUDGES = 12
"""After so many it only stands in the list: whoever did not look for a week is not helped by more."""
_ENDS = frozenset({"erased", "opted_out"})


@dataclass(frozen=True, slots=True)
class ChaseFacts:
    """How the business wants to be nudged; ``nudge_after`` is None where it does not."""

    nudge_after: timedelta | None
    hours: OpeningHours
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Chased:
    """A ``question`` that is open. ``nudges`` were sent since the customer wrote last; ``rests``: it is put off."""

    question: UUID
    nudges: int = 0
    rests: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class Waits:
    """Somebody waits for an answer to this question, from now on or once more."""

    question: UUID


@dataclass(frozen=True, slots=True)
class PutOff:
    """Nobody is to be nudged before that moment."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Over:
    """It is answered or closed."""

    how: str


@dataclass(frozen=True, slots=True)
class Nudge(Own):
    """Whoever is to answer is told that the customer waits still, for the ``number``-th time."""

    number: int


@dataclass(frozen=True, slots=True)
class End(Own):
    """Nobody can be answered any more: why."""

    how: str


Event: TypeAlias = Internal | Waits | PutOff | Over


def decide(state: Chased | None, event: Event, facts: ChaseFacts, now: datetime) -> Decision[Chased] | None:
    """The next step of the chase; None when the event does not concern it."""
    if state is None:
        return _pausing(Chased(event.question), facts, now) if isinstance(event, Waits) else None
    match event:
        case Waits() if state.nudges or state.rests:
            return _pausing(replace(state, nudges=0, rests=False), facts, now)
        case PutOff(until):
            at = facts.hours.opens_at(until, facts.zone)
            return Decision(replace(state, nudges=0, rests=True), waits=(Wait("nudge", at),))
        case Over(how):
            return Decision(state, ended=how)
        case Elapsed():
            return _nudging(state, facts, now)
        case Left(reason) if reason in _ENDS:
            return Decision(state, (End(reason),), ended=reason)
    return None


def _nudging(state: Chased, facts: ChaseFacts, now: datetime) -> Decision[Chased]:
    """Nudge, unless the hours were changed since and it is night now."""
    if facts.nudge_after is None:
        return Decision(state)
    if not facts.hours.is_open(now, facts.zone):
        return Decision(state, waits=(Wait("nudge", facts.hours.opens_at(now, facts.zone)),))
    nudged = replace(state, nudges=state.nudges + 1, rests=False)
    return replace(_pausing(nudged, facts, now), effects=(Nudge(nudged.nudges),))


def _pausing(state: Chased, facts: ChaseFacts, now: datetime) -> Decision[Chased]:
    """The next nudge comes after twice the opening hours that went by before the last."""
    if facts.nudge_after is None or state.nudges >= MOST_NUDGES:
        return Decision(state)
    pause = min(facts.nudge_after * 2**state.nudges, max(LONGEST_PAUSE, facts.nudge_after))
    return Decision(state, waits=(Wait("nudge", facts.hours.after(now, pause, facts.zone)),))
