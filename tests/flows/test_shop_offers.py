"""What is an offer, and why something is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from flows.money import Money, count_decimals
from flows.shop_offers import ShopOffer, WhyNoOffer, WrongOffer, make_prefix
from tests.cases import each

WEEK = timedelta(days=7)


@pytest.mark.parametrize("percent", [1, 15, 100, Decimal("20.0")], ids=str)
def test_a_whole_percent_is_an_offer(percent: int | Decimal) -> None:
    offer = ShopOffer.make_percent(percent, WEEK)
    assert (offer.percent, offer.amount) == (int(percent), None)


@pytest.mark.parametrize(("amount", "currency"), [("0.01", "USD"), ("200", "INR"), ("500", "JPY"), ("1.005", "KWD")])
def test_an_amount_in_what_the_currency_has_is_an_offer(amount: str, currency: str) -> None:
    assert ShopOffer.make_amount(Money.parse(amount, currency), WEEK).amount == Money.parse(amount, currency)


def test_free_shipping_is_neither() -> None:
    offer = ShopOffer.make_shipping(WEEK)
    assert (offer.percent, offer.amount) == (None, None)
    assert offer.get_end(datetime(2026, 3, 2, tzinfo=UTC), UTC) == datetime(2026, 3, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("latest", "zone", "ends"),
    [
        (datetime(2026, 3, 2, 12, 10, tzinfo=UTC), "Asia/Kolkata", datetime(2026, 3, 9, 12, 30, tzinfo=UTC)),
        (datetime(2026, 3, 2, 12, 30, tzinfo=UTC), "Asia/Kolkata", datetime(2026, 3, 9, 12, 30, tzinfo=UTC)),
        (datetime(2026, 3, 2, 12, 30, 1, tzinfo=UTC), "Asia/Kolkata", datetime(2026, 3, 9, 13, 30, tzinfo=UTC)),
        (datetime(2026, 3, 2, 12, 10, tzinfo=UTC), "Asia/Kathmandu", datetime(2026, 3, 9, 12, 15, tzinfo=UTC)),
        (datetime(2026, 3, 2, 12, 10, tzinfo=UTC), "America/Chicago", datetime(2026, 3, 9, 13, tzinfo=UTC)),
    ],
)
def test_codes_end_at_a_whole_hour_of_the_shop(latest: datetime, zone: str, ends: datetime) -> None:
    assert ShopOffer.make_percent(10, WEEK).get_end(latest, ZoneInfo(zone)) == ends


def money(amount: str, currency: str = "USD") -> Callable[[], ShopOffer]:
    return lambda: ShopOffer.make_amount(Money.parse(amount, currency), WEEK)


def percent(value: str) -> Callable[[], ShopOffer]:
    return lambda: ShopOffer.make_percent(Decimal(value), WEEK)


@each(
    ("make", "why", "told"),
    [
        (percent("0"), WhyNoOffer.NOTHING, "an offer cannot be zero: 0 %"),
        (percent("-5"), WhyNoOffer.BELOW_ZERO, "an offer of -5 % is below zero"),
        (percent("101"), WhyNoOffer.OVER_ALL, "101 % is more than 100 %"),
        (percent("12.5"), WhyNoOffer.PART_OF_A_PERCENT, "12.5 % is not a whole percent"),
        (money("0"), WhyNoOffer.NOTHING, "an offer cannot be zero: 0.00 USD"),
        (money("-3"), WhyNoOffer.BELOW_ZERO, "an offer of -3.00 USD is below zero"),
        (money("4.995"), WhyNoOffer.TOO_FINE, "4.995 USD is too fine: amounts of USD have 2 decimals"),
        (money("99.5", "JPY"), WhyNoOffer.TOO_FINE, "99.50 JPY is too fine: amounts of JPY have 0 decimals"),
        (lambda: ShopOffer.make_shipping(timedelta(0)), WhyNoOffer.TOO_SHORT, "a code must be valid for some time"),
        (
            lambda: ShopOffer.make_shipping(timedelta(days=400)),
            WhyNoOffer.TOO_LONG,
            "a code valid for 400 days is too long: 366 at most",
        ),
    ],
    ids=lambda value: str(value) if isinstance(value, WhyNoOffer) else "",
)
def test_what_is_no_offer_is_told(make: Callable[[], ShopOffer], why: WhyNoOffer, told: str) -> None:
    with pytest.raises(WrongOffer) as wrong:
        make()
    assert (wrong.value.why, str(wrong.value)) == (why, told)


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("Diwali", "DIWALI"),
        ("spring sale 2026!", "SPRINGSALE"),
        ("Año nuevo", "ANONUEVO"),
        ("दिवाली", "OFFER"),
        ("x", "OFFER"),
    ],
)
def test_codes_begin_with_the_name_of_their_campaign(name: str, prefix: str) -> None:
    assert make_prefix(name) == prefix


def test_currencies_have_their_own_decimals() -> None:
    assert [count_decimals(one) for one in ("USD", "INR", "JPY", "KWD")] == [2, 2, 0, 3]


def test_an_offer_gives_as_another_that_takes_as_much_off() -> None:
    five, six = (ShopOffer.make_amount(Money.parse(off, "USD"), WEEK) for off in ("5", "6"))
    assert five.gives_as(ShopOffer.make_amount(Money.parse("5", "USD"), 2 * WEEK))
    assert not five.gives_as(six)
    assert not five.gives_as(ShopOffer.make_shipping(WEEK))
    assert not ShopOffer.make_percent(5, WEEK).gives_as(ShopOffer.make_percent(6, WEEK))
