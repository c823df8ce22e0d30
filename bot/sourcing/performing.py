"""How the calls of sourcing are made: payments, photos, a shop's list, and splits, of which nobody outside hears."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.payments.calls import perform
from bot.performing import NO_ACCOUNT, Perform
from bot.sourcing import lists
from flows.channels import SIMULATED
from flows.delivery import Answer
from handlers.calls.kinds import FETCH_LIST, PAYMENTS, PHOTOS, SPLIT

if TYPE_CHECKING:
    from bot.accounts import VendorAccounts
    from handlers.calling import Request


async def _pay(accounts: VendorAccounts, business: str, provider: str, request: Request) -> Answer:
    if provider == SIMULATED:
        return await perform(accounts.simulated_payments(business), request)
    account = await accounts.payment(business, provider)
    return NO_ACCOUNT if account is None else await perform(account, request)


async def _photograph(accounts: VendorAccounts, business: str, _provider: str, request: Request) -> Answer:
    channel = request.values.get("channel")
    account = await accounts.channel(business, str(channel)) if channel else None
    return await accounts.photographs.perform(request, account)


async def _fetch_list(accounts: VendorAccounts, business: str, _provider: str, request: Request) -> Answer:
    return await lists.perform(request, await accounts.channel(business, str(request.values["channel"])))


async def _split(_accounts: VendorAccounts, _business: str, _provider: str, request: Request) -> Answer:
    from bot.sourcing import planner  # few orders are so large

    return await planner.perform(request)


PERFORMED: Mapping[str, Perform] = {
    **dict.fromkeys(PAYMENTS, _pay),
    **dict.fromkeys(PHOTOS, _photograph),
    FETCH_LIST: _fetch_list,
    SPLIT: _split,
}
