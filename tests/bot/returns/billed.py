"""A sponsor with an invoice, and the events about it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from flows.events import Event
from flows.money import Money
from flows.promotions.invoice import Invoice
from flows.promotions.sponsor import Fees, Sponsor, SponsorStatus
from flows.sponsor_invoice_call import InvoiceLine, InvoiceOrder, InvoiceState
from handlers.engine.turn import Turn
from handlers.returns import sponsor_invoice_calls
from storage.promotions.invoices import Invoices
from storage.promotions.sponsors import Sponsors
from storage.schema import events
from storage.sql import json_codec
from tests.storage.promotions.promoted import PAPER

INVOICE, SPONSOR = UUID(int=0x190A0B0C0D0E0F00102030405060708), UUID(int=0x190A0B0C0D0E0F00102030405060709)
TOTAL = Money.parse("403.25", "USD")
ORDER = InvoiceOrder(
    INVOICE, SPONSOR, "Nike", "ads@nike.example",
    (InvoiceLine("413 clicks at $0.25", Money.parse("103.25", "USD")), InvoiceLine("Flat", Money.parse("300", "USD"))),
    14,
)  # fmt: skip


async def keep_invoice(turn: Turn) -> None:
    """Store the sponsor and the invoice that ORDER names."""
    await turn.unit.of(Sponsors).add(Sponsor(SPONSOR, ORDER.name, SponsorStatus.ACTIVE, Fees("USD"), turn.now))
    named = (INVOICE, SPONSOR, "2026-02", "2026-02-001", TOTAL.micros, TOTAL.currency, PAPER)
    await turn.unit.of(Invoices).add(Invoice(*named, InvoiceState.OPEN, turn.now, turn.now + timedelta(days=14)))


async def list_news(turn: Turn) -> list[tuple[Event, str]]:
    """Every event about an invoice, in order of arrival, with its status."""
    kinds: dict[str, Any] = {kind.TYPE: kind for kind in sponsor_invoice_calls.EVENTS}
    mine = turn.unit.owns(events), events.c.type.in_(kinds)
    rows = await turn.unit.rows(select(events).where(*mine).order_by(events.c.arrival))
    return [(json_codec.load(kinds[row.type], row.data), row.status) for row in rows]
