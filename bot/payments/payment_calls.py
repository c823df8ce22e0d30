"""The requests to a payment provider, built from the calls that a run queued."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.common_calls import NO_ACCOUNT
from bot.payments.payment_provider import InvoiceAccount, LinkRequest, PaymentAccount, RefundRequest
from flows import call_kinds, sponsor_invoice_call
from flows.channels import SIMULATED
from flows.delivery import Answer, Failure
from flows.money import Money
from flows.sponsor_invoice_call import InvoiceOrder

if TYPE_CHECKING:
    from bot.vendor_accounts import VendorAccounts
    from handlers.calls.call_lifecycle import CallRequest


async def pay(accounts: VendorAccounts, business: str, provider: str, request: CallRequest) -> Answer:
    """Perform a call at the payment account of a business."""
    if provider == SIMULATED:
        return await perform(accounts.get_simulated_payments(business), request)
    account = await accounts.payment(business, provider)
    return NO_ACCOUNT if account is None else await perform(account, request)


async def perform(account: PaymentAccount, request: CallRequest) -> Answer:
    """Call the provider once. A request that no provider accepts is refused here, for good."""
    try:
        return await _pay(account, request)
    except KeyError as missing:
        return Answer(failure=Failure.ALERT, code="request", detail=f"the call lacks {missing}")
    except ValueError as wrong:
        return Answer(failure=Failure.ALERT, code="request", detail=str(wrong))


async def _pay(account: PaymentAccount, request: CallRequest) -> Answer:
    values = request.values
    match request.kind:
        case call_kinds.PAYMENT_LINK:
            return await account.open_link(_link(request))
        case call_kinds.REFUND:
            return await account.refund(RefundRequest(values["payment"], _amount(values), values["reference"]))
        case call_kinds.CANCEL_LINK:
            return await account.cancel_link(values["link"])
        case call_kinds.LOOK_LINK:
            return await account.look_link(values["link"])
        case call_kinds.LOOK_REFUND:
            return await account.look_refund(values["refund"], values.get("payment", ""))
    if isinstance(account, InvoiceAccount):
        return await _bill(account, request)
    raise ValueError(f"no payment provider knows {request.kind}")


async def _bill(account: InvoiceAccount, request: CallRequest) -> Answer:
    values = request.values
    match request.kind:
        case sponsor_invoice_call.SPONSOR_INVOICE:
            return await account.issue_invoice(InvoiceOrder.read(values))
        case sponsor_invoice_call.SETTLE_INVOICE:
            return await account.settle_invoice(values["invoice"], values["provider_id"])
        case sponsor_invoice_call.LOOK_INVOICE:
            return await account.look_invoice(values["invoice"], values["provider_id"])
    raise ValueError(f"no payment provider knows {request.kind}")


def _link(request: CallRequest) -> LinkRequest:
    values = request.values
    back = str(values.get("back_url") or "")
    return LinkRequest(
        values["reference"], _amount(values), values["description"], values["expires_at"], back, request.starts_at
    )


def _amount(values: Mapping[str, Any]) -> Money:
    return Money(values["amount"], values["currency"])
