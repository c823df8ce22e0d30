"""The least distance between two marketing messages to one person, which the business sets."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from flows.policy.departure import judge
from flows.policy.departure_facts import Cap, EarlierDeparture, Kind
from flows.policy.verdict import Outcome
from tests.cases import each
from tests.flows.policy.samples import FLORIDA, NOON, REFUSE, SEND, TRANSACTIONAL, WAIT, local, reminder, sent

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
RULE = "distance.business"


def after(hours: float, thread: str | None = None) -> tuple[EarlierDeparture, ...]:
    """One message that left so many hours before noon, of a conversation."""
    return (EarlierDeparture(NOON - hours * HOUR, "telegram", None, thread),)


@each(
    ("changes", "expected"),
    [
        pytest.param({"recent": after(0)}, (WAIT, RULE, 24), id="two in the same second"),
        pytest.param({"recent": after(1)}, (WAIT, RULE, 23), id="an hour apart"),
        pytest.param({"recent": after(24)}, (SEND, "ok", None), id="exactly a day apart"),
        pytest.param({"recent": after(23.5)}, (WAIT, RULE, 0.5), id="half an hour short"),
        pytest.param({"recent": (*after(30), *after(2), *after(9))}, (WAIT, RULE, 22), id="the newest counts"),
        pytest.param({"recent": after(1), "distance": 2 * HOUR}, (WAIT, RULE, 1), id="shorter"),
        pytest.param({"recent": after(46), "distance": 2 * DAY}, (WAIT, RULE, 2), id="longer"),
        pytest.param({"recent": after(0), "distance": timedelta(0)}, (SEND, "ok", None), id="turned off"),
        pytest.param({"recent": after(1, "cart-1"), "thread": "cart-1"}, (SEND, "ok", None), id="the same cart"),
        pytest.param({"recent": after(1, "cart-2"), "thread": "cart-1"}, (WAIT, RULE, 23), id="another cart"),
        pytest.param({"recent": after(1), "thread": None}, (WAIT, RULE, 23), id="two notices that stand alone"),
        pytest.param({"recent": after(1), "purpose": TRANSACTIONAL}, (SEND, "ok", None), id="a service text"),
        pytest.param({"recent": after(1), "kind": Kind.ANSWER}, (SEND, "ok", None), id="an answer"),
        pytest.param({"recent": after(1), "kind": Kind.OPT_IN_ASK}, (SEND, "ok", None), id="a question for consent"),
        pytest.param({"recent": after(1), "kind": Kind.ASKED}, (SEND, "ok", None), id="the moment that they named"),
        pytest.param({"recent": after(1), "channel": "telegram"}, (WAIT, RULE, 23), id="by chat"),
    ],
)
def test_marketing_of_two_conversations_keeps_its_distance(changes: dict[str, Any], expected: tuple[Any, ...]) -> None:
    verdict = judge(reminder(**{"distance": DAY} | changes), NOON)
    until = None if expected[2] is None else NOON + expected[2] * HOUR
    assert (verdict.outcome, verdict.rule, verdict.until) == (*expected[:2], until)


def test_a_wait_for_the_distance_is_no_lateness_but_keeps_to_the_last_moment() -> None:
    """It bears four hours of lateness; a day of distance does not use them up."""
    later = NOON + 23 * HOUR
    waited = reminder(distance=DAY, recent=after(1), due_at=NOON)
    assert judge(waited, later).outcome is Outcome.SEND
    stale = judge(reminder(distance=DAY, recent=after(1), latest=NOON + 3 * HOUR), NOON)
    assert (stale.outcome, stale.rule) == (REFUSE, RULE)


def test_a_message_that_was_too_late_before_the_other_left_stays_too_late() -> None:
    late = reminder(distance=DAY, recent=after(1), due_at=NOON - DAY)
    assert judge(late, NOON).rule == "expired"


def test_a_cart_reminder_leaves_48_hours_after_its_turn_or_never() -> None:
    turn = NOON - 47 * HOUR
    recent = (*after(46), *after(20))
    verdict = judge(reminder(distance=DAY, recent=recent, due_at=turn, latest=turn + 48 * HOUR), NOON)
    assert (verdict.outcome, verdict.rule) == (REFUSE, RULE)


def test_the_wait_goes_on_to_the_morning_where_the_distance_ends_at_night() -> None:
    due = local("America/New_York", "2026-03-03 19:30")
    verdict = judge(reminder(FLORIDA, due_at=due, distance=DAY, recent=sent(22, before=due)), due)
    assert (verdict.outcome, verdict.rule) == (Outcome.WAIT, RULE)
    assert verdict.until == local("America/New_York", "2026-03-04 08:00")


def test_a_cap_is_named_before_the_distance() -> None:
    verdict = judge(reminder(distance=DAY, caps=(Cap(1, 2 * DAY),), recent=after(1)), NOON)
    assert (verdict.outcome, verdict.rule) == (REFUSE, "cap.business")


def test_the_owner_reads_why_and_the_rule_is_kept_with_the_verdict() -> None:
    verdict = judge(reminder(distance=DAY, recent=after(1)), NOON)
    assert verdict.reason == (
        "The shop leaves 24 hours between two marketing messages to one person, the next from 11:00."
    )
    allowed = judge(reminder(distance=DAY), NOON)
    for found in (verdict, allowed):
        assert "distance" in {rule.rule for rule in found.rules}
