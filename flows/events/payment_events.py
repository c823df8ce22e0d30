"""Events of a payment provider."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

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


@dataclass(frozen=True, slots=True)
class SponsorInvoiceMoved(Event):
    """A sponsor's invoice has a new ``state`` (``flows.sponsor_invoice_call.InvoiceState``) at the provider.

    ``ours`` is our id of the invoice, from its metadata there; ``paid`` the amount once it is paid. Such events arrive
    in any order and more than once: only a state of a higher rank counts. Anybody with an account at the provider can
    write metadata, so an event counts for the invoice with this ``provider_id`` only.
    """

    TYPE: ClassVar[str] = "payment.sponsor_invoice_moved"
    provider_id: str
    ours: UUID
    state: str
    paid: Money | None
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class SponsorInvoiceAnswered(Event):
    """The answer to a call about a sponsor's invoice: ``kind`` is one of ``flows.sponsor_invoice_call``.

    ``values`` are those of ``InvoiceAnswer``; empty after a ``failure``, with the reason in ``why``.
    """

    TYPE: ClassVar[str] = "payment.sponsor_invoice_answered"
    kind: str
    ours: UUID
    values: Mapping[str, str | int]
    failure: str | None
    why: str
    occurred_at: datetime
