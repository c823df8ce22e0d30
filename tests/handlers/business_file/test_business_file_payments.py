"""How a business is paid, as its file says: accounts and secrets, what is wrong and where."""

from __future__ import annotations

import pytest

from flows.business import PaymentSettings
from handlers.business_file import WrongBusinessFile, read_business_file
from tests.cases import each
from tests.handlers.business_file.business_files import SMALLEST, read, wrong_paths

RAZORPAY = '[payments.razorpay]\nkey_id = "rzp_live_1a2B"\nkey_secret = "k"\nwebhook_secret = "w"\n'
STRIPE = '[payments.stripe]\nsecret_key = "sk_live_1"\nwebhook_secret = "whsec_1"\n'


def test_the_first_account_is_for_new_payments() -> None:
    file = read(STRIPE + RAZORPAY)
    assert file.business.payments == (PaymentSettings("razorpay", "rzp_live_1a2B"), PaymentSettings("stripe"))
    assert file.secrets == {
        "razorpay.key_secret": "k",
        "razorpay.webhook_secret": "w",
        "stripe.secret_key": "sk_live_1",
        "stripe.webhook_secret": "whsec_1",
    }
    plain = {f"payments.{name}" for name in file.secrets}
    assert set(file.plain) == plain, "the owner is told which secrets stand in the file itself"


def test_a_webhooks_secret_may_come_when_the_provider_has_told_it() -> None:
    file = read(STRIPE.replace('webhook_secret = "whsec_1"\n', "") + RAZORPAY.replace('webhook_secret = "w"\n', ""))
    assert file.secrets == {"razorpay.key_secret": "k", "stripe.secret_key": "sk_live_1"}


def test_simulated_payments_need_nothing() -> None:
    file = read("[payments.simulator]\n")
    assert (file.business.payments, file.secrets) == ((PaymentSettings("simulator"),), {})


def test_a_business_that_is_not_paid_through_us() -> None:
    assert read().business.payments == ()


def test_everything_may_stand_in_the_environment() -> None:
    text = RAZORPAY.replace("rzp_live_1a2B", "env:KEY").replace('"k"', '"env:SECRET"').replace('"w"', '"env:HOOKS"')
    file = read(text, {"KEY": "rzp_test_9", "SECRET": "s", "HOOKS": "h"})
    assert file.business.payments == (PaymentSettings("razorpay", "rzp_test_9"),)
    assert (file.secrets["razorpay.key_secret"], file.secrets["razorpay.webhook_secret"], file.plain) == ("s", "h", ())


def test_a_connected_account_may_be_named() -> None:
    assert read(STRIPE + 'account = "acct_1A2b"\n').business.payments == (PaymentSettings("stripe", "acct_1A2b"),)


@each(
    ("more", "paths"),
    [
        ("[payments]\nrazorpay = 1", ["payments.razorpay"] * 3),
        ("[payments.paypal]", ["payments.paypal"]),
        ("[payments.razorpay]", ["payments.razorpay.key_id", "payments.razorpay.key_secret"]),
        ("[payments.stripe]", ["payments.stripe.secret_key"]),
        (RAZORPAY.replace("rzp_live_1a2B", "1a2B"), ["payments.razorpay.key_id"]),
        (STRIPE.replace("sk_live_1", "sk live"), ["payments.stripe.secret_key"]),
        (STRIPE + "publishable_key = 1", ["payments.stripe.publishable_key"]),
        (STRIPE + 'account = "sk_1"', ["payments.stripe.account"]),
        ("[payments.simulator]\nkey = 1", ["payments.simulator.key"]),
    ],
    ids=[
        "no table",
        "nobody's",
        "an empty account",
        "another",
        "no id",
        "a blank",
        "too much",
        "no account",
        "a simulated key",
    ],
)
def test_what_is_wrong_where(more: str, paths: list[str]) -> None:
    assert sorted(set(wrong_paths(more))) == sorted(set(paths))


def test_no_mistake_shows_a_secret() -> None:
    with pytest.raises(WrongBusinessFile) as caught:
        read_business_file(SMALLEST + STRIPE.replace("sk_live_1", "sk_live hush") + RAZORPAY.replace("rzp", "hush"), {})
    assert "hush" not in str(caught.value)
