"""The calls of sourcing: payments, photos, a shop's list, and internal splits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.channels.channel import Unfetched
from bot.common_calls import Perform, fetch_sent_file
from bot.payments.payment_calls import pay
from bot.thread_pools import PLANS
from flows.delivery import Answer, Failure
from flows.sourcing.sourcing_call_kinds import SPLIT
from handlers.sourcing.calls import payment_link_calls, photo_file_calls, stock_list_call
from handlers.sourcing.replies.stock.stock_list_file import MOST_BYTES

if TYPE_CHECKING:
    from bot.vendor_accounts import VendorAccounts
    from handlers.calls.call_lifecycle import CallRequest


async def _photograph(accounts: VendorAccounts, business: str, _provider: str, request: CallRequest) -> Answer:
    channel = request.values.get("channel")
    account = await accounts.channel(business, str(channel)) if channel else None
    return await accounts.photographs.perform(request, account)


async def _fetch_list(accounts: VendorAccounts, business: str, _provider: str, request: CallRequest) -> Answer:
    """Return the text of a shop's file, downloaded with the credentials of the channel that it was sent on."""
    try:
        body = await fetch_sent_file(accounts, business, request, MOST_BYTES)
    except Unfetched as no:
        return no.answer
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Answer(failure=Failure.ALERT, code="encoding", detail="It is not UTF-8 text.")
    if "\x00" in text:
        return Answer(failure=Failure.ALERT, code="encoding", detail="It is no text.")
    return Answer(values={"text": text})


async def divide(request: CallRequest) -> Answer:
    """Compute a large split in a separate thread, as it takes seconds of processor time
    (flows/sourcing/planning/split_solver.py)."""
    from flows.sourcing import order_split  # few orders are so large

    try:
        found = await PLANS.run(order_split.solve, str(request.values.get("problem")))
    except ValueError as wrong:
        return Answer(failure=Failure.ALERT, code="request", detail=str(wrong))
    return Answer(values={"shares": order_split.write_shares(found.shares), "method": found.method.value})


PERFORMED: Mapping[str, Perform] = {
    **dict.fromkeys(payment_link_calls.KINDS, pay),
    **dict.fromkeys(photo_file_calls.KINDS, _photograph),
    **dict.fromkeys(stock_list_call.KINDS, _fetch_list),
    SPLIT: lambda _accounts, _business, _provider, request: divide(request),
}
