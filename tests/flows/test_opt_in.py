"""The second step of an opt-in as tables: who confirms, who declines, and what changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from flows.engine import Confirm, CustomerReplied, Decision, Elapsed, Left, Send, Void
from flows.opt_in import PATIENCE, Asked, Event, Greeted, OptInFacts, OptInWanted, decide
from flows.policy.departure_facts import Kind, Purpose

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SMS, OTHER, MESSAGE = (UUID(int=number) for number in (1, 2, 3))
ASKED = Asked(SMS, "sms", ("reminders",))


def decided(event: Event, state: Asked | None = ASKED) -> Decision[Asked] | None:
    return decide(state, event, OptInFacts(), NOON)


def replied(intent: str, address: UUID = SMS) -> CustomerReplied:
    return CustomerReplied(intent, address, "sms", MESSAGE)


def test_a_wish_is_asked_once_and_waits_thirty_days() -> None:
    asked = decided(OptInWanted(SMS, "sms", ("reminders",)), None)
    assert asked is not None
    (ask,), (wait,) = asked.effects, asked.waits
    assert isinstance(ask, Send)
    assert (ask.kind, ask.purpose, ask.latest) == (Kind.OPT_IN_ASK, Purpose.MARKETING, NOON + timedelta(hours=48))
    assert wait.due_at == NOON + PATIENCE
    assert decided(OptInWanted(SMS, "sms", ("reminders",))) is None


def test_who_says_hello_is_asked_in_answer() -> None:
    asked = decided(Greeted(OTHER, "telegram", ("reminders",), MESSAGE, {}))
    assert asked is not None
    void, ask = asked.effects
    assert isinstance(void, Void), "an ask that still waits is answered by it"
    assert isinstance(ask, Send)
    assert (ask.address, ask.kind) == (OTHER, Kind.OPT_IN_REPLY)


def test_a_yes_confirms_what_was_asked_for() -> None:
    done = decided(replied("yes"))
    assert done is not None
    assert done.ended == "confirmed"
    assert Confirm(SMS, ("reminders",), "reply to the opt-in ask", "opt_in_ask", MESSAGE) in done.effects


def test_a_yes_that_says_more_is_asked_about_once() -> None:
    unclear = replace(replied("yes"), clear=False)
    asked = decided(unclear)
    assert asked is not None
    assert not asked.ended
    void, ask = asked.effects
    assert isinstance(void, Void), "an ask that still waits is answered by it"
    assert isinstance(ask, Send)
    assert (ask.kind, ask.values) == (Kind.OPT_IN_REPLY, {"again": "yes", "only_reminders": "yes"})
    assert decided(unclear, asked.state) is None
    done = decided(replied("yes"), asked.state)
    assert done is not None
    assert Confirm(SMS, ("reminders",), "reply to the opt-in ask", "welcome_ask", MESSAGE) in done.effects


@pytest.mark.parametrize("event", [replied("yes", OTHER), replied("no", OTHER), replied("later")])
def test_what_decides_nothing(event: Event) -> None:
    """A yes from another number of the person's is no consent to be written to at this one."""
    assert decided(event) is None


@pytest.mark.parametrize(
    ("event", "ended", "says"),
    [
        (replied("no"), "declined", ["no_thanks"]),
        (Elapsed("answer"), "unanswered", []),
        (Left("opted_out"), "opted_out", []),
    ],
)
def test_how_else_it_ends(event: Any, ended: str, says: list[str]) -> None:
    end = decided(event)
    assert end is not None
    assert end.ended == ended
    assert [one.template for one in end.effects if isinstance(one, Send)] == says
    assert not any(isinstance(one, Confirm) for one in end.effects)


@pytest.mark.parametrize("event", [replied("yes"), Elapsed("answer"), Left("opted_out")])
def test_nothing_was_asked(event: Event) -> None:
    assert decided(event, None) is None
