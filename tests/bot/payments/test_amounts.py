"""Amounts as providers count them: exactly, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.payments import razorpay_webhook, stripe_webhook
from bot.payments.minor_units import Scale
from bot.payments.payment_provider import LinkRequest, RefundRequest
from flows.money import MICROS, Money
from handlers.engine.checked_fields import CURRENCIES, CheckedField, Wrong
from tests.bot.payments import asked
from tests.cases import each

SCALES = {"razorpay": razorpay_webhook.SCALE, "stripe": stripe_webhook.SCALE}
# Amount, currency, and what Stripe and Razorpay call it: https://docs.stripe.com/currencies#minor-units,
# https://razorpay.com/docs/api/payments/payment-links/offers (three-decimal and zero-decimal currencies)
KNOWN = [
    ("299.95", "INR", 29995, 29995),
    ("69.12", "USD", 6912, 6912),
    ("500", "JPY", 500, 500),
    ("295.99", "KWD", 295990, 295990),
    ("5.12", "TND", 5120, 5120),
    ("5", "ISK", 500, 5),
    ("5", "UGX", 500, 5),
    ("12", "MGA", 12, 1200),
    ("899", "HUF", 89900, 89900),
]


@each(("amount", "currency", "stripe", "razorpay"), KNOWN, ids=[one[1] for one in KNOWN])
def test_what_providers_call_an_amount(amount: str, currency: str, stripe: int, razorpay: int) -> None:
    money = Money.parse(amount, currency)
    assert (SCALES["stripe"].to_minor(money), SCALES["razorpay"].to_minor(money)) == (stripe, razorpay)
    for name, minor in (("stripe", stripe), ("razorpay", razorpay)):
        assert SCALES[name].money(CheckedField(minor), CheckedField(currency.lower())) == money


@each("scale", SCALES.values(), ids=SCALES)
@each(
    ("micros", "currency"),
    [(1, "INR"), (899_005_000, "INR"), (500_500_000, "JPY"), (295_991_000, "KWD"), (5_500_000, "ISK")],
    ids=["a millionth", "half a paisa", "half a yen", "a fils", "half a krona"],
)
def test_a_fraction_that_nobody_can_pay_is_refused(scale: Scale, micros: int, currency: str) -> None:
    with pytest.raises(ValueError, match="fraction"):
        scale.to_minor(Money(micros, currency))


@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
@given(whole=st.integers(1, 10**9), currency=st.sampled_from(sorted(CURRENCIES)))
def test_whole_amounts_come_back_as_they_went(scale: Scale, whole: int, currency: str) -> None:
    money = Money(whole * MICROS, currency)
    assert scale.money(CheckedField(scale.to_minor(money)), CheckedField(currency)) == money


@each("minor", [None, -1, 1.5, "abc", 10**40, True, [], {}], ids=repr)
def test_what_is_no_amount_is_wrong(minor: object) -> None:
    with pytest.raises(Wrong):
        SCALES["stripe"].money(CheckedField(minor), CheckedField("usd"))


@pytest.mark.parametrize("reference", ["", "short", "x" * 41, "with blank inside", "order#1040-x"], ids=repr)
def test_a_reference_is_one_that_every_provider_takes(reference: str) -> None:
    with pytest.raises(ValueError, match="reference"):
        asked.link(reference=reference)
    with pytest.raises(ValueError, match="reference"):
        asked.refund("pay_1", reference=reference)


@pytest.mark.parametrize("micros", [0, -1], ids=["nothing", "less"])
def test_nothing_is_neither_paid_nor_given_back(micros: int) -> None:
    with pytest.raises(ValueError, match="must be above zero"):
        asked.link(amount=Money(micros, "INR"))
    with pytest.raises(ValueError, match="must be above zero"):
        RefundRequest("pay_1", Money(micros, "INR"), asked.REFUND)


def test_a_link_ends_after_it_begins_and_a_refund_is_of_a_payment() -> None:
    with pytest.raises(ValueError, match="must end"):
        asked.link(expires_at=asked.NOW)
    with pytest.raises(ValueError, match="of a payment"):
        asked.refund("")
    assert isinstance(asked.LINK, LinkRequest)
