"""Before a provider has told its webhook's secret the doctor says what to do."""

from __future__ import annotations

import pytest

from bot.examination.connection_checks import check_credentials
from bot.vault import Vault
from flows.business import Business, PaymentSettings

VAULT = Vault("k" * 32)


@pytest.mark.parametrize("provider", ["razorpay", "stripe"])
def test_the_doctor_says_what_is_missing_until_it_is_there(provider: str) -> None:
    business = Business("t", "T", "IN", "Asia/Kolkata", "INR", payments=(PaymentSettings(provider),))
    key = f"{provider}.{'key_secret' if provider == 'razorpay' else 'secret_key'}"
    secrets = {key: VAULT.encrypt("s")}
    (line,) = check_credentials(business, secrets, VAULT)
    assert not line.ok
    assert line.text.startswith(f"no webhook of {provider} is trusted: set one at {provider}")
    secrets[f"{provider}.webhook_secret"] = VAULT.encrypt("w")
    assert [one.ok for one in check_credentials(business, secrets, VAULT)] == [True]
