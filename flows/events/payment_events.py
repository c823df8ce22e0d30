"""What a payment provider tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flows.events.event import Event
from flows.money import Money


@dataclass(frozen=True, slots=True)
class PaymentArrived(Event):
    """Somebody paid. ``amount`` is what was paid, whatever had been asked for.

    ``reference`` is our id of the payment, which went out with its link; "" where the provider did not say. ``link``
    and ``payment`` are the provider's ids.
    """

    TYPE: ClassVar[str] = "payment.arrived"
    provider: str
    reference: str
    link: str
    payment: str
    amount: Money
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class LinkEnded(Event):
    """A payment link is over, unpaid: ``state`` is expired, cancelled, or failed (a payment under way bounced)."""

    TYPE: ClassVar[str] = "payment.link_ended"
    provider: str
    reference: str
    link: str
    state: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class RefundMoved(Event):
    """Where a refund stands: ``state`` is pending, processed or failed. News of it may come in any order.

    ``reference`` is our id of the refund; "" where it is none of ours, or the provider did not say.
    """

    TYPE: ClassVar[str] = "payment.refund_moved"
    provider: str
    reference: str
    refund: str
    payment: str
    state: str
    amount: Money
    occurred_at: datetime
