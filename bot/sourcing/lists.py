"""What a call for a shop's list comes to: the text of a file that it sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.channels.channel import Fetching, Unfetched
from flows.delivery import Answer, Failure
from handlers.sourcing.replies.stock.lists import MOST_BYTES

if TYPE_CHECKING:
    from handlers.calling import Request


async def perform(request: Request, account: Any | None) -> Answer:
    """Fetch the file with the credentials of the channel that it was sent on; ``text`` is what it says."""
    if not isinstance(account, Fetching):
        return Answer(failure=Failure.SENDER, code="credentials")
    try:
        body = await account.fetch(str(request.values["url"]), MOST_BYTES)
    except Unfetched as no:
        return no.answer
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Answer(failure=Failure.ALERT, code="encoding", detail="It is no text in UTF-8.")
    if "\x00" in text:
        return Answer(failure=Failure.ALERT, code="encoding", detail="It is no text.")
    return Answer(values={"text": text})
