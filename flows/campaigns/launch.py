"""A campaign that was approved: its waves begin one after the other, and at its end it is done.

approved ──a wave's time──> sending ──the next wave's time──> … ──its end──> done
                any of them ──called off──> over

The row (storage/campaigns) says how it stands; a run only knows when to look again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeAlias

from flows.campaigns.contest import LOOKS
from flows.campaigns.waves import Wave, brought_forward
from flows.engine import Decision, Elapsed, Internal, Own, Wait

NAME = "campaign"
WATCHED = timedelta(hours=24)
"""For so long after a wave it is looked whether too many people stop."""


@dataclass(frozen=True, slots=True)
class LaunchFacts:
    """No facts: a launch is decided by its state alone."""


@dataclass(frozen=True, slots=True)
class Launched:
    """A launched campaign: its waves in order, of which ``begun`` have begun, and its end; whether its contest is
    ``decided``."""

    waves: tuple[Wave, ...]
    latest: datetime
    begun: int = 0
    decided: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class Launch:
    """A campaign was approved."""

    waves: tuple[Wave, ...]
    latest: datetime


@dataclass(frozen=True, slots=True)
class LaunchCalledOff:
    """A campaign was cancelled."""


@dataclass(frozen=True, slots=True)
class LaunchDecided:
    """One of the wordings has won: the rest of the people need not wait for it any longer."""


@dataclass(frozen=True, slots=True)
class Compare(Own):
    """Whether one of the wordings has won by now is to be looked at, and whether too many people stop."""


@dataclass(frozen=True, slots=True)
class Begin(Own):
    """A wave begins: its people are put into the queue."""

    wave: int


@dataclass(frozen=True, slots=True)
class Finish(Own):
    """Nothing of the campaign leaves any more."""


Event: TypeAlias = Internal | Launch | LaunchCalledOff | LaunchDecided


def decide(state: Launched | None, event: Event, _facts: LaunchFacts, now: datetime) -> Decision[Launched] | None:
    """The next step of a launch; None when the event does not concern it."""
    if state is None:
        return _go_on(Launched(event.waves, event.latest), now) if isinstance(event, Launch) else None
    match event:
        case LaunchCalledOff():
            return Decision(state, ended="cancelled")
        case Elapsed("wave"):
            return _go_on(state, now)
        case Elapsed("look"):
            went = _go_on(state, now)
            return replace(went, effects=(*went.effects, Compare()))
        case LaunchDecided() if _rests(state):
            before, later = state.waves[: state.begun], state.waves[state.begun :]
            sooner = sorted((brought_forward(one, now) if one.rest else one for one in later), key=_begins)
            return _go_on(replace(state, waves=(*before, *sooner), decided=True), now)
        case Elapsed("over"):
            return Decision(state, (Finish(),), ended="done")
    return None


def _go_on(state: Launched, now: datetime) -> Decision[Launched]:
    """Begin every wave whose time has come, and wait for the next, or for the end."""
    due = [place for place, wave in enumerate(state.waves) if place >= state.begun and wave.begins <= now]
    went = replace(state, begun=state.begun + len(due))
    next_ = Wait("wave", went.waves[went.begun].begins) if went.begun < len(went.waves) else Wait("over", went.latest)
    look = _next_look(went, now)
    return Decision(went, tuple(map(Begin, due)), (next_, *([Wait("look", look)] if look else [])))


def _next_look(state: Launched, now: datetime) -> datetime | None:
    """When it is looked again how a campaign goes: often while the rest waits for a winner; else a quarter of an hour
    after its last wave began, and each time twice as long after it, for a day. None before the first wave and behind
    the last look."""
    if not state.begun:
        return None
    if _rests(state):
        return now + LOOKS
    after = LOOKS
    while state.waves[state.begun - 1].due + after <= now:
        after *= 2
    return state.waves[state.begun - 1].due + after if after <= WATCHED else None


def _rests(state: Launched) -> bool:
    """Whether the rest of the people still waits for the best wording."""
    waits, begun = state.waves[state.begun :], state.waves[: state.begun]
    return not state.decided and any(one.rest for one in waits) and not any(one.rest for one in begun)


def _begins(wave: Wave) -> datetime:
    return wave.begins
