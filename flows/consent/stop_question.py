"""The question whether to stop our messages, asked once after a possible opt-out. Silence for a day means yes.

held ──asked──> asked ──they want them──> kept
  │               ├──they stop them──> (why it is over)
  │               └──24 hours──> silent: their consents end
  ├──passed on to the staff──> with staff ──the staff answers, or a week──> kept
  └──nobody asks──> kept: silence answers no question that was never put

Marketing is held from the moment the words come in, before anybody has read them. Unreadable words may be an opt-out,
so marketing is held until a person has read them.

47 CFR 64.1200(a)(12): without an answer the sender must assume a revocation. While the question is open no marketing
leaves (flows/policy/send_timing.py). Unrelated messages do not answer it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from flows.engine import Decision, Elapsed, Internal, Left, Own, Wait
from flows.policy.departure_facts import STOP_ASKED

NAME = "stop_question"
_LOOK_AGAIN = timedelta(minutes=1)  # while what they wrote last waits to be read: it may be the answer
_UNREAD_AT_MOST = timedelta(hours=1)  # past their day: what nobody can read for so long keeps no consent alive
_ENDS = frozenset({"opted_out", "erased"})
FOR_STAFF = timedelta(days=7)
"""How long the staff have to read an unclear text: a week has working days everywhere, and 47 CFR 64.1200(a)(10) gives
ten of them to honour an opt-out in free words."""


@dataclass(frozen=True, slots=True)
class StopFacts:
    """Whether an event of the person is stored and not handled yet: it may be the answer."""

    unread: bool = False


@dataclass(frozen=True, slots=True)
class Doubted:
    """The open question. ``message`` is the person's last possible opt-out, or the message we asked about; ``until`` is
    the deadline of their answer.

    ``asked``: the question was sent; states stored before this field existed had been asked at once. ``with_staff``:
    the staff read the message instead, until then.
    """

    message: UUID
    until: datetime
    asked: bool = True
    with_staff: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class Doubt:
    """A possible opt-out arrived: marketing is held from now on."""

    message: UUID


@dataclass(frozen=True, slots=True)
class Questioned:
    """The question was sent to the person."""


@dataclass(frozen=True, slots=True)
class PassedOn:
    """An unreadable text was passed to the staff."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The person wants our messages, or the staff have read the text; ``at`` is when the person wrote, which counts if
    it is read later."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Silent(Own):
    """The person's consents end by silence after ``message``."""

    message: UUID


Event: TypeAlias = Internal | Doubt | Questioned | PassedOn | Kept


def decide(state: Doubted | None, event: Event, facts: StopFacts, now: datetime) -> Decision[Doubted] | None:
    """Return the next step of the question; None if the event does not concern it."""
    if state is None:
        return _hold(event.message, now) if isinstance(event, Doubt) else None
    match event:
        case Doubt(message) if not state.asked and not state.with_staff:
            return _wait(replace(state, message=message))  # the last one holds: what frees an earlier one leaves it
        case Questioned() if not state.asked:
            until = min(state.until, now + STOP_ASKED)
            return _wait(replace(state, until=until, asked=True, with_staff=False))
        case PassedOn() if not state.asked and not state.with_staff:
            return _wait(replace(state, until=now + FOR_STAFF, with_staff=True))
        case Kept(at):
            return Decision(state, ended="kept") if at < state.until or not state.asked else _handle_silence(state)
        case Elapsed() if facts.unread and now < state.until + _UNREAD_AT_MOST:
            return Decision(state, waits=(Wait("answer", now + _LOOK_AGAIN),))
        case Elapsed():
            return _handle_silence(state) if state.asked else Decision(state, ended="kept")
        case Left(reason) if reason in _ENDS:
            return Decision(state, ended=reason)
    return None


def _hold(message: UUID, now: datetime) -> Decision[Doubted]:
    return _wait(Doubted(message, now + STOP_ASKED, asked=False))


def _wait(state: Doubted) -> Decision[Doubted]:
    return Decision(state, waits=(Wait("answer", state.until),))


def _handle_silence(state: Doubted) -> Decision[Doubted]:
    return Decision(state, (Silent(state.message),), ended="silent")
