"""Offers and budgets as owners write them, among the people and the hour of a campaign."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from flows.campaigns.campaign_terms import PLAIN, Terms
from flows.money import Money
from flows.shop_offers import ShopOffer, WhyNoOffer, WrongOffer
from handlers.campaigns.drafts.own_code_offer import change_terms
from handlers.offers.offer_terms import HOLDS, NOTHING_TOLD, take_terms
from tests.cases import each


def _percent(percent: int, holds: timedelta = HOLDS) -> ShopOffer:
    return ShopOffer.make_percent(percent, holds)


def _off(amount: str, currency: str, holds: timedelta = HOLDS) -> ShopOffer:
    return ShopOffer.make_amount(Money.parse(Decimal(amount), currency), holds)


FREE = ShopOffer.make_shipping(HOLDS)


@each(
    ("said", "offer", "left"),
    [
        ("diwali to vip, 15% off, friday 6pm", _percent(15), "diwali to vip, friday 6pm"),
        ("diwali to vip 15 % off friday 6pm", _percent(15), "diwali to vip friday 6pm"),
        ("diwali to top 10% of vip with 20 percent off", _percent(20), "diwali to top 10% of vip"),
        ("x to vip, 5€ off now", _off("5", "EUR"), "x to vip now"),
        ("x to vip 500/- off now", _off("500", "MXN"), "x to vip now"),
        ("x to vip, 500 rs off now", _off("500", "INR"), "x to vip now"),
        ("x to spent over 100 dollars, 10 dollars off now", _off("10", "USD"), "x to spent over 100 dollars now"),
        ("x to vip $5.50 off", _off("5.50", "USD"), "x to vip"),
        ("x to vip Rs 1,500 off", _off("1500", "INR"), "x to vip"),
        ("x to vip 20 off valid for 3 days", _off("20", "MXN", timedelta(days=3)), "x to vip"),
        ("x to vip with free shipping, now", FREE, "x to vip, now"),
        ("x to who spent 50 dollars", None, "x to who spent 50 dollars"),
        ("x to top 10%", None, "x to top 10%"),
        ("x to lost customers, friday", None, "x to lost customers, friday"),
        ("x to vip 1,23.5% off", None, "x to vip 1,23.5% off"),
    ],
)
def test_an_offer_among_other_words(said: str, offer: ShopOffer | None, left: str) -> None:
    told, rest = take_terms(said, "MXN")
    assert (told.offer, " ".join(rest.split())) == (offer, left)


@each(
    ("said", "budget", "left"),
    [
        ("x to vip, budget $50, now", Money.parse("50", "USD"), "x to vip, now"),
        ("x to vip with a budget of 500 rupees", Money.parse("500", "INR"), "x to vip"),
        ("x budget 80", Money.parse("80", "MXN"), "x"),
        ("x budget 50 cents", Money.parse("0.5", "MXN"), "x"),
        ("x budget 50 CENTS", Money.parse("0.5", "MXN"), "x"),
        ("x budget 100 PESOS", Money.parse("100", "MXN"), "x"),
        ("x budget 50 paise, now", Money.parse("0.5", "INR"), "x, now"),
        ("x to who spent at most $50", None, "x to who spent at most $50"),
        ("x budget 1.5 lakh, now", Money.parse("150000", "MXN"), "x, now"),
        ("x budget 1 crore, now", Money.parse("10000000", "MXN"), "x, now"),
        ("x budget 1k to vip", Money.parse("1000", "MXN"), "x to vip"),
        ("x budget $1,500, now", Money.parse("1500", "USD"), "x, now"),
        ("x budget ₹1,50,000", Money.parse("150000", "INR"), "x"),
        ("x budget $50, 15% off", Money.parse("50", "USD"), "x"),
        ("x budget $1,000,00 now", None, "x budget $1,000,00 now"),
    ],
)
def test_a_budget_among_other_words(said: str, budget: Money | None, left: str) -> None:
    told, rest = take_terms(said, "MXN")
    assert (told.budget, " ".join(rest.split())) == (budget, left)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("x to vip 0% off", WhyNoOffer.NOTHING),
        ("x to vip -5% off", WhyNoOffer.BELOW_ZERO),
        ("x to vip 120% off", WhyNoOffer.OVER_ALL),
        ("x to vip 12.5% off", WhyNoOffer.PART_OF_A_PERCENT),
        ("x to vip 15% off valid for 500 days", WhyNoOffer.TOO_LONG),
    ],
)
def test_offers_that_are_none_say_why(said: str, why: WhyNoOffer) -> None:
    with pytest.raises(WrongOffer) as wrong:
        take_terms(said, "USD")
    assert wrong.value.why is why


def test_what_is_said_of_terms_changes_that_and_no_more() -> None:
    terms = Terms(_percent(15), Money.parse("50", "USD"))
    assert take_terms("x: friday", "USD")[0] == NOTHING_TOLD
    assert not take_terms("x to vip", "USD")[0]
    assert change_terms(take_terms("x 20% off", "USD")[0], terms) == Terms(_percent(20), terms.budget)
    assert change_terms(take_terms("x no offer", "USD")[0], terms) == Terms(None, terms.budget)
    assert change_terms(take_terms("x no budget", "USD")[0], terms) == Terms(terms.offer)
    assert change_terms(take_terms("x valid for 2 weeks", "USD")[0], terms).offer == _percent(15, timedelta(days=14))
    assert change_terms(take_terms("x valid for 2 weeks", "USD")[0], PLAIN) == PLAIN
