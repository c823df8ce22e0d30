"""A stored invoice as the paper that bot/returns/invoice_pdf.py draws."""

from __future__ import annotations

from bot.returns.invoice_pdf import InvoiceSheet, SheetLine
from bot.returns.sponsor_words import SponsorWords
from flows.money import Money
from flows.promotions.invoice import FINAL, Invoice
from flows.promotions.sponsor import Sponsor
from handlers.engine.turn import Turn


def make_sheet(turn: Turn, words: SponsorWords, sponsor: Sponsor, invoice: Invoice) -> InvoiceSheet:
    """Return the paper of an invoice; its lines are as they were issued."""
    business = turn.business
    amounts = [(text, Money(micros, invoice.currency)) for text, micros in invoice.lines]
    return InvoiceSheet(
        locale=words.locale,
        seller=business.name,
        seller_details=tuple(filter(None, (business.site, business.support))),
        sponsor=sponsor.name,
        sponsor_details=(sponsor.email,) if sponsor.email else (),
        number=invoice.number,
        issued_on=invoice.issued_at.astimezone(turn.zone).date(),
        due_on=invoice.due_at.astimezone(turn.zone).date(),
        period=words.month(invoice.period),
        lines=tuple(SheetLine(text, 1, amount, amount) for text, amount in amounts),
        total=Money(invoice.micros, invoice.currency),
        pay_url=(invoice.url or "") if invoice.status not in FINAL else "",
    )
