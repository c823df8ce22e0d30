"""Payments by the /sim page. The names of links and invoices contain reference and amount, so they need no table."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from bot.payments.payment_provider import (
    LinkRequest,
    LinkState,
    RefundRequest,
    RefundState,
    make_open_link,
    make_refund_answer,
    standing,
)
from flows.delivery import Answer
from flows.events import PaymentArrived, SponsorInvoiceMoved
from flows.money import Money
from flows.sponsor_invoice_call import InvoiceAnswer, InvoiceOrder, InvoiceState
from handlers.engine.checked_fields import CURRENCIES
from handlers.people.inbound_event import InboundEvent
from storage.events.event_inbox import event_id

SOURCE = "simulator"
_LINK = re.compile(r"([A-Za-z0-9_-]{10,40})\.([1-9][0-9]{0,18})\.([A-Z]{3})")

Knows = Callable[[UUID], Awaitable[bool]]
"""Returns True if an event with that id was stored."""


class SimulatedPayments:
    """One business's payments; links open ``{base}/sim/pay/{link}``, invoices ``{base}/sim/invoice/{business}/{name}``.
    ``knows`` returns True for the event of a paid link or invoice."""

    def __init__(self, business: str, base: str, knows: Knows) -> None:
        self._business = business
        self._base = base
        self._knows = knows

    async def open_link(self, request: LinkRequest) -> Answer:
        """Open a link at once; a repeat returns the same link."""
        link = make_link(request.reference, request.amount)
        return make_open_link(link, f"{self._base}/sim/pay/{link}", request.expires_at)

    async def cancel_link(self, link: str) -> Answer:
        """Cancel a link, unless it was paid."""
        found = await self.look_link(link)
        return found if (found.values or {}).get("state") == LinkState.PAID else standing(link, LinkState.CANCELLED)

    async def look_link(self, link: str) -> Answer:
        """Return a link as paid if the page's payment was stored."""
        if not await self._knows(event_id(self._business, SOURCE, make_event_id(link))):
            return standing(link, LinkState.OPEN)
        return standing(link, LinkState.PAID, make_payment_id(link), read_link(link)[1])

    async def refund(self, request: RefundRequest) -> Answer:
        """Refund at once."""
        return make_refund_answer(f"simrefund-{request.reference}", RefundState.PROCESSED)

    async def look_refund(self, refund: str, payment: str) -> Answer:
        """Return every refund as processed."""
        return make_refund_answer(refund, RefundState.PROCESSED)

    async def issue_invoice(self, order: InvoiceOrder) -> Answer:
        """Issue an invoice at once; a repeat returns the same one."""
        return await self._show(make_link(order.invoice.hex, order.total), InvoiceState.OPEN)

    async def settle_invoice(self, invoice: UUID, provider_id: str) -> Answer:
        """Mark an invoice as paid elsewhere."""
        return await self._show(provider_id, InvoiceState.PAID)

    async def look_invoice(self, invoice: UUID, provider_id: str) -> Answer:
        """Return an invoice as paid if the page's payment was stored."""
        return await self._show(provider_id, InvoiceState.OPEN)

    async def _show(self, name: str, state: InvoiceState) -> Answer:
        """Return an invoice, paid or in that state. Raises ValueError for an invalid name."""
        read_link(name)
        paid = await self._knows(event_id(self._business, SOURCE, make_event_id(name)))
        url = f"{self._base}/sim/invoice/{self._business}/{name}"
        told = InvoiceAnswer(name, InvoiceState.PAID if paid else state, url)
        return Answer(name, values=told.to_values())


def make_link(reference: str, amount: Money) -> str:
    """Return the link's name: its amount in micro-units, and our reference."""
    return f"{reference}.{amount.micros}.{amount.currency}"


def read_link(link: str) -> tuple[str, Money]:
    """Return our reference and the amount of a link. Raises ValueError for an invalid link."""
    found = _LINK.fullmatch(link)
    if found is None or found[3] not in CURRENCIES:
        raise ValueError("no payment link is called so")
    return found[1], Money(int(found[2]), found[3])


def make_payment(reference: str, link: str, amount: int, currency: str, now: datetime) -> PaymentArrived:
    """Return the event of a payment on the page, ``amount`` in micro-units. Its event id is ``make_event_id(link)``, so
    that it counts once."""
    return PaymentArrived(SOURCE, reference, link, make_payment_id(link), Money(amount, currency), now)


def make_event(link: str, now: datetime) -> InboundEvent:
    """Return the inbound event of a payment by this link. Raises ValueError for an invalid link."""
    reference, amount = read_link(link)
    return InboundEvent(
        SOURCE, make_event_id(link), make_payment(reference, link, amount.micros, amount.currency, now), None
    )


def make_invoice_event(name: str, now: datetime) -> InboundEvent:
    """Return the inbound event of an invoice that is paid on the page, which counts once. Raises ValueError for an
    invalid name."""
    reference, total = read_link(name)
    moved = SponsorInvoiceMoved(name, UUID(hex=reference), InvoiceState.PAID.value, total, now)
    return InboundEvent(SOURCE, make_event_id(name), moved, None)


def make_invoice_number(reference: str) -> str:
    """Return the number of an invoice."""
    return f"SIM-{reference[-8:].upper()}"


def make_payment_id(link: str) -> str:
    """Return the id of a link's only payment."""
    return f"simpay-{link.partition('.')[0]}"


def make_event_id(link: str) -> str:
    """Return the event id of a link's payment."""
    return f"paid:{link}"
