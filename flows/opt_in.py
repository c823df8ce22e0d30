"""The second step of an opt-in: the ask, a yes in the person's own words, the confirmation.

asked ──yes──> confirmed
  ├──yes, and more──> asked whether that was one, once
  ├──no──> declined
  └──30 days──> unanswered

The ask goes to people who ticked a box at the shop, or who say START, JOIN or hello and have seen no terms yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from flows.engine import (
    DECLINED,
    Confirm,
    CustomerReplied,
    Decision,
    Decline,
    Elapsed,
    Internal,
    Left,
    Question,
    Send,
    Value,
    Void,
    Wait,
)
from flows.policy.departure_facts import Kind, Programme, Purpose

NAME = "opt_in"
PATIENCE = timedelta(days=30)
QUESTION = Question("opt_in", "yes_no")
_HELLO = "welcome_ask"
_SOURCE = "reply to the opt-in ask"


@dataclass(frozen=True, slots=True)
class OptInFacts:
    """No facts: the event is enough to decide."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The asked address, the programmes and the template; ``again``: an unclear yes was already asked about."""

    address: UUID
    channel: str
    programmes: tuple[str, ...]
    version: int = 1
    template: str = "opt_in_ask"
    again: bool = False


@dataclass(frozen=True, slots=True)
class OptInWanted:
    """A consent arrived that needs a second step before it counts."""

    address: UUID
    channel: str
    programmes: tuple[str, ...]
    page: str = ""  # where a yes is said, on channels where an answer proves nobody


@dataclass(frozen=True, slots=True)
class Greeted:
    """A customer's ``message`` that would subscribe them: it is answered by a consent request with these values."""

    address: UUID
    channel: str
    programmes: tuple[str, ...]
    message: UUID
    values: Mapping[str, Value]
    locale: str | None = None


Event: TypeAlias = Internal | OptInWanted | Greeted


def decide(state: Asked | None, event: Event, facts: OptInFacts, now: datetime) -> Decision[Asked] | None:
    """Return the next step of an opt-in; None if the event does not concern it."""
    if isinstance(event, OptInWanted):
        return _ask(event, now) if state is None else None
    if isinstance(event, Greeted):
        return _answer(event, now)
    if state is None:
        return None
    match event:
        case CustomerReplied(intent="yes", clear=True) if event.address == state.address:
            return _confirm(state, event)
        case CustomerReplied(intent="yes") if event.address == state.address and not state.again:
            return _ask_again(state, event, now)
        case CustomerReplied(intent="no", clear=True) if event.address == state.address:
            return _decline(state, event)
        case Elapsed("answer"):
            return Decision(state, (Void(),), ended="unanswered")
        case Left(reason):
            return Decision(state, (Void(),), ended=reason)
    return None


def _ask(event: OptInWanted, now: datetime) -> Decision[Asked]:
    template = "opt_in_mail" if event.page else "opt_in_ask"
    ask = Send(
        template,
        event.address,
        event.channel,
        key="ask",
        purpose=Purpose.MARKETING,
        kind=Kind.OPT_IN_ASK,
        programme=Programme.REMINDERS,
        latest=now + timedelta(hours=48),
        values={"page": event.page} if event.page else {},
    )
    state = Asked(event.address, event.channel, event.programmes, template=template)
    return Decision(state, (ask,), (Wait("answer", now + PATIENCE, QUESTION),))


def _answer(event: Greeted, now: datetime) -> Decision[Asked]:
    """Send the request at once; it also replaces an earlier request that still waits."""
    state = Asked(event.address, event.channel, event.programmes, template=_HELLO)
    ask = replace(_ask_at_once(event, event.values), locale=event.locale)
    return Decision(state, (Void(), ask), (Wait("answer", now + PATIENCE, QUESTION),))


def _ask_again(state: Asked, event: CustomerReplied, now: datetime) -> Decision[Asked]:
    """Ask whether "yes but no offers" was a yes, with the full text of the request, as consent is to the text shown
    last."""
    only = {f"only_{state.programmes[0]}": "yes"} if len(state.programmes) == 1 else {}
    ask = _ask_at_once(event, {"again": "yes", **only})
    asked = replace(state, template=ask.template, again=True)
    return Decision(asked, (Void(), ask), (Wait("answer", now + PATIENCE, QUESTION),))


def _ask_at_once(event: Greeted | CustomerReplied, values: Mapping[str, Value]) -> Send:
    key, purpose = f"ask:{event.message}", Purpose.TRANSACTIONAL
    return Send(_HELLO, event.address, event.channel, key, purpose, Kind.OPT_IN_REPLY, values=values)


def _confirm(state: Asked, event: CustomerReplied) -> Decision[Asked]:
    done = Send(
        "opt_in_done", state.address, state.channel, key="done", purpose=Purpose.TRANSACTIONAL, kind=Kind.OPT_IN_DONE
    )
    confirm = Confirm(state.address, state.programmes, _SOURCE, state.template, event.message)
    return Decision(state, (Void(), confirm, done), ended="confirmed")  # an ask that still waits is answered


def _decline(state: Asked, event: CustomerReplied) -> Decision[Asked]:
    """End the opt-in without consent. A "no" to the second step leaves a ticked box that alone does not suffice as it
    was. After a hello, a box that suffices is revoked by the person's own "no"."""
    done = Send(
        "no_thanks", event.address, event.channel, f"answer:{event.message}", Purpose.TRANSACTIONAL, Kind.ANSWER
    )
    decline = Decline(state.address, state.programmes, _SOURCE, DECLINED, event.message)
    ends = (decline,) if state.template == _HELLO else ()
    return Decision(state, (Void(), *ends, done), ended="declined")
