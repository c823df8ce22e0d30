"""An invoice: what one sponsor owes for one month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class InvoiceStatus(StrEnum):
    """The status of an invoice."""

    OPEN = "open"
    FAILED = "failed"  # a payment was tried and failed
    UNCOLLECTIBLE = "uncollectible"
    VOID = "void"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice of the month ``period`` ("2026-12") over ``micros`` of ``currency``.

    ``provider_id`` and ``url`` are the payment provider's, None before it made the invoice.
    """

    id: UUID
    sponsor: UUID
    period: str
    number: str
    micros: int
    currency: str
    status: InvoiceStatus
    issued_at: datetime
    due_at: datetime
    status_at: datetime
    paid_at: datetime | None = None
    provider_id: str | None = None
    url: str | None = None
    warned_at: datetime | None = None
