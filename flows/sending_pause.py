"""A pause of all sending that has an end: named with it, as in "stop all reminders for 2 hours".

named ──the end comes──> over: sent again
  ├──another end──> named
  └──/resume──> over

The pause itself is the business's (storage/businesses/businesses.py), with or without an end; a run only knows when to
look.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from flows.engine import Decision, Elapsed, Internal, Left, Own, Wait

NAME = "pause"


@dataclass(frozen=True, slots=True)
class PauseFacts:
    """``paused``: the business is still paused."""

    paused: bool = False


@dataclass(frozen=True, slots=True)
class Ends:
    """The pause lasts ``until`` that moment, in UTC."""

    until: datetime
    version: int = 1


@dataclass(frozen=True, slots=True)
class EndNamed:
    """A member paused sending, or changed the length of the pause."""

    until: datetime


@dataclass(frozen=True, slots=True)
class EndedBefore:
    """A member resumed sending before the end."""


@dataclass(frozen=True, slots=True)
class SendAgain(Own):
    """End the pause: waiting messages may leave."""


Event: TypeAlias = Internal | EndNamed | EndedBefore


def decide(state: Ends | None, event: Event, facts: PauseFacts, _now: datetime) -> Decision[Ends] | None:
    """Return the next step of the pause; None if the event does not concern it.

    Erasing the member who set the end erases the end too: the pause then lasts until /resume, as sending early is
    worse.
    """
    match event:
        case EndNamed(until):
            return Decision(Ends(until), waits=(Wait("end", until),))
        case EndedBefore() if state is not None:
            return Decision(state, ended="resumed")
        case Elapsed() if state is not None:
            return Decision(state, (SendAgain(),) if facts.paused else (), ended="over")
        case Left("erased") if state is not None:
            return Decision(state, ended="erased")
    return None
