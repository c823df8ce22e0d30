"""How many marketing messages a person may get: the caps of states, and those of the business."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from flows.policy.departure import judge
from flows.policy.departure_facts import Cap, ConsentState, Kind
from flows.policy.verdict import Outcome
from tests.cases import each
from tests.flows.policy.samples import (
    FLORIDA,
    MISSOURI,
    NOON,
    REFUSE,
    SEND,
    TRANSACTIONAL,
    WAIT,
    WEEKLY,
    local,
    outcome,
    reminder,
    sent,
)


@each(
    ("phone", "changes", "expected"),
    [
        (FLORIDA, {"recent": sent(1, 2)}, (SEND, "ok", None)),
        (FLORIDA, {"recent": sent(1, 2, 24)}, (SEND, "ok", None)),
        (FLORIDA, {"recent": sent(1, 2, 23)}, (WAIT, "cap.FL", "13:00")),
        (FLORIDA, {"recent": sent(1, 2, 22.5, 23)}, (WAIT, "cap.FL", "13:30")),
        (FLORIDA, {"recent": sent(1, 2, 19)}, (REFUSE, "cap.FL", None)),
        (FLORIDA, {"recent": sent(1, 2, 19), "expires_after": timedelta(hours=6)}, (WAIT, "cap.FL", "17:00")),
        (FLORIDA, {"recent": sent(1, 2, 23), "latest": NOON}, (REFUSE, "cap.FL", None)),
        (FLORIDA, {"recent": sent(1, 2, 23), "purpose": TRANSACTIONAL}, (SEND, "ok", None)),
        (FLORIDA, {"recent": sent(1, 2, 23), "kind": Kind.OPT_IN_ASK}, (WAIT, "cap.FL", "13:00")),
        ("+14055550101", {"recent": sent(1, 2, 23)}, (WAIT, "cap.OK", "13:00")),
        ("+14105550101", {"recent": sent(1, 2, 23)}, (WAIT, "cap.MD", "13:00")),
        (MISSOURI, {"recent": sent(1, 2, 23)}, (SEND, "ok", None)),
        (MISSOURI, {"recent": sent(1, 2, 23), "country": "US", "region": "FL"}, (WAIT, "cap.FL", "13:00")),
    ],
)
def test_caps_of_states(phone: str, changes: dict[str, Any], expected: tuple[str, str, str | None]) -> None:
    """Wall times are those of Chicago, where it is noon."""
    verdict = judge(reminder(phone, **changes), NOON)
    until = local("America/Chicago", f"2026-03-03 {expected[2]}") if expected[2] else None
    assert (verdict.outcome, verdict.rule, verdict.until) == (*expected[:2], until)


@pytest.mark.parametrize(
    ("bought", "expected"),
    [
        pytest.param(None, (WAIT, "cap.OR"), id="never bought"),
        pytest.param(NOON - timedelta(days=30), (SEND, "ok"), id="bought last month"),
        pytest.param(datetime(2024, 9, 3, 18, 0, tzinfo=UTC), (SEND, "ok"), id="18 months to the minute"),
        pytest.param(datetime(2024, 9, 3, 17, 59, tzinfo=UTC), (WAIT, "cap.OR"), id="a minute more"),
    ],
)
def test_oregon_spares_who_bought_within_18_months(bought: datetime | None, expected: tuple[str, str]) -> None:
    oregon = {"phone": "+15035550101", "recent": sent(1, 2, 23)}
    assert outcome(last_purchase_at=bought, **oregon) == expected


def test_oregon_had_no_cap_before_2026() -> None:
    before = datetime(2025, 12, 30, 18, 0, tzinfo=UTC)
    assert outcome(before, phone="+15035550101", recent=sent(1, 2, 23, before=before)) == (SEND, "ok")


def test_floridas_fourth_message_says_why() -> None:
    verdict = judge(reminder(FLORIDA, recent=sent(1, 2, 23)), NOON)
    assert verdict.reason == (
        "Florida allows one person 3 marketing messages in 24 hours, the next from 14:00 "
        "(Fla. Stat. 501.616, since 1 Jul 2021)."
    )


@pytest.mark.parametrize(
    ("count", "hours", "allows"),
    [
        (0, 24, "0 marketing messages in 24 hours"),
        (1, 24, "1 marketing message in 24 hours"),
        (1, 2, "1 marketing message in 2 hours"),
        (2, 24, "2 marketing messages in 24 hours"),
        (2, 1, "2 marketing messages in 1 hour"),
        (1, 7 * 24, "1 marketing message in 7 days"),
    ],
)
def test_a_cap_is_spelled_as_one_or_several(count: int, hours: int, allows: str) -> None:
    caps, recent = (Cap(count, timedelta(hours=hours)),), sent(0.5, 0.75)
    assert judge(reminder(caps=caps, recent=recent), NOON).reason.startswith(f"The shop allows one person {allows}")


@each(
    ("changes", "expected"),
    [
        ({"recent": sent(1, 2)}, (SEND, "ok")),
        ({"recent": sent(1, 2, 24 * 7)}, (SEND, "ok")),
        ({"recent": sent(1, 2, 24 * 7 - 1)}, (WAIT, "cap.business")),
        ({"recent": sent(1, 2, 3)}, (REFUSE, "cap.business")),
        ({"recent": sent(1, 2, 3), "purpose": TRANSACTIONAL}, (SEND, "ok")),
        ({"recent": sent(1, 2, 3), "kind": Kind.OPT_IN_ASK, "consent": ConsentState.NONE}, (SEND, "ok")),
        ({"phone": FLORIDA, "recent": sent(1, 2, 23)}, (REFUSE, "cap.FL")),
        ({"caps": (Cap(0, timedelta(days=1)),)}, (REFUSE, "cap.business")),
        ({"caps": (*WEEKLY, Cap(1, timedelta(hours=2))), "recent": sent(1)}, (WAIT, "cap.business")),
    ],
)
def test_caps_of_the_business(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert outcome(**{"caps": WEEKLY} | changes) == expected


def test_a_wait_ends_when_everything_allows() -> None:
    """A cap that ends in the night waits on for the morning."""
    due = local("America/New_York", "2026-03-03 19:30")
    recent = sent(1, 2, 22, before=due)
    verdict = judge(reminder(FLORIDA, due_at=due, recent=recent), due)
    assert (verdict.outcome, verdict.rule) == (Outcome.WAIT, "cap.FL")
    assert verdict.until == local("America/New_York", "2026-03-04 08:00")
