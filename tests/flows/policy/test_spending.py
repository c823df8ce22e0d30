"""The day's money of a shop, and what a message is taken to cost before its provider says."""

import re
from datetime import timedelta
from typing import Any

import pytest

from flows.channels import CHANNELS
from flows.money import Money
from flows.policy.atlas import load_places
from flows.policy.departure import judge
from flows.policy.departure_facts import House, Kind
from flows.policy.message_price import convert_worth, estimate_price, load_prices, load_rates
from flows.policy.policy_tables import rows
from tests.cases import each
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


@each(
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


USD = "USD"


@each(
    ("channel", "number", "segments", "price"),
    [
        pytest.param("sms", "+13145550101", 1, "0.0083", id="the United States"),
        pytest.param("sms", "+1314", 1, "0.0083", id="the first digits"),
        pytest.param("sms", "+13145550101", 3, "0.0249", id="three segments"),
        pytest.param("sms", CANADIAN, 1, "0.0083", id="Canada"),
        pytest.param("sms", "+9198", 2, "0.249", id="India, of which no list was read"),
        pytest.param("sms", "+4917604069099", 1, "0.1245", id="Germany"),
        pytest.param("sms", JAMAICAN, 1, "0.1245", id="no row, of the same plan"),
        pytest.param("sms", "+9607712345", 1, "0.1245", id="no row"),
        pytest.param("whatsapp", "+9198", 3, "0.03", id="a message has no segments"),
        pytest.param("telegram", None, 1, "0", id="free"),
    ],
)
def test_what_a_message_is_taken_to_cost(channel: str, number: str | None, segments: int, price: str) -> None:
    assert estimate_price(channel, number, segments) == Money.parse(price, USD)


def test_a_number_abroad_is_not_counted_too_low() -> None:
    for channel, known in load_prices().items():
        dearest = max(price.micros for price, _ in known.values())
        assert known["*"][0].micros == dearest, f"{channel}: the row * is below another one"


def test_every_price_has_its_day_and_its_source() -> None:
    seen = set()
    for row in rows("prices"):
        assert (row["channel"], row["country"]) not in seen, "two rows for one country: the newest stays alone"
        seen.add((row["channel"], row["country"]))
        assert row["country"] == "*" or row["country"] in load_places().countries
        assert re.fullmatch(r"\d{4}-\d{2}", row["read_on"])
        assert row["source"]
        assert row["per"] in ({"segment"} if CHANNELS[row["channel"]].segmented else {"message"})
        assert row["currency"] in load_rates()


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        pytest.param(Money.parse(2, USD), USD, 2_000_000, id="the same"),
        pytest.param(Money.parse(1, "EUR"), USD, 1_176_100, id="euros in dollars"),
        pytest.param(Money.parse("1.1761", USD), "INR", 111_128_500, id="dollars in rupees"),
        pytest.param(Money.parse(3, "KWD"), USD, 3_000_000, id="without a rate, unit for unit"),
    ],
)
def test_what_an_amount_counts_for(amount: Money, currency: str, expected: int) -> None:
    assert convert_worth(amount, currency) == expected


def test_rates_are_of_one_day() -> None:
    assert {(row["day"], row["source"]) for row in rows("exchange_rates")} == {
        ("2026-05-08", "ECB euro foreign exchange reference rates: ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml")
    }
    assert load_rates()["EUR"] == 1
