"""Applying the sourcing part of a business file: shops, products, and own stock.

The readers of business files are large modules, so they are imported when the first file is applied.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from handlers.conversation import Applying

if TYPE_CHECKING:
    from flows.business import Business
    from handlers.actions.secret_vault import SecretVault
    from handlers.actions.staff_members import StartLink
    from handlers.business_file import BusinessFile
    from storage.unit import Unit

NO_ACCOUNT = (
    "no payment account makes links: when an order is found, your team tells the customer how to pay (/send) and marks "
    "it paid (/settled); add [payments.razorpay] or [payments.stripe] to have Parley do it"
)
"""Warning for the owner."""


def needs_account(business: Business) -> bool:
    """Return True if customers must pay online and no account can make payment links."""
    return not business.payments and business.sourcing.pay != "cod"


async def _put(unit: Unit, file: BusinessFile, now: datetime) -> list[str]:
    from handlers.sourcing.actions.file_products import put_products
    from handlers.sourcing.actions.shop_onboarding import put_shops

    return await put_shops(unit, file.shops, now) + await put_products(unit, file.products, now)


async def _make_links(unit: Unit, business: Business, vault: SecretVault, now: datetime) -> tuple[StartLink, ...]:
    from handlers.sourcing.actions.shop_onboarding import make_shop_links

    return await make_shop_links(unit, business, vault, now)


def _warns(file: BusinessFile, _day: date) -> Iterator[str]:
    from flows.channels import PROVEN_SECTIONS, PROVEN_TITLES
    from handlers.actions.staff_members import has_staff_chat

    if file.products and needs_account(file.business):
        yield NO_ACCOUNT
    if file.shops and not has_staff_chat(file.business):
        yield (f"shops are asked on {PROVEN_TITLES}: without {PROVEN_SECTIONS} none is, and there is no start link")
    else:
        missing = {shop.address.channel for shop in file.shops if shop.address is not None}
        for channel in sorted(missing - {one.channel for one in file.business.channels}):
            yield f"some shops have an address on {channel} only, which cannot be written to: add [channels.{channel}]"


APPLYING = Applying(_put, _make_links, _warns)
