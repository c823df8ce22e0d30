"""The beginning of a call that fetches a file from a channel."""

from __future__ import annotations

from uuid import UUID

from handlers.calls.call_kind import CallRequest, drop, find_unanswered, mark
from handlers.engine.turn import Turn
from storage.sending.call_records import CallRecord
from storage.sending.outbox import OutboxEntry


async def begin_fetching(turn: Turn, entry: OutboxEntry, call: CallRecord) -> CallRequest | None:
    """Return the request; None if it is no longer needed. The URL is stored only in the message, so that an erasure
    removes it. A fetch uses no rate token."""
    await turn.unit.senders.give_back(entry.sender, 1)
    if await find_unanswered(turn, entry, call) is None:
        return None
    message = await turn.unit.messages.get(UUID(str(call.request["message"])))
    if message is None or not message.media:
        await drop(turn, entry)
        return None
    return await mark(turn, call, values={**call.request, "url": message.media[0]["url"]})
