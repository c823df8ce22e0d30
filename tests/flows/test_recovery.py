"""Which text each reminder of a cart says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows import recovery
from flows.business import Business, ChannelSettings, Discount, Recovery, RecoveryStep, Registration

STEPS = Recovery(
    steps=(
        RecoveryStep(timedelta(minutes=30)),
        RecoveryStep(timedelta(hours=24)),
        RecoveryStep(timedelta(hours=47), Discount(10)),
    )
)
FIRST, AGAIN, LAST = "cart_reminder", "cart_reminder_again", "cart_reminder_last"
DLT = Registration("1101000000000000001", {FIRST: "1107010000000000011"})


def said(texts: dict[str, str] | None = None, *channels: ChannelSettings) -> list[tuple[str, str]]:
    """The text of each step, and what it says without a code."""
    business = Business(
        "tiger", "Tiger", "US", "America/Chicago", "USD", recovery=STEPS, channels=channels, texts=texts or {}
    )
    return [(step.template, step.plain) for step in recovery.make_plan(business).steps]


def test_a_later_reminder_says_it_in_other_words() -> None:
    assert said() == [(FIRST, FIRST), (AGAIN, AGAIN), (LAST, AGAIN)]


@pytest.mark.parametrize(
    ("texts", "channel"),
    [
        ({FIRST: "own"}, ChannelSettings("sms", "twilio", "+13145550100")),
        ({}, ChannelSettings("whatsapp", "twilio", "+14155550188", templates={FIRST: "HX1"})),
        ({AGAIN: "own"}, ChannelSettings("whatsapp", "twilio", "+14155550188", templates={FIRST: "HX1"})),
        ({}, ChannelSettings("sms", "twilio", "+13145550100", dlt=DLT)),
    ],
    ids=["worded", "approved", "approved and the other worded", "registered"],
)
def test_a_business_that_has_its_own_text_for_the_first_keeps_it_for_all(
    texts: dict[str, str], channel: ChannelSettings
) -> None:
    assert said(texts, channel) == [(FIRST, FIRST), (FIRST, FIRST), (LAST, FIRST)]


def test_with_a_text_for_both_each_says_its_own() -> None:
    both = ChannelSettings("whatsapp", "twilio", "+14155550188", templates={FIRST: "HX1", AGAIN: "HX2"})
    assert said({FIRST: "own", AGAIN: "other"}, both) == [(FIRST, FIRST), (AGAIN, AGAIN), (LAST, AGAIN)]
