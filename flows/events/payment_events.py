"""Events of a payment provider."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flows.events.event import Event
from flows.money import Money


@dataclass(frozen=True, slots=True)
class PaymentArrived(Event):
    """A payment arrived. ``amount`` is the amount paid, which may differ from the amount requested.

    ``reference`` is our id of the payment, which went out with its link; "" if the provider sent none. ``link`` and
    ``payment`` are the provider's ids.
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
    """The state of a refund: ``state`` is pending, processed or failed. News of it may come in any order.

    ``reference`` is our id of the refund; "" if it is not ours, or the provider sent none.
    """

    TYPE: ClassVar[str] = "payment.refund_moved"
    provider: str
    reference: str
    refund: str
    payment: str
    state: str
    amount: Money
    occurred_at: datetime
