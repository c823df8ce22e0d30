"""A question of a customer that waits for the staff: they are nudged about it until somebody has answered or closed it.

asked ──opening hours go by──> nudged ──more of them──> nudged … ──answered, closed──> over
  ▲  └──the business closes──> the customer hears when somebody answers, once
  └──── they write again ────────┴──put off──> (nothing until then) ──> nudged

Who stops all messages is not answered before they write again, and the staff is told. Whoever did not say whether our
messages shall stop waits still.

The row (storage/helpdesk) says who has taken it and how it ended; a run only knows when to look again.
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
OPTED_OUT = "opted_out"
"""How a question ends whose customer stopped all messages."""
_ENDS = frozenset({"erased", OPTED_OUT})


@dataclass(frozen=True, slots=True)
class ChaseFacts:
    """How the business wants to be nudged; ``nudge_after`` is None where it does not."""

    nudge_after: timedelta | None
    hours: OpeningHours
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Chased:
    """A ``question`` that is open. ``nudges`` were sent since the customer wrote last, the next comes at ``nudge_at``;
    ``rests``: it is put off; ``told``: the customer knows that nobody answers before the business opens."""

    question: UUID
    nudges: int = 0
    rests: bool = False
    nudge_at: datetime | None = None
    told: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class Waits:
    """Somebody waits for an answer to this question, from now on or once more; ``told`` as in ``Chased``."""

    question: UUID
    told: bool = False


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
class TellAway(Own):
    """The customer is told that nobody answers before the business opens, at ``opens``."""

    opens: datetime


@dataclass(frozen=True, slots=True)
class End(Own):
    """Nobody can be answered any more: why."""

    how: str


Event: TypeAlias = Internal | Waits | PutOff | Over


def decide(state: Chased | None, event: Event, facts: ChaseFacts, now: datetime) -> Decision[Chased] | None:
    """The next step of the chase; None when the event does not concern it."""
    if state is None:
        return _pausing(Chased(event.question, told=event.told), facts, now) if isinstance(event, Waits) else None
    match event:
        case Waits(_, told) if state.nudges or state.rests:
            return _pausing(replace(state, nudges=0, rests=False, told=told), facts, now)
        case Waits(_, told) if told != state.told:
            return _waiting(replace(state, told=told), facts, now)
        case PutOff(until):
            at = facts.hours.opens_at(until, facts.zone)
            return _waiting(replace(state, nudges=0, rests=True, nudge_at=at), facts, now)
        case Over(how):
            return Decision(state, ended=how)
        case Elapsed("closing"):
            return _closing(state, facts, now)
        case Elapsed():
            return _nudging(state, facts, now)
        case Left(reason, silent) if reason in _ENDS and not silent:
            return Decision(state, (End(reason),), ended=reason)
    return None


def _closing(state: Chased, facts: ChaseFacts, now: datetime) -> Decision[Chased]:
    """Tell the customer, unless the hours were changed since and somebody is there."""
    opens = facts.hours.opens_at(now, facts.zone)
    if opens == now:
        return _waiting(state, facts, now)
    return replace(_waiting(replace(state, told=True), facts, now), effects=(TellAway(opens),))


def _nudging(state: Chased, facts: ChaseFacts, now: datetime) -> Decision[Chased]:
    """Nudge, unless the hours were changed since and it is night now."""
    if facts.nudge_after is None and not state.rests:
        return _waiting(replace(state, nudge_at=None), facts, now)
    if not facts.hours.is_open(now, facts.zone):
        return _waiting(replace(state, nudge_at=facts.hours.opens_at(now, facts.zone)), facts, now)
    nudged = replace(state, nudges=state.nudges + 1, rests=False)
    return replace(_pausing(nudged, facts, now), effects=(Nudge(nudged.nudges),))


def _pausing(state: Chased, facts: ChaseFacts, now: datetime) -> Decision[Chased]:
    """The next nudge comes after twice the opening hours that went by before the last."""
    if facts.nudge_after is None or state.nudges >= MOST_NUDGES:
        return _waiting(replace(state, nudge_at=None), facts, now)
    pause = min(facts.nudge_after * 2**state.nudges, max(LONGEST_PAUSE, facts.nudge_after))
    return _waiting(replace(state, nudge_at=facts.hours.after(now, pause, facts.zone)), facts, now)


def _waiting(state: Chased, facts: ChaseFacts, now: datetime) -> Decision[Chased]:
    """For the next nudge, and for the hour at which the business closes while the customer counts on an answer."""
    waits = () if state.nudge_at is None else (Wait("nudge", state.nudge_at),)
    closes = None if state.told else facts.hours.closes_at(now, facts.zone)
    return Decision(state, waits=waits if closes is None else (*waits, Wait("closing", closes)))
