"""/partners paid NUMBER: an invoice was paid without the payment provider, such as by bank transfer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from flows.money import Money
from flows.name_folding import fold_name
from flows.phrase import Phrase, phrase, tap
from flows.promotions.invoice import Invoice
from handlers.actions.action import Origin, Preview, Refused
from handlers.engine.turn import Turn
from handlers.returns.invoice_news import mark_paid
from handlers.returns.staff.partner_arguments import COMMAND, MOST_BUTTONS
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import OWNERS, Command, IssuedCommand, Reply, list_buttons
from storage.promotions.invoices import Invoices
from templates.message_values import one_line


class InvoiceStays(StrEnum):
    """Why an invoice is not marked as paid, as the name of its phrase."""

    SETTLED = "invoice_is_settled"


@dataclass(frozen=True, slots=True)
class PaidInvoice:
    """Request to mark an invoice as paid."""

    invoice: UUID


async def preview_payment(turn: Turn, asked: PaidInvoice) -> Preview:
    """Preview the payment: whose invoice of how much. Raises Refused for one that is paid or void."""
    return Preview(_describe("invoice_would_be_paid", await _find(turn, asked)), phrase("partner_button_paid"))


async def take_payment(turn: Turn, origin: Origin, asked: PaidInvoice) -> Invoice:
    """Mark the invoice as paid; offers that it paused go on. Raises Refused for one that is paid or void."""
    invoice = await _find(turn, asked)
    await mark_paid(turn, invoice, origin.by)
    return invoice


async def _find(turn: Turn, asked: PaidInvoice) -> Invoice:
    owed = {one.id: one for one in await turn.unit.of(Invoices).list_owed()}
    if asked.invoice not in owed:
        raise Refused(InvoiceStays.SETTLED)
    return owed[asked.invoice]


def _describe(name: str, one: Invoice) -> Phrase:
    return phrase(name, name=one.paper.buyer[0], number=one.number, amount=Money(one.micros, one.currency))


async def _read(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find an invoice by its number, or by its partner's name if that partner owes one only."""
    said, every = fold_name(" ".join(words)).replace("-", " "), await asked.turn.unit.of(Invoices).list_owed()
    if not said or not every:
        return Missing()
    numbered = [one for one in every if one.number.replace("-", " ") == said]
    found = numbered or [one for one in every if said in fold_name(one.paper.buyer[0])]
    return FoundArgument(found[0].id, (), found[0]) if len(found) == 1 else _ask(found or every)


async def _ask_all(asked: IssuedCommand, _known: Known) -> Reply:
    return _ask(await asked.turn.unit.of(Invoices).list_owed())


def _ask(some: Sequence[Invoice]) -> Reply:
    buttons = [(tap(COMMAND, "paid", one.number), one_line(f"{one.number} {one.paper.buyer[0]}")) for one in some]
    return Reply(phrase("which_invoice", many=len(some)), list_buttons(buttons[:MOST_BUTTONS]))


MARK = Command(
    name="paid", arguments=(Argument("invoice", "2026-03-001", _read, _ask_all),), takes=PaidInvoice, roles=OWNERS,
    preview=preview_payment, does=take_payment, says=lambda invoice: _describe("invoice_is_paid", invoice),
)  # fmt: skip
