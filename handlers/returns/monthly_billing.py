"""The daily work of billing: fees and monthly prices, clicks whose window is over, and invoices of past months."""

from __future__ import annotations

from datetime import time, timedelta
from uuid import UUID

from flows.money import Money
from flows.money_rounding import round_payable
from flows.promotions.charge import Charge, ChargeKind, name_period
from flows.promotions.invoice import Invoice, InvoiceItem
from flows.promotions.promotion import PricedBy, PromotionStatus
from flows.promotions.sponsor import Sponsor
from flows.sponsor_invoice_call import InvoiceLine, InvoiceOrder, InvoiceState
from handlers.engine.turn import Turn
from handlers.returns.charge_posting import charge_fees, charge_month
from handlers.returns.invoice_news import chase_unpaid, hand_over_paper
from handlers.returns.invoice_paper import make_paper
from handlers.returns.sponsor_invoice_calls import ask_invoice
from storage.events import recurring_events
from storage.events.event_inbox import Stored
from storage.promotions.charge_ledger import ChargeLedger
from storage.promotions.invoices import Invoices
from storage.promotions.promotions import Promotions
from storage.promotions.prompts import Prompts
from storage.promotions.sponsors import Sponsors
from templates import formats

JOB, MORNING = "returns.billing", time(6)
DUE_AFTER = timedelta(days=14)
_CALLED = timedelta(hours=20)  # the call for a new invoice has ended by then
_PART = 200  # prompts that mature in one transaction


async def run_billing(turn: Turn, firing: Stored) -> bool:
    """Do one part of the day's billing; return True if it was the last. An invoice is a part of its own."""
    unbilled = await turn.unit.of(ChargeLedger).list_unbilled(name_period(turn.today))
    if not await mature_clicks(turn) or unbilled:
        for which, period in unbilled[:1]:
            await issue_invoice(turn, which, period)
        await recurring_events.go_on(turn.unit, firing.id, "{}")
        return False
    await turn.unit.of(Promotions).end_expired(turn.now)
    for sponsor in await turn.unit.of(Sponsors).all():
        await charge_fees(turn, sponsor)
        for promotion in await turn.unit.of(Promotions).of(sponsor.id):
            if promotion.price.by is PricedBy.MONTH and promotion.status is PromotionStatus.LIVE:
                await charge_month(turn, promotion)
    await ask_missing_invoices(turn)
    await chase_unpaid(turn)
    return True


async def mature_clicks(turn: Turn) -> bool:
    """Score a part of the clicks whose time for a purchase is over; return True if no more are left."""
    ripe = await turn.unit.of(Prompts).mature(turn.now, _PART)
    for prompt in ripe:
        if prompt.promotion is not None:
            await turn.unit.of(Promotions).count(prompt.promotion, matured=1, bought=int(prompt.bought_at is not None))
    return len(ripe) < _PART


async def issue_invoice(turn: Turn, which: UUID, period: str) -> Invoice | None:
    """Make a sponsor's invoice of a past month from the ledger, once, and have the payment provider bill it.

    Return None if there is one, or nothing is owed. Credits beyond the month's charges move to this month.
    """
    sponsor, invoices = await turn.unit.of(Sponsors).get(which), turn.unit.of(Invoices)
    if sponsor is None or await invoices.find_by_period(which, period) is not None:
        return None
    sums = await turn.unit.of(ChargeLedger).sum_period(which, period)
    currency = sponsor.fees.currency
    owed = Money(sum(one.micros for one in sums), currency)
    total = round_payable(owed)
    if total.micros <= 0:
        await _move_credit(turn, sponsor, period, owed)
        return None
    number = f"{period}-{await invoices.count(period) + 1:03d}"
    due = turn.now + DUE_AFTER
    paper = await make_paper(turn, sponsor, sums)
    made = Invoice(
        turn.unit.ids.make(), which, period, number, total.micros, currency, paper, InvoiceState.OPEN, turn.now, due
    )
    if not await invoices.add(made):  # another process was first
        return None
    await _hand_over(turn, sponsor, made)
    return made


async def ask_missing_invoices(turn: Turn) -> None:
    """Have the provider issue what it has not issued: its call failed, or the sponsor's address came later."""
    for invoice in await turn.unit.of(Invoices).list_unissued(turn.now - _CALLED):
        sponsor = await turn.unit.of(Sponsors).get(invoice.sponsor)
        if sponsor is not None:
            await _hand_over(turn, sponsor, invoice)


async def _hand_over(turn: Turn, sponsor: Sponsor, invoice: Invoice) -> None:
    """Have the provider bill an invoice. Without a provider, or an address for it, our own paper is the invoice."""
    if not (sponsor.email and await _ask(turn, sponsor, sponsor.email, invoice)):
        await hand_over_paper(turn, invoice)


async def _ask(turn: Turn, sponsor: Sponsor, email: str, invoice: Invoice) -> bool:
    """Ask the provider; return False if the business has none."""
    paper = invoice.paper
    lines = tuple(InvoiceLine(_write(one, invoice), Money(one.amount, invoice.currency)) for one in paper.items)
    note = f"{invoice.number}, {formats.format_period(invoice.period, paper.locale)}"
    return await ask_invoice(
        turn, InvoiceOrder(invoice.id, sponsor.id, paper.buyer[0], email, lines, DUE_AFTER.days, note)
    )


def _write(item: InvoiceItem, invoice: Invoice) -> str:
    """Write a line for a provider that shows a text and an amount."""
    price = Money(item.price, invoice.currency)
    return item.text if item.quantity == 1 else f"{item.text}: {item.quantity} × {price.with_code}"


async def _move_credit(turn: Turn, sponsor: Sponsor, period: str, owed: Money) -> None:
    """Close a month that owes nothing: what remains, usually a credit, is taken over by this month."""
    if owed.micros == 0:
        return
    for to, micros in ((period, -owed.micros), (name_period(turn.today), owed.micros)):
        key = f"carry:{sponsor.id}:{period}:{to}"
        line = Charge(
            turn.unit.ids.make(), sponsor.id, ChargeKind.CREDIT, micros, owed.currency, turn.today, to, key, turn.now
        )
        await turn.unit.of(ChargeLedger).add(line)
