"""The end of the permitted hours: what leaves before it is not delivered after it, on any day and at any place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any

import pytest
from hypothesis import given, settings

from flows.policy.departure import judge
from flows.policy.departure_facts import Kind, Purpose
from flows.policy.send_timing import DELIVERY, compute_validity, find_closing, find_permitted_start
from flows.policy.verdict import Outcome
from tests.flows.policy.samples import FLORIDA, MISSOURI, NOON, local, reminder
from tests.flows.policy.test_properties import INSTANTS, Someone, allowed, people

NEW_YORK, CHICAGO = "America/New_York", "America/Chicago"


@pytest.mark.parametrize(
    ("phone", "zone", "moment", "end"),
    [
        pytest.param(FLORIDA, NEW_YORK, "2026-03-03 19:55", "2026-03-03 20:00", id="Florida's evening"),
        pytest.param(MISSOURI, CHICAGO, "2026-03-03 08:00", "2026-03-03 21:00", id="over midnight UTC"),
        pytest.param(MISSOURI, CHICAGO, "2026-03-08 09:00", "2026-03-08 21:00", id="the day clocks go forward"),
        pytest.param(MISSOURI, CHICAGO, "2026-11-01 09:00", "2026-11-01 21:00", id="the day they go back"),
        pytest.param("+12055550101", CHICAGO, "2026-12-24 19:00", "2026-12-24 20:00", id="the eve of a holiday"),
        pytest.param("+18505550101", NEW_YORK, "2026-03-03 19:00", "2026-03-03 20:00", id="the earlier of two zones"),
        pytest.param("+16715550101", "Pacific/Guam", "2026-03-03 09:00", "2026-03-03 21:00", id="Guam"),
    ],
)
def test_the_end_of_the_permitted_hours(phone: str, zone: str, moment: str, end: str) -> None:
    assert find_closing(reminder(phone), local(zone, moment)) == local(zone, end)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, timedelta(minutes=5), id="until closing"),
        pytest.param({"kind": Kind.OPT_IN_ASK}, timedelta(minutes=5), id="an ask"),
        pytest.param({"kind": Kind.NUDGE, "purpose": Purpose.TRANSACTIONAL}, timedelta(minutes=5), id="a nudge"),
        pytest.param({"channel": "whatsapp", "phone": "+14165550101", "country": "US", "region": "FL"},
                     timedelta(minutes=5), id="WhatsApp"),
        pytest.param({"purpose": Purpose.TRANSACTIONAL}, timedelta(hours=4), id="a service text keeps no hours"),
        pytest.param({"kind": Kind.ANSWER}, timedelta(hours=4), id="an answer"),
        pytest.param({"expires_after": timedelta(minutes=2)}, timedelta(minutes=2), id="its own lateness is shorter"),
    ],
)  # fmt: skip
def test_how_long_a_provider_may_hold_it(changes: dict[str, Any], expected: timedelta) -> None:
    """At 19:55 in Florida."""
    now = local(NEW_YORK, "2026-03-03 19:55")
    departure = reminder(**{"phone": FLORIDA, "due_at": now} | changes)
    assert compute_validity(departure, now) == expected


def test_what_is_closed_has_no_end_to_tell() -> None:
    assert find_closing(reminder(FLORIDA), local(NEW_YORK, "2026-03-03 20:00")) is None


def test_a_text_about_a_cart_is_held_until_its_48_hours_are_over() -> None:
    assert compute_validity(reminder(subject_at=NOON - timedelta(hours=47)), NOON) == timedelta(hours=1)


def test_in_the_last_minute_it_waits_for_the_morning() -> None:
    last = local(NEW_YORK, "2026-03-03 19:59")
    assert judge(reminder(FLORIDA, due_at=last), last).outcome is Outcome.SEND
    verdict = judge(reminder(FLORIDA, due_at=last), last + timedelta(seconds=1))
    assert (verdict.outcome, verdict.rule) == (Outcome.WAIT, "quiet-hours.FL")
    assert verdict.until == local(NEW_YORK, "2026-03-04 08:00")


@settings(max_examples=100, deadline=None)
@given(people(), INSTANTS)
def test_what_leaves_is_void_at_the_provider_before_the_night(who: Someone, now: datetime) -> None:
    """To the last second that a provider may hold it, the oracle of the law allows it."""
    person, clocks = who
    departure = reminder(**person, due_at=now)
    if judge(departure, now).outcome is not Outcome.SEND:
        return
    held = compute_validity(departure, now)
    assert held >= DELIVERY
    for quarter in range(ceil(held / timedelta(minutes=15))):
        assert allowed(clocks, now + quarter * timedelta(minutes=15))
    assert allowed(clocks, now + held - timedelta(seconds=1))


def test_a_permitted_moment_is_its_own_beginning() -> None:
    first = find_permitted_start(reminder(FLORIDA), datetime(2026, 3, 3, 4, tzinfo=UTC))
    assert first == local(NEW_YORK, "2026-03-03 08:00")
