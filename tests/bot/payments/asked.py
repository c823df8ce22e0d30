"""What the tests of every payment provider ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.payments.payment_provider import LinkRequest, RefundRequest
from flows.money import Money

NOW = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
REFERENCE, REFUND = "0190a0b0c0d0e0f00102030405060708", "0190a0b0c0d0e0f00102030405060709"
RUPEES = Money.parse("899", "INR")
LINK = LinkRequest(REFERENCE, RUPEES, "Tiger Tees, order 1040", NOW + timedelta(hours=48), "https://t.example/b", NOW)


def link(**changes: Any) -> LinkRequest:
    """The link above, with changes."""
    return replace(LINK, **changes)


def refund(payment: str, amount: Money = RUPEES, reference: str = REFUND) -> RefundRequest:
    """Money back."""
    return RefundRequest(payment, amount, reference)
