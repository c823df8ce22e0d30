"""The calls of returns: sponsors' invoices at the payment provider, the links of offers, and their photos."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.channels.channel import Unfetched
from bot.common_calls import fetch_sent_file
from bot.payments.payment_calls import pay
from bot.returns.link_probe import probe
from flows.delivery import Answer, Failure
from handlers.calls.call_names import CHECK_LINK
from handlers.returns import sponsor_invoice_calls
from handlers.returns.offer_images import MOST_BYTES
from handlers.returns.sponsor_chat import offer_draft

if TYPE_CHECKING:
    from bot.common_calls import Perform
    from bot.vendor_accounts import VendorAccounts
    from handlers.calls.call_lifecycle import CallRequest


async def _fetch_photo(accounts: VendorAccounts, business: str, _provider: str, request: CallRequest) -> Answer:
    """Fetch the photo of an offer with the credentials of the channel that it was sent on, and store it decoded."""
    try:
        body = await fetch_sent_file(accounts, business, request, MOST_BYTES)
    except Unfetched as no:
        return no.answer
    fault = await accounts.photographs.keep(str(request.values["stored_as"]), body)
    if not fault:
        return Answer()
    return Answer(failure=Failure.RETRY if fault in _PASSING else Failure.ALERT, code=fault)


_PASSING = frozenset({"busy", "home"})
PERFORMED: Mapping[str, Perform] = {
    **dict.fromkeys(sponsor_invoice_calls.KINDS, pay),
    **dict.fromkeys(offer_draft.KINDS, _fetch_photo),
    CHECK_LINK: probe,
}
