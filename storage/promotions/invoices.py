"""Invoices of sponsors: one for each month with charges."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from flows.promotions.invoice import FINAL, Invoice, InvoiceItem, InvoicePaper
from flows.sponsor_invoice_call import InvoiceState
from storage.schema import invoices
from storage.sql.repository import Repository, dump_record, read_record


class Invoices(Repository):
    """The invoices of one business's sponsors."""

    async def add(self, invoice: Invoice) -> bool:
        """Store an invoice; return False if the sponsor has one of that month."""
        values = dump_record(invoice)
        paper = json.dumps(asdict(invoice.paper), ensure_ascii=False)
        values |= {"total": values.pop("micros"), "status": invoice.status.value, "paper": paper}
        return await self._tx.add_new(invoices, **values)

    async def get(self, which: UUID) -> Invoice | None:
        """Return the invoice of that id."""
        return await self._tx.fetch(select(invoices).where(self._tx.owns(invoices), invoices.c.id == which), _invoice)

    async def find_by_period(self, sponsor: UUID, period: str) -> Invoice | None:
        """Return a sponsor's invoice of a month."""
        here = (self._tx.owns(invoices), invoices.c.sponsor == sponsor, invoices.c.period == period)
        return await self._tx.fetch(select(invoices).where(*here), _invoice)

    async def of(self, sponsor: UUID) -> Sequence[Invoice]:
        """Return a sponsor's invoices, newest first."""
        query = select(invoices).where(self._tx.owns(invoices), invoices.c.sponsor == sponsor)
        return [_invoice(row) for row in await self._tx.rows(query.order_by(invoices.c.period.desc()))]

    async def count(self, period: str) -> int:
        """Return the number of invoices of a month."""
        return await self._tx.count_rows(select(invoices).where(self._tx.owns(invoices), invoices.c.period == period))

    async def list_unissued(self, before: datetime) -> Sequence[Invoice]:
        """Return the open invoices of before a moment that the payment provider has not made, oldest first."""
        open_ = (invoices.c.status == InvoiceState.OPEN.value, invoices.c.provider_id.is_(None))
        query = (
            select(invoices)
            .where(self._tx.owns(invoices), *open_, invoices.c.issued_at < before)
            .order_by(invoices.c.period, invoices.c.id)
        )
        return [_invoice(row) for row in await self._tx.rows(query)]

    async def list_owed(self) -> Sequence[Invoice]:
        """Return the invoices that are neither paid nor void, oldest first."""
        query = select(invoices).where(self._tx.owns(invoices), invoices.c.status.not_in(FINAL))
        return [_invoice(row) for row in await self._tx.rows(query.order_by(invoices.c.period, invoices.c.id))]

    async def list_unpaid(self, due_before: datetime) -> Sequence[Invoice]:
        """Return the invoices that the sponsor got, were due before a moment and are not paid, oldest first."""
        open_ = (invoices.c.status.not_in(FINAL), invoices.c.url.is_not(None))
        query = select(invoices).where(self._tx.owns(invoices), *open_, invoices.c.due_at < due_before)
        return [_invoice(row) for row in await self._tx.rows(query.order_by(invoices.c.due_at, invoices.c.id))]

    async def set_provider(self, which: UUID, provider_id: str, url: str) -> None:
        """Store the payment provider's id and page of an invoice."""
        await self._tx.change(invoices, which, provider_id=provider_id, url=url)

    async def mark_handed_over(self, which: UUID) -> None:
        """Store that the sponsor got an invoice from us, without a page of a provider to pay at."""
        await self._tx.change(invoices, which, invoices.c.url.is_(None), url="")

    async def move(self, which: UUID, state: InvoiceState, at: datetime) -> bool:
        """Set a state of a higher rank, as news may come in any order; return False for another."""
        earlier = [one.value for one in InvoiceState if state.is_after(one)]
        paid = {"paid_at": at} if state is InvoiceState.PAID else {}
        return await self._tx.change(invoices, which, invoices.c.status.in_(earlier), status=state.value, **paid) == 1

    async def mark_warned(self, which: UUID, now: datetime) -> bool:
        """Store that the sponsor was warned; return False if it was before."""
        return await self._tx.change(invoices, which, invoices.c.warned_at.is_(None), warned_at=now) == 1


def _invoice(row: Any) -> Invoice:
    told = json.loads(row.paper)
    items = tuple(InvoiceItem(**item) for item in told["items"])
    paper = InvoicePaper(told["locale"], told["zone"], tuple(told["seller"]), tuple(told["buyer"]), items)
    return read_record(Invoice, row, status=InvoiceState(row.status), micros=row.total, paper=paper)
