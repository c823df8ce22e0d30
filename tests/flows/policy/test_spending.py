"""The day's money of a shop, and what a message is taken to cost before its provider says."""

from datetime import timedelta
from typing import Any

import pytest

from flows.policy.departure import judge
from flows.policy.facts import House, Kind
from flows.policy.spending import EXPECTED_PRICE, expected_price
from tests.flows.policy.samples import (
    CANADIAN,
    JAMAICAN,
    NOON,
    REFUSE,
    SEND,
    TRANSACTIONAL,
    WAIT,
    local,
    outcome,
    reminder,
)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"spent_today": 42_000}, (SEND, "ok")),
        ({"spent_today": 42_001}, (REFUSE, "spend.daily")),
        ({"spent_today": 42_001, "expires_after": timedelta(hours=10)}, (WAIT, "spend.daily")),
        ({"spent_today": 60_000, "price": 0}, (SEND, "ok")),
        ({"spent_today": 42_001, "kind": Kind.ANSWER}, (SEND, "ok")),
        ({"spent_today": 42_001, "kind": Kind.HELP}, (SEND, "ok")),
        ({"spent_today": 42_001, "purpose": TRANSACTIONAL}, (REFUSE, "spend.daily")),
        ({"spent_today": 42_001, "purpose": TRANSACTIONAL, "expires_after": timedelta(days=1)}, (WAIT, "spend.daily")),
        ({"price": 50_001, "expires_after": timedelta(days=30)}, (REFUSE, "spend.daily")),
    ],
)
def test_daily_spend(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert outcome(**{"daily_spend": 50_000} | changes) == expected


def test_money_waits_for_the_shops_midnight_and_then_for_the_recipients_morning() -> None:
    late = timedelta(hours=10)
    abroad = House(country="IN", timezone="Asia/Kolkata", daily_spend=50_000, spent_today=50_000)
    assert judge(reminder(house=abroad), NOON).until == local("Asia/Kolkata", "2026-03-04 00:00")
    home = reminder(daily_spend=50_000, spent_today=50_000, expires_after=late)
    assert judge(home, NOON).until == local("America/Chicago", "2026-03-04 08:00")
    assert judge(home, NOON).reason == (
        "The shop's money for today is spent (0.05 of 0.05); its next day starts at midnight; "
        "then: Quiet hours in Missouri until 08:00 (47 CFR 64.1200(c)(1), since 20 Dec 1992)."
    )


@pytest.mark.parametrize(
    ("channel", "number", "times"),
    [
        ("sms", "+13145550101", 1),
        ("sms", "+1314", 1),
        ("sms", CANADIAN, 1),
        ("sms", JAMAICAN, 15),
        ("sms", "+9198", 15),
        ("sms", "+9607712345", 15),
        ("whatsapp", "+9198", 1),
    ],
)
def test_a_number_abroad_is_not_counted_too_low(channel: str, number: str, times: int) -> None:
    assert expected_price(channel, number) == EXPECTED_PRICE[channel] * times


def test_telegram_costs_nothing() -> None:
    assert expected_price("telegram", None) == 0
