"""Without a secret no webhook is proven, not even one whose signature is as empty as ours would be."""

from __future__ import annotations

import pytest

from bot.channels.channel import ChannelRequest, Unproven
from bot.payments.razorpay import Razorpay
from bot.payments.stripe import Stripe
from tests.bot.payments.asked import NOW
from tests.providers.razorpay import KEY_ID, KEY_SECRET

BODY = b'{"id": "evt_1"}'


@pytest.mark.parametrize("signature", ["v1=", "v0=", ""])
def test_stripe_with_an_empty_signature(signature: str) -> None:
    headers = {"Stripe-Signature": f"t={int(NOW.timestamp())},{signature}"}
    with pytest.raises(Unproven):
        Stripe("sk_test_1", "").prove(ChannelRequest("https://t.example/hook", headers, BODY, NOW))


@pytest.mark.parametrize("headers", [{}, {"X-Razorpay-Signature": ""}])
def test_razorpay_with_an_empty_signature(headers: dict[str, str]) -> None:
    with pytest.raises(Unproven):
        Razorpay(KEY_ID, KEY_SECRET, "").prove(ChannelRequest("https://t.example/hook", headers, BODY, NOW))
