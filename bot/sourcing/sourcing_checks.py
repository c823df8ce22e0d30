"""The ``doctor`` checks of sourcing: shops without a linked person, and chat sales without a payment provider."""

from __future__ import annotations

from bot.examination.doctor_finding import Finding, do, fine, list_some
from flows.count_phrase import format_count
from handlers.engine.turn import Turn
from handlers.sourcing.actions.sourcing_file_apply import NO_ACCOUNT, needs_account
from storage.sourcing.partner_shops import Shops

_NAMED = 10  # shops


async def _shop_lines(turn: Turn) -> list[Finding]:
    """Return the shops that cannot be asked, as no person is linked to them."""
    shops = await turn.unit.of(Shops).all()
    alone = [f"{shop.name} ({shop.ref})" for shop in shops if shop.contact is None]
    if alone:
        text = f"{format_count(len(alone), 'shop')} not linked yet, so they get no requests: {list_some(alone, _NAMED)}"
        return [do(f"{text}. parley apply prints their start links")]
    return [fine(f"{format_count(len(shops), 'shop')} linked")] if shops else []


async def _payment_lines(turn: Turn) -> list[Finding]:
    """Check that goods sold in chat can be paid by a link."""
    sells = needs_account(turn.business) and await turn.unit.products.list_some(1)
    return [do(NO_ACCOUNT)] if sells else []


LOOKS = (_shop_lines, _payment_lines)
