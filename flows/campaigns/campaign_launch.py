"""The run of an approved campaign: its waves begin one after the other, and at its end it is done.

approved ──a wave's time──> sending ──the next wave's time──> … ──its end──> done
                any of them ──called off──> over

The rest of a contest begins when its winner is decided; at the wave's own time the run only checks for a decision.

The row (storage/campaigns) has the campaign's status; the run only knows when to look again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import takewhile
from typing import TypeAlias

from flows.campaigns.campaign_waves import Wave, release_rest
from flows.campaigns.wording_contest import LOOKS
from flows.engine import Decision, Elapsed, Internal, Own, Wait

NAME = "campaign"
WATCHED = timedelta(hours=24)
"""How long after a wave the share of people who stop is checked."""


@dataclass(frozen=True, slots=True)
class LaunchFacts:
    """No facts: a launch is decided by its state alone."""


@dataclass(frozen=True, slots=True)
class Launched:
    """A launched campaign: its waves in order, how many have ``begun``, its end, and whether its contest is
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
    """The wording for the rest of the people is decided: one has ``won``, or leads at the end; ``winner`` is
    its place."""

    won: bool = True
    winner: int = 0

    def keeps(self, wave: Wave) -> bool:
        """Return True if a wave is sent. If variants have their own hours, the rest gets only the winner's waves."""
        return not wave.rest or not wave.variants or self.winner in wave.variants


@dataclass(frozen=True, slots=True)
class Compare(Own):
    """Check whether one of the wordings has won, and whether too many people stop."""


@dataclass(frozen=True, slots=True)
class Begin(Own):
    """Put the people of a wave into the queue."""

    wave: int


@dataclass(frozen=True, slots=True)
class Finish(Own):
    """End the campaign: nothing more leaves."""


Event: TypeAlias = Internal | Launch | LaunchCalledOff | LaunchDecided


def decide(state: Launched | None, event: Event, _facts: LaunchFacts, now: datetime) -> Decision[Launched] | None:
    """Return the next step of a launch; None if the event does not concern it."""
    if state is None:
        return _go_on(Launched(event.waves, event.latest), now) if isinstance(event, Launch) else None
    match event:
        case LaunchCalledOff():
            return Decision(state, ended="cancelled")
        case Elapsed("wave"):
            return _go_on(state, now)
        case Elapsed("look"):
            return _go_on(state, now, looks=True)
        case LaunchDecided() if _rests(state):
            before, later = state.waves[: state.begun], [one for one in state.waves[state.begun :] if event.keeps(one)]
            going = (release_rest(one, now, state.latest, won=event.won) if one.rest else one for one in later)
            return _go_on(replace(state, waves=(*before, *sorted(going, key=_begins)), decided=True), now)
        case Elapsed("over"):
            return Decision(state, (Finish(),), ended="done")
    return None


def _go_on(state: Launched, now: datetime, *, looks: bool = False) -> Decision[Launched]:
    """Begin every wave that is due, and wait for the next one, or for the end. With ``looks``, or if the rest waits for
    a decision, check the results too."""
    undecided = _rests(state)
    later = state.waves[state.begun :]
    due = list(takewhile(lambda wave: wave.begins <= now and not (wave.rest and undecided), later))
    went = replace(state, begun=state.begun + len(due))
    next_ = went.waves[went.begun].begins if went.begun < len(went.waves) else None
    held = next_ is not None and next_ <= now  # the rest, whose wording is not decided yet
    wait = Wait("over", went.latest) if next_ is None or held else Wait("wave", next_)
    look = _plan_next_look(went, now)
    effects = (*map(Begin, range(state.begun, went.begun)), *([Compare()] if looks or held else []))
    return Decision(went, effects, (wait, *([Wait("look", look)] if look else [])))


def _plan_next_look(state: Launched, now: datetime) -> datetime | None:
    """Return the time of the next check: frequent while the rest waits for a winner; else 15 minutes after the last
    wave began, then at doubling intervals, for a day. None before the first wave and after the last check."""
    if not state.begun:
        return None
    if _rests(state):
        return now + LOOKS
    after = LOOKS
    while state.waves[state.begun - 1].due + after <= now:
        after *= 2
    return state.waves[state.begun - 1].due + after if after <= WATCHED else None


def _rests(state: Launched) -> bool:
    """Return True if the rest of the people still waits for the best wording."""
    waits, begun = state.waves[state.begun :], state.waves[: state.begun]
    return not state.decided and any(one.rest for one in waits) and not any(one.rest for one in begun)


def _begins(wave: Wave) -> datetime:
    return wave.begins
