"""An invoice: what one sponsor owes for one month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flows.sponsor_invoice_call import InvoiceState

FINAL = (InvoiceState.VOID, InvoiceState.PAID)
"""States in which nothing is owed."""


@dataclass(frozen=True, slots=True)
class InvoiceItem:
    """A line: ``quantity`` times the exact ``price`` is the rounded ``amount``, in micro-units; a credit is below 0."""

    text: str
    quantity: int
    price: int
    amount: int


@dataclass(frozen=True, slots=True)
class InvoicePaper:
    """What an invoice says, as it was at its issue: later names of shop, partner and offers do not change it.

    ``seller`` and ``buyer`` are a name and the lines below it, such as an address. Its days are those of ``zone``.
    """

    locale: str
    zone: str
    seller: tuple[str, ...]
    buyer: tuple[str, ...]
    items: tuple[InvoiceItem, ...]


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice of the month ``period`` ("2026-12") over ``micros`` of ``currency``, the sum of its lines.

    ``provider_id`` and ``url`` are the payment provider's, None before it made the invoice.
    """

    id: UUID
    sponsor: UUID
    period: str
    number: str
    micros: int
    currency: str
    paper: InvoicePaper
    status: InvoiceState
    issued_at: datetime
    due_at: datetime
    paid_at: datetime | None = None
    provider_id: str | None = None
    url: str | None = None
    warned_at: datetime | None = None
