"""The carriers' rules on texts about a cart: one SMS, within 48 hours."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from flows.policy.departure import judge
from flows.policy.departure_facts import Kind, Programme
from flows.policy.verdict import Outcome
from tests.cases import each
from tests.flows.policy.samples import (
    CANADIAN,
    EVENING,
    NOON,
    REFUSE,
    SEND,
    TOLL_FREE,
    TRANSACTIONAL,
    local,
    outcome,
    reminder,
    sent,
)


@each(
    ("changes", "expected"),
    [
        ({}, (REFUSE, "one-sms-per-cart")),
        ({"phone": "+17875550101"}, (REFUSE, "one-sms-per-cart")),
        ({"phone": TOLL_FREE}, (REFUSE, "one-sms-per-cart")),
        ({"phone": CANADIAN}, (SEND, "ok")),
        ({"phone": CANADIAN, "one_sms_per_cart": True}, (REFUSE, "one-sms-per-cart")),
        ({"one_sms_per_cart": False}, (SEND, "ok")),
        ({"subject": "cart-2"}, (SEND, "ok")),
        ({"subject": None}, (SEND, "ok")),
        ({"channel": "telegram"}, (SEND, "ok")),
        ({"programme": Programme.OFFERS}, (SEND, "ok")),
        ({"purpose": TRANSACTIONAL}, (SEND, "ok")),
        ({"recent": sent(2, channel="telegram", subject="cart-1")}, (SEND, "ok")),
        ({"recent": sent(24 * 40, channel="sms", subject="cart-1")}, (REFUSE, "one-sms-per-cart")),
    ],
)
def test_one_sms_per_cart(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    recent = sent(2, channel="sms", subject="cart-1", before=EVENING)
    assert outcome(EVENING, **{"recent": recent} | changes) == expected


def _left(hours: float) -> datetime:
    return NOON - timedelta(hours=hours)


@each(
    ("changes", "expected"),
    [
        pytest.param({"subject_at": _left(47)}, (SEND, "ok"), id="an hour left"),
        pytest.param({"subject_at": _left(48) + timedelta(minutes=1)}, (SEND, "ok"), id="a minute left"),
        pytest.param({"subject_at": _left(48)}, (REFUSE, "cart-48h"), id="none left"),
        pytest.param({"subject_at": _left(96)}, (REFUSE, "cart-48h"), id="days ago"),
        pytest.param({"subject_at": _left(96), "one_sms_per_cart": False}, (REFUSE, "cart-48h"), id="not switched off"),
        pytest.param({"subject_at": _left(96), "phone": "+17875550101"}, (REFUSE, "cart-48h"), id="Puerto Rico"),
        pytest.param({"subject_at": _left(96), "kind": Kind.ASKED}, (SEND, "ok"), id="asked for"),
        pytest.param({"subject_at": _left(96), "phone": CANADIAN}, (SEND, "ok"), id="no such rule in Canada"),
        pytest.param({"subject_at": _left(96), "channel": "telegram"}, (SEND, "ok"), id="not by SMS"),
        pytest.param({"subject_at": _left(96), "programme": Programme.OFFERS}, (SEND, "ok"), id="an offer"),
        pytest.param({"subject_at": _left(96), "purpose": TRANSACTIONAL}, (SEND, "ok"), id="a service text"),
        pytest.param({"subject_at": None}, (SEND, "ok"), id="no cart"),
    ],
)
def test_an_sms_about_a_cart_leaves_within_48_hours_of_it(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert outcome(**{"now": NOON} | changes) == expected


def test_a_night_that_ends_after_the_48_hours_is_not_waited_for() -> None:
    night = local("America/Chicago", "2026-03-03 22:00")
    verdict = judge(reminder(due_at=night, subject_at=night - timedelta(hours=40)), night)
    assert (verdict.outcome, verdict.rule) == (Outcome.REFUSE, "cart-48h")
    early = judge(reminder(due_at=night, subject_at=night - timedelta(hours=37)), night)
    assert (early.outcome, early.rule) == (Outcome.WAIT, "quiet-hours.US")
