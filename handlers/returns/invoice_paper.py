"""The paper of an invoice: both parties, and lines in the partner's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from flows.money import Money
from flows.money_rounding import round_lines
from flows.phrase import phrase
from flows.promotions.invoice import InvoiceItem, InvoicePaper
from flows.promotions.promotion import Promotion
from flows.promotions.sponsor import Sponsor
from flows.sponsor_invoice_call import MOST_LINES
from handlers.engine.person_language import load_speech
from handlers.engine.turn import Turn
from storage.promotions.charge_ledger import ChargeSum
from storage.promotions.promotions import Promotions

_REF = 8  # digits of the number of an offer without an approved title


async def make_paper(turn: Turn, sponsor: Sponsor, sums: Sequence[ChargeSum]) -> InvoicePaper:
    """Return what an invoice over these sums says. Its lines are rounded and add up to its total."""
    business, locale = turn.business, sponsor.language or turn.business.locale
    seller = (business.name, *filter(None, (business.site, business.support)))
    buyer = (sponsor.name, *filter(None, (sponsor.email,)))
    items = await list_items(turn, locale, sums)
    return InvoicePaper(locale, business.timezone, seller, buyer, items)


async def list_items(turn: Turn, locale: str, sums: Sequence[ChargeSum]) -> tuple[InvoiceItem, ...]:
    """Return the lines of an invoice; if they are too many, the small ones share one."""
    fits = len(sums) <= MOST_LINES
    kept = sums if fits else sorted(sums, key=lambda one: abs(one.micros), reverse=True)[: MOST_LINES - 1]
    known = await turn.unit.of(Promotions).by_ids([one.promotion for one in kept if one.promotion is not None])
    lines = [
        (phrase(f"invoice_line_{one.kind.value}", title=_name(known, one.promotion)), one.many, one.price)
        for one in kept
    ]
    if not fits:
        rest = sum(one.micros for one in sums) - sum(one.micros for one in kept)
        lines.append((phrase("invoice_line_others"), 1, rest))
    rounded = round_lines([Money(many * price, sums[0].currency) for _, many, price in lines])
    say = load_speech(turn, locale).say
    return tuple(
        InvoiceItem(say(text), many, price, amount.micros)
        for (text, many, price), amount in zip(lines, rounded, strict=True)
    )


def _name(known: Mapping[UUID, Promotion], which: UUID | None) -> str | None:
    """Return the approved title of an offer, its number if it has none, and None for a charge of no offer."""
    one = known.get(which) if which is not None else None
    if one is None:
        return None
    return one.content.title if one.content is not None else one.id.hex[-_REF:]
