"""The calls of importing: a file that somebody sent is downloaded and packed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.channels.channel import Fetching, Unfetched
from bot.common_calls import NO_ACCOUNT, Perform
from flows.delivery import Answer
from handlers.importing.import_request import FETCH_SHEET
from handlers.importing.sheet_fetch_call import MOST_BYTES, encode_values
from storage.jobs.job_file_parts import split_file

if TYPE_CHECKING:
    from bot.vendor_accounts import VendorAccounts
    from handlers.calls.call_lifecycle import CallRequest


async def _fetch_sheet(accounts: VendorAccounts, business: str, _provider: str, request: CallRequest) -> Answer:
    """Download a file with the credentials of the channel that it was sent on."""
    account = await accounts.channel(business, str(request.values["channel"]))
    if not isinstance(account, Fetching):
        return NO_ACCOUNT
    try:
        body = await account.fetch(str(request.values["url"]), MOST_BYTES)
    except Unfetched as no:
        return no.answer
    return Answer(values=encode_values(await asyncio.to_thread(split_file, body)))


PERFORMED: Mapping[str, Perform] = {FETCH_SHEET: _fetch_sheet}
