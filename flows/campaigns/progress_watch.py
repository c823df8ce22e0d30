"""Progress reports to the member who launched a campaign. The run has no person; it checks the first step repeatedly.

a wave begins ──> look after 1, 2, 4, 8 minutes, then every 10 ──the step's last moment, or called off──> over
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeAlias

from flows.engine import Decision, Elapsed, Internal, Own, Wait

NAME = "campaign_progress"
_FIRST, _LONGEST = timedelta(minutes=1), timedelta(minutes=10)
_DOUBLED = 4  # times, after which it is longer than the longest


@dataclass(frozen=True, slots=True)
class ProgressFacts:
    """No facts: when to look is decided by the state alone."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A campaign being sent: the last moment of its first step, and the number of checks so far."""

    latest: datetime
    looks: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class Watch:
    """A wave of a campaign began; nothing of its first step leaves after ``latest``."""

    latest: datetime


@dataclass(frozen=True, slots=True)
class WatchCalledOff:
    """The campaign was cancelled."""


@dataclass(frozen=True, slots=True)
class Look(Own):
    """Check the campaign's progress, and report a change to the launching member."""


Event: TypeAlias = Internal | Watch | WatchCalledOff


def decide(state: Watched | None, event: Event, _facts: ProgressFacts, now: datetime) -> Decision[Watched] | None:
    """Return the next check; None if the event does not concern it."""
    if state is None:
        return _wait(Watched(event.latest), now) if isinstance(event, Watch) else None
    if isinstance(event, WatchCalledOff):
        return Decision(state, (), ended="called off")
    if not isinstance(event, Elapsed):
        return None
    looked = replace(state, looks=state.looks + 1)
    if now >= state.latest:
        return Decision(looked, (Look(),), ended="done")
    waiting = _wait(looked, now)
    return replace(waiting, effects=(Look(),))


def _wait(state: Watched, now: datetime) -> Decision[Watched]:
    gap = min(_FIRST * 2 ** min(state.looks, _DOUBLED), _LONGEST)
    return Decision(state, (), (Wait("look", min(now + gap, max(state.latest, now))),))
