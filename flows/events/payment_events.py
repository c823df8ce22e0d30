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

    ``reference`` is our id of the payment, sent with its link; "" if the provider returned none. ``link`` and
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
    """A payment link ended unpaid: ``state`` is expired, cancelled, or failed (a payment in progress bounced)."""

    TYPE: ClassVar[str] = "payment.link_ended"
    provider: str
    reference: str
    link: str
    state: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class RefundMoved(Event):
    """A refund's ``state``: pending, processed or failed. Such events may arrive in any order.

    ``reference`` is our id of the refund; "" if it is not ours, or the provider returned none.
    """

    TYPE: ClassVar[str] = "payment.refund_moved"
    provider: str
    reference: str
    refund: str
    payment: str
    state: str
    amount: Money
    occurred_at: datetime
