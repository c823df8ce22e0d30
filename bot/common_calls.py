"""Calls that every business can make: a discount in the store, a chat's menu, a message's price, an edit of a
message."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from bot.channels.channel import Charging, Editing, Fetching, Menued, Unfetched
from bot.stores.storefront import DiscountRequest
from flows.call_kinds import COMMAND_PROPOSAL, DISCOUNT, PROPOSAL
from flows.channels import SIMULATED
from flows.delivery import Answer, Failure
from flows.step_offer import get_amount_off
from handlers.calls.call_names import EDIT_MESSAGE, MENU, OWN_CODE, PRICE
from handlers.calls.own_code_call import END

if TYPE_CHECKING:
    from bot.vendor_accounts import VendorAccounts
    from handlers.calls.call_lifecycle import CallRequest

Perform: TypeAlias = "Callable[[VendorAccounts, str, str, CallRequest], Awaitable[Answer]]"
"""Performs a call of one kind for a business, at that provider."""
NO_ACCOUNT = Answer(failure=Failure.SENDER, code="credentials")
"""The answer to a call of a business without an account of the provider, or with unreadable secrets."""


async def fetch_sent_file(accounts: VendorAccounts, business: str, request: CallRequest, longest: int) -> bytes:
    """Return the file that a call names, downloaded with the credentials of the channel that it was sent on.

    ``longest`` is the most bytes. Raises Unfetched.
    """
    account = await accounts.channel(business, str(request.values["channel"]))
    if not isinstance(account, Fetching):
        raise Unfetched(Answer(failure=Failure.SENDER, code="credentials"))
    return await account.fetch(str(request.values["url"]), longest)


async def _discount(accounts: VendorAccounts, business: str, provider: str, request: CallRequest) -> Answer:
    """Create a discount code for one customer or for everybody, or end one for everybody."""
    values = request.values
    if provider == SIMULATED:
        return Answer(provider_id=f"sim:{values['code']}")
    store = await accounts.store(business, provider)
    if store is None:
        return NO_ACCOUNT
    if request.kind == OWN_CODE and values["step"] == END:
        return await store.end_discount(str(values["discount"]))
    try:
        wanted = _read_request(request)
    except ValueError as error:
        return Answer(failure=Failure.ALERT, code="discount", detail=str(error))
    return await store.create_discount(wanted)


def _read_request(request: CallRequest) -> DiscountRequest:
    values, code, until = request.values, str(request.values["code"]), request.values["until"]
    if request.kind == OWN_CODE:
        percent, amount = values["percent"], values["amount"]
        return DiscountRequest(code, percent, values["from"], until, request.title, amount, values["uses"])
    percent, amount = int(values["percent"]) or None, get_amount_off(values)
    return DiscountRequest(code, percent, request.starts_at, until, request.title, amount)


async def _edit(accounts: VendorAccounts, business: str, _provider: str, request: CallRequest) -> Answer:
    account = await accounts.channel(business, str(request.values["channel"]))
    if account is None:
        return NO_ACCOUNT
    if not isinstance(account, Editing):
        return Answer(failure=Failure.SETUP, code="no-edit")
    return await account.edit(request.values["outgoing"], str(request.values["provider_id"]))


async def _menu(accounts: VendorAccounts, business: str, _provider: str, request: CallRequest) -> Answer:
    """Set a chat's menu in each language, one after the other, until one fails."""
    account = await accounts.channel(business, str(request.values["channel"]))
    if account is None:
        return NO_ACCOUNT
    if not isinstance(account, Menued):
        return Answer(failure=Failure.SETUP, code="no-menu")
    answer = Answer()
    for language, commands in request.values["menus"].items():
        answer = await account.set_menu(commands, request.values["chat"], language)
        if answer.failure is not None:
            break
    return answer


async def _price(accounts: VendorAccounts, business: str, provider: str, request: CallRequest) -> Answer:
    """Return a message's price; none for a simulated channel, which reports prices at once."""
    if provider == SIMULATED:
        return Answer()
    account = await accounts.channel(business, str(request.values["channel"]))
    return await account.price(str(request.values["provider_id"])) if isinstance(account, Charging) else NO_ACCOUNT


async def _propose(accounts: VendorAccounts, business: str, _provider: str, request: CallRequest) -> Answer:
    proposer, asked = await accounts.proposer(business), request.values
    return NO_ACCOUNT if proposer is None else await proposer.propose(asked["task"], asked["schema"], asked["data"])


PERFORMED: Mapping[str, Perform] = {
    COMMAND_PROPOSAL: _propose,
    DISCOUNT: _discount,
    EDIT_MESSAGE: _edit,
    MENU: _menu,
    OWN_CODE: _discount,
    PRICE: _price,
    PROPOSAL: _propose,
}
