"""News of invoices: the payment provider's answers and webhooks, and invoices that stay unpaid.

An overdue invoice warns its sponsor and the staff. A week later the sponsor's offers are paused until it is paid.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flows.actor import Actor
from flows.engine import Subject
from flows.events import SponsorInvoiceAnswered, SponsorInvoiceMoved
from flows.money import Money
from flows.phrase import At, Ours, phrase, tap
from flows.promotions.invoice import FINAL, Invoice
from flows.promotions.sponsor import SponsorStatus
from flows.sponsor_invoice_call import LOOK_INVOICE, SETTLE_INVOICE, InvoiceAnswer, InvoiceState
from handlers.engine.turn import Turn
from handlers.returns.sponsor_admin import tell_sponsor
from handlers.returns.sponsor_invoice_calls import ask_about
from handlers.staff_notices import alerts
from storage.events.event_inbox import Stored
from storage.promotions.invoices import Invoices
from storage.promotions.sponsors import Sponsors

_LOOKED_UP = timedelta(hours=20)
PATIENCE = timedelta(days=7)
"""The time from the warning of an overdue invoice to the pause of its sponsor."""


async def hear_answer(turn: Turn, _stored: Stored, event: SponsorInvoiceAnswered) -> str | None:
    """Store the provider's invoice, and send its page to the sponsor; tell the staff of a failure."""
    answer = InvoiceAnswer.read(event.values) if event.failure is None else None
    if answer is not None:  # before the invoice is read: this waits for the end of a payment that is being marked
        await turn.unit.of(Invoices).set_provider(event.ours, answer.provider_id, answer.url)
    invoice = await turn.unit.of(Invoices).get(event.ours)
    if invoice is None:
        return "no such invoice"
    if answer is None:
        text = phrase("sponsor_invoice_failed", number=invoice.number, why=event.why)
        await alerts.tell(turn, f"invoice:{invoice.id}", text)
        return None
    if invoice.status is InvoiceState.PAID and answer.state not in FINAL:  # while the provider made it
        await ask_about(turn, SETTLE_INVOICE, invoice.id, answer.provider_id)
        return None
    await _move(turn, invoice, answer.state)
    await _tell(turn, invoice, "issued", url=Ours(answer.url))
    return None


async def hand_over_paper(turn: Turn, invoice: Invoice) -> None:
    """Tell the sponsor of an invoice that no provider bills: it is paid another way."""
    await turn.unit.of(Invoices).mark_handed_over(invoice.id)
    await _tell(turn, invoice, "issued")


async def hear_move(turn: Turn, _stored: Stored, event: SponsorInvoiceMoved) -> str | None:
    """Store a new state of the invoice with the provider's id; a payment lets the sponsor's offers go on.

    Anybody with an account at the provider can write our id into an invoice, so an event before the answer with the
    provider's id counts for nothing: the answer has the state too.
    """
    invoice = await turn.unit.of(Invoices).get(event.ours)
    if invoice is None or invoice.provider_id != event.provider_id:
        return "no such invoice of ours"
    await _move(turn, invoice, InvoiceState(event.state))
    return None


async def mark_paid(turn: Turn, invoice: Invoice, by: Actor) -> bool:
    """Take an invoice as paid without the payment provider, which is asked to let nobody pay it again. Return False
    if it was paid before.
    """
    if not await _move(turn, invoice, InvoiceState.PAID, by):
        return False
    now = await turn.unit.of(Invoices).get(invoice.id)  # the provider may have made it meanwhile
    if now is not None and now.provider_id is not None:
        await ask_about(turn, SETTLE_INVOICE, now.id, now.provider_id)
    await turn.unit.access.log(by, "invoice.paid", turn.now, Subject("invoice", invoice.id))
    return True


async def chase_unpaid(turn: Turn) -> None:
    """Warn about each overdue invoice once; pause its sponsor after ``PATIENCE``.

    The provider is asked each day, and a day passes before the warning: the news of a payment may have been lost.
    """
    for invoice in await turn.unit.of(Invoices).list_unpaid(turn.now):
        if invoice.provider_id is not None:
            await ask_about(turn, LOOK_INVOICE, invoice.id, invoice.provider_id)
        if invoice.due_at + _LOOKED_UP > turn.now:
            continue
        if await turn.unit.of(Invoices).mark_warned(invoice.id, turn.now):
            await _tell(turn, invoice, "overdue", url=Ours(invoice.url or ""))
        elif invoice.warned_at is not None and invoice.warned_at + PATIENCE <= turn.now:
            paused = turn.unit.of(Sponsors).set_status(invoice.sponsor, SponsorStatus.UNPAID, SponsorStatus.ACTIVE)
            if await paused:
                await _tell(turn, invoice, "paused", url=Ours(invoice.url or ""))


async def _move(turn: Turn, invoice: Invoice, state: InvoiceState, by: Actor | None = None) -> bool:
    """Store a state of a higher rank; return False for another. ``by`` needs no news of it."""
    moved = await turn.unit.of(Invoices).move(invoice.id, state, turn.now)
    if moved and state is InvoiceState.PAID:
        await _tell(turn, invoice, "paid", but=by)
    if moved and state in FINAL and not await _owes(turn, invoice.sponsor):
        await turn.unit.of(Sponsors).set_status(invoice.sponsor, SponsorStatus.ACTIVE, SponsorStatus.UNPAID)
    return moved


async def _owes(turn: Turn, sponsor: UUID) -> bool:
    """Return True if the sponsor has an invoice that is overdue for so long that it pauses."""
    unpaid = await turn.unit.of(Invoices).list_unpaid(turn.now)
    return any(one.sponsor == sponsor and one.warned_at and one.warned_at + PATIENCE <= turn.now for one in unpaid)


async def _tell(turn: Turn, invoice: Invoice, what: str, *, but: Actor | None = None, **values: Any) -> None:
    """Tell the sponsor in its chat and, unless it was only issued, the staff."""
    sponsor = await turn.unit.of(Sponsors).get(invoice.sponsor)
    if sponsor is None:
        return
    amount = Money(invoice.micros, invoice.currency)
    told = {"number": invoice.number, "amount": amount, "due": At(invoice.due_at), **values}
    await tell_sponsor(turn, sponsor, f"invoice:{invoice.id}:{what}", phrase(f"sponsor_invoice_{what}", **told))
    if what != "issued":
        more = {"paid": tap("partners", "paid", invoice.number)} if what != "paid" else {}
        text = phrase(f"staff_sponsor_invoice_{what}", name=sponsor.name, number=invoice.number, amount=amount, **more)
        await alerts.tell(turn, f"invoice:{invoice.id}:{what}", text, but=but, once=True)
