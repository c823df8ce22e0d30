"""The store calls that create a campaign's discount codes, one step at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.common_calls import NO_ACCOUNT, Perform
from bot.stores.storefront import AddedCodes, DiscountRequest, Storefront
from flows.channels import SIMULATED
from flows.delivery import Answer, Failure
from handlers.campaigns.codes.code_steps import KIND, CodeStep

if TYPE_CHECKING:
    from bot.vendor_accounts import VendorAccounts
    from handlers.calls.call_lifecycle import CallRequest


async def _step(accounts: VendorAccounts, business: str, provider: str, request: CallRequest) -> Answer:
    if provider == SIMULATED:
        return _play_store(request)
    store = await accounts.store(business, provider)
    if store is None:
        return NO_ACCOUNT
    try:
        return await _ask_store(store, request)
    except ValueError as error:
        return Answer(failure=Failure.ALERT, code="discount", detail=str(error))


async def _ask_store(store: Storefront, request: CallRequest) -> Answer:
    """Perform one step in a real store. Raises ValueError for a discount that no store accepts."""
    values = request.values
    match values["step"]:
        case CodeStep.CREATE:
            offer, code = values["offer"], values["codes"][0]
            wanted = DiscountRequest(
                code, offer.percent, values["starts_at"], values["until"], request.title, offer.amount
            )
            return await store.create_discount(wanted)
        case CodeStep.ADD:
            return await store.add_codes(values["discount"], values["codes"])
        case CodeStep.LOOK:
            return await store.look_codes(values["discount"], values["creation"])
        case _:
            return await store.look_discount(values["discount"])


def _play_store(request: CallRequest) -> Answer:
    """Perform one step in a sandbox, whose store accepts all codes at once."""
    done = AddedCodes(True).values if request.values["step"] is CodeStep.LOOK else None
    return Answer(provider_id=f"sim:{request.id}", values=done)


PERFORMED: Mapping[str, Perform] = {KIND: _step}
