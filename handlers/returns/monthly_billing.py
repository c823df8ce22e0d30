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
from flows.sponsor_invoice_call import InvoiceLine, InvoiceOrder, InvoiceState
from handlers.engine.turn import Turn
from handlers.returns.charge_posting import charge_fees, charge_month
from handlers.returns.invoice_news import chase_unpaid
from handlers.returns.sponsor_invoice_calls import ask_invoice
from storage.events.event_inbox import Stored
from storage.promotions.charge_ledger import ChargeLedger, ChargeSum
from storage.promotions.invoices import Invoices
from storage.promotions.promotions import Promotions
from storage.promotions.prompts import Prompts
from storage.promotions.sponsors import Sponsors

JOB, MORNING = "returns.billing", time(6)
DUE_AFTER = timedelta(days=14)
_NO_ID = UUID(int=0)
_PART = 200  # prompts that mature in one transaction


async def run_billing(turn: Turn, _firing: Stored) -> bool:
    """Do one part of the day's billing; return True if it was the last."""
    if not await mature_clicks(turn):
        return False
    await turn.unit.of(Promotions).end_expired(turn.now)
    for sponsor in await turn.unit.of(Sponsors).all():
        await charge_fees(turn, sponsor)
        for promotion in await turn.unit.of(Promotions).of(sponsor.id):
            if promotion.price.by is PricedBy.MONTH and promotion.status is PromotionStatus.LIVE:
                await charge_month(turn, promotion)
    for which, period in await turn.unit.of(ChargeLedger).list_periods(name_period(turn.today)):
        await issue_invoice(turn, which, period)
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
    await invoices.add(made)
    if sponsor.email:
        await ask_invoice(turn, _order(sponsor, made, lines))
    return made


async def list_lines(turn: Turn, sums: Sequence[ChargeSum]) -> tuple[InvoiceLine, ...]:
    """Return the lines of an invoice in English, rounded so that they add up to its total."""
    known = await turn.unit.of(Promotions).by_ids([one.promotion for one in sums if one.promotion is not None])
    amounts = round_lines([Money(one.micros, one.currency) for one in sums])
    titles = {which: one.latest.title for which, one in known.items() if one.latest}
    return tuple(
        InvoiceLine(_TEXTS[one.kind].format(many=one.many, title=titles.get(one.promotion or _NO_ID, "")), amount)
        for one, amount in zip(sums, amounts, strict=True)
    )


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
