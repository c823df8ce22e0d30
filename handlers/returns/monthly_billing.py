"""The daily work of billing: fees and monthly prices, clicks whose window is over, and invoices of past months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from uuid import UUID

from flows.money import Money
from flows.money_rounding import round_lines, round_payable
from flows.promotions.charge import Charge, ChargeKind, name_period
from flows.promotions.invoice import Invoice
from flows.promotions.promotion import PricedBy, PromotionStatus
from flows.promotions.sponsor import Sponsor
from flows.sponsor_invoice_call import MOST_LINES, InvoiceLine, InvoiceOrder, InvoiceState
from handlers.engine.turn import Turn
from handlers.returns.charge_posting import charge_fees, charge_month
from handlers.returns.invoice_news import chase_unpaid
from handlers.returns.sponsor_invoice_calls import ask_invoice
from storage.events import recurring_events
from storage.events.event_inbox import Stored
from storage.promotions.charge_ledger import ChargeLedger, ChargeSum
from storage.promotions.invoices import Invoices
from storage.promotions.promotions import Promotions
from storage.promotions.prompts import Prompts
from storage.promotions.sponsors import Sponsors

JOB, MORNING = "returns.billing", time(6)
DUE_AFTER = timedelta(days=14)
_NO_ID = UUID(int=0)
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
    lines = await list_lines(turn, sums)
    kept = tuple((one.text, one.amount.micros) for one in lines)
    made = Invoice(
        turn.unit.ids.make(), which, period, number, total.micros, currency, kept, InvoiceState.OPEN, turn.now, due
    )
    if not await invoices.add(made):  # another process was first
        return None
    await _ask(turn, sponsor, made)
    return made


async def ask_missing_invoices(turn: Turn) -> None:
    """Have the provider issue what it has not issued: its call failed, or the sponsor's address came later."""
    for invoice in await turn.unit.of(Invoices).list_unissued(turn.now - _CALLED):
        sponsor = await turn.unit.of(Sponsors).get(invoice.sponsor)
        if sponsor is not None:
            await _ask(turn, sponsor, invoice)


async def _ask(turn: Turn, sponsor: Sponsor, invoice: Invoice) -> None:
    if sponsor.email:
        lines = tuple(InvoiceLine(text, Money(micros, invoice.currency)) for text, micros in invoice.lines)
        await ask_invoice(turn, _order(sponsor, invoice, lines))


async def list_lines(turn: Turn, sums: Sequence[ChargeSum]) -> tuple[InvoiceLine, ...]:
    """Return the lines of an invoice in English, rounded so that they add up to its total. Small ones share one."""
    large = sorted(sums, key=lambda one: abs(one.micros), reverse=True) if len(sums) > MOST_LINES else list(sums)
    small = large[MOST_LINES - 1 :] if len(sums) > MOST_LINES else []
    known = await turn.unit.of(Promotions).by_ids([one.promotion for one in large if one.promotion is not None])
    titles = {which: one.content.title for which, one in known.items() if one.content}
    texts = [_TEXTS[one.kind].format(many=one.many, title=titles.get(one.promotion or _NO_ID, "")) for one in large]
    exact = [Money(one.micros, one.currency) for one in large]
    if small:
        texts[MOST_LINES - 1 :] = [_OTHERS.format(many=sum(one.many for one in small))]
        exact[MOST_LINES - 1 :] = [Money(sum(one.micros for one in small), small[0].currency)]
    return tuple(map(InvoiceLine, texts, round_lines(exact)))


_OTHERS = "Other charges: {many}"
_TEXTS = {
    ChargeKind.CLICK: "Clicks on “{title}”: {many}",
    ChargeKind.MONTH: "Month of “{title}”",
    ChargeKind.FEE: "Monthly fee",
    ChargeKind.DATA: "Subscription to figures",
    ChargeKind.CREDIT: "Credits: {many}",
}


def _order(sponsor: Sponsor, invoice: Invoice, lines: tuple[InvoiceLine, ...]) -> InvoiceOrder:
    note = f"{invoice.number}, {date.fromisoformat(f'{invoice.period}-01'):%B %Y}"
    return InvoiceOrder(invoice.id, sponsor.id, sponsor.name, sponsor.email or "", lines, DUE_AFTER.days, note)


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
