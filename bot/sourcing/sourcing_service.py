"""Sourcing with calls, pages and what the doctor looks at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from bot.conversation_service import Brought, Part
from bot.examination.doctor_finding import Finding, do, fine, some
from flows.count_phrase import counted
from handlers.engine.turn import Turn
from handlers.sourcing.actions.sourcing_file_apply import NO_ACCOUNT, lacks_account
from handlers.sourcing.conversation import SOURCING as CONVERSATION
from storage.sourcing.partner_shops import Shops

if TYPE_CHECKING:
    from bot.common_calls import Perform
    from bot.open_turns import OpenTurns
    from bot.vendor_accounts import VendorAccounts

_NAMED = 10  # shops


def _performed() -> Mapping[str, Perform]:
    from bot.sourcing.sourcing_calls import PERFORMED  # what only a service calls

    return PERFORMED


def _pages(turns: OpenTurns, accounts: VendorAccounts, *_: object) -> Iterable[Part]:
    from bot.sourcing.address_routes import AddressPages
    from bot.sourcing.cart_routes import CartPages
    from bot.sourcing.photo_routes import PhotoPages  # what only a service with a web side loads
    from bot.sourcing.tracking_routes import OrderPages

    photos = PhotoPages(turns, accounts.photographs.home)
    forms = (AddressPages(turns).add_to, CartPages(turns).add_to)
    return OrderPages(turns).add_to, *forms, photos.add_to


async def _shop_lines(turn: Turn) -> list[Finding]:
    """Return the shops that cannot be asked, as nobody answers for them."""
    shops = await turn.unit.of(Shops).all()
    alone = [f"{shop.name} ({shop.ref})" for shop in shops if shop.contact is None]
    if alone:
        text = f"{counted(len(alone), 'shop')} nobody has linked yet, so they are not asked: {some(alone, _NAMED)}"
        return [do(f"{text}. parley apply prints their start links")]
    return [fine(f"{counted(len(shops), 'shop')} linked")] if shops else []


async def _payment_lines(turn: Turn) -> list[Finding]:
    """Return whether what is sold in chat can be paid by a link."""
    sells = lacks_account(turn.business) and await turn.unit.products.some(1)
    return [do(NO_ACCOUNT)] if sells else []


SOURCING = Brought(CONVERSATION, _performed, _pages, (_shop_lines, _payment_lines))
