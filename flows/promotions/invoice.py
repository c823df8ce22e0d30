"""An invoice: what one sponsor owes for one month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flows.sponsor_invoice_call import InvoiceState

FINAL = (InvoiceState.VOID, InvoiceState.PAID)
"""States in which nothing is owed."""


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice of the month ``period`` ("2026-12") over ``micros`` of ``currency``, the sum of its ``lines``.

    A line has a text and an amount in micro-units; a later name of the offer does not change it.
    ``provider_id`` and ``url`` are the payment provider's, None before it made the invoice.
    """

    id: UUID
    sponsor: UUID
    period: str
    number: str
    micros: int
    currency: str
    lines: tuple[tuple[str, int], ...]
    status: InvoiceState
    issued_at: datetime
    due_at: datetime
    paid_at: datetime | None = None
    provider_id: str | None = None
    url: str | None = None
    warned_at: datetime | None = None
