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
    """``paused``: whether the business is paused still."""

    paused: bool = False


@dataclass(frozen=True, slots=True)
class Ends:
    """The pause lasts ``until`` then, UTC."""

    until: datetime
    version: int = 1


@dataclass(frozen=True, slots=True)
class EndNamed:
    """Somebody on the staff paused sending, or said anew how long it is paused."""

    until: datetime


@dataclass(frozen=True, slots=True)
class EndedBefore:
    """Somebody on the staff had sending go on before that."""


@dataclass(frozen=True, slots=True)
class SendAgain(Own):
    """The end has come: what waits may leave."""


Event: TypeAlias = Internal | EndNamed | EndedBefore


def decide(state: Ends | None, event: Event, facts: PauseFacts, _now: datetime) -> Decision[Ends] | None:
    """The next step of the pause; None when the event does not concern it.

    With whoever named the end the end is erased too: the pause lasts until /resume, for to send early is worse.
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
