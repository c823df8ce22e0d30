"""A customer's question to the staff, who get nudges until somebody answers or closes it.

asked ──opening hours go by──> nudged ──more of them──> nudged … ──answered, closed──> over
  ▲  └──the business closes──> the customer hears when somebody answers, once
  └──── they write again ────────┴──put off──> (nothing until then) ──> nudged

After a full stop the customer gets no answer before writing again, and the staff gets a notice. An unanswered stop
question leaves the question open.

The row (storage/helpdesk) has the assignee and the outcome; a run only knows when to look again.
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
"""The longest pause between two reminders, in opening hours: about one a day."""
MOST_NUDGES = 12
"""Maximum reminders; then the question is only in the list, as more do not help after a week."""
OPTED_OUT = "opted_out"
"""The outcome of a question whose customer stopped all messages."""
_ENDS = frozenset({"erased", OPTED_OUT})


@dataclass(frozen=True, slots=True)
class ChaseFacts:
    """The business's settings for reminders; ``nudge_after`` is None if it wants none."""

    nudge_after: timedelta | None
    hours: OpeningHours
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Chased:
    """An open ``question``. ``nudges`` were sent since the customer last wrote, and the next one is due at
    ``nudge_at``; ``rests``: reminders are paused; ``told``: the customer knows that nobody answers before the business
    opens."""

    question: UUID
    nudges: int = 0
    rests: bool = False
    nudge_at: datetime | None = None
    told: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class Waits:
    """A customer waits for an answer to this question, for the first time or again; ``told`` as in ``Chased``."""

    question: UUID
    told: bool = False


@dataclass(frozen=True, slots=True)
class PutOff:
    """The reminders were paused until that moment."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Over:
    """The question was answered or closed."""

    how: str


@dataclass(frozen=True, slots=True)
class Nudge(Own):
    """Remind the staff for the ``number``-th time that the customer is waiting."""

    number: int


@dataclass(frozen=True, slots=True)
class TellAway(Own):
    """Tell the customer that nobody answers before the business opens, at ``opens``."""

    opens: datetime


@dataclass(frozen=True, slots=True)
class End(Own):
    """End the question without an answer; ``how`` is the reason."""

    how: str


Event: TypeAlias = Internal | Waits | PutOff | Over


def decide(state: Chased | None, event: Event, facts: ChaseFacts, now: datetime) -> Decision[Chased] | None:
    """Return the next step of the reminders; None if the event does not concern them."""
    if state is None:
        return _pause_nudges(Chased(event.question, told=event.told), facts, now) if isinstance(event, Waits) else None
    match event:
        case Waits(_, told) if state.nudges or state.rests:
            return _pause_nudges(replace(state, nudges=0, rests=False, told=told), facts, now)
        case Waits(_, told) if told != state.told:
            return _plan_waits(replace(state, told=told), facts, now)
        case PutOff(until):
            at = facts.hours.opens_at(until, facts.zone)
            return _plan_waits(replace(state, nudges=0, rests=True, nudge_at=at), facts, now)
        case Over(how):
            return Decision(state, ended=how)
        case Elapsed("closing"):
            return _close_for_night(state, facts, now)
        case Elapsed():
            return _nudge_staff(state, facts, now)
        case Left(reason, silent) if reason in _ENDS and not silent:
            return Decision(state, (End(reason),), ended=reason)
    return None


def _close_for_night(state: Chased, facts: ChaseFacts, now: datetime) -> Decision[Chased]:
    """At closing time tell the customer when the business opens again. If its hours were changed and it is open now,
    only plan the next waits."""
    opens = facts.hours.opens_at(now, facts.zone)
    if opens == now:
        return _plan_waits(state, facts, now)
    return replace(_plan_waits(replace(state, told=True), facts, now), effects=(TellAway(opens),))


def _nudge_staff(state: Chased, facts: ChaseFacts, now: datetime) -> Decision[Chased]:
    """Remind the staff; if the opening hours were changed and it is closed now, wait instead."""
    if facts.nudge_after is None and not state.rests:
        return _plan_waits(replace(state, nudge_at=None), facts, now)
    if not facts.hours.is_open(now, facts.zone):
        return _plan_waits(replace(state, nudge_at=facts.hours.opens_at(now, facts.zone)), facts, now)
    nudged = replace(state, nudges=state.nudges + 1, rests=False)
    return replace(_pause_nudges(nudged, facts, now), effects=(Nudge(nudged.nudges),))


def _pause_nudges(state: Chased, facts: ChaseFacts, now: datetime) -> Decision[Chased]:
    """Wait for the next reminder, twice as many opening hours as before."""
    if facts.nudge_after is None or state.nudges >= MOST_NUDGES:
        return _plan_waits(replace(state, nudge_at=None), facts, now)
    pause = min(facts.nudge_after * 2**state.nudges, max(LONGEST_PAUSE, facts.nudge_after))
    return _plan_waits(replace(state, nudge_at=facts.hours.add_open_time(now, pause, facts.zone)), facts, now)


def _plan_waits(state: Chased, facts: ChaseFacts, now: datetime) -> Decision[Chased]:
    """Wait for the next reminder, and for closing time while the customer expects an answer."""
    waits = () if state.nudge_at is None else (Wait("nudge", state.nudge_at),)
    closes = None if state.told else facts.hours.closes_at(now, facts.zone)
    return Decision(state, waits=waits if closes is None else (*waits, Wait("closing", closes)))
