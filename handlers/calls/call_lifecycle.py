"""The life of a call to another system: begun, performed by the sender, concluded. Its conversation
defines its kind."""

from __future__ import annotations

from flows.delivery import Answer
from handlers.calls.call_kind import CallRequest
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from storage.sending.outbox import OutboxEntry

__all__ = ["CallRequest", "begin", "conclude"]


async def begin(turn: Turn, entry: OutboxEntry) -> CallRequest | None:
    """Mark a call as being made; None if it is no longer needed. Raises LookupError for an unknown kind."""
    call = await turn.unit.calls.get(entry.id)
    if call is None:
        await turn.unit.outbox.settle(entry.id)
        return None
    kind = conversations_of(turn).calls.get(call.kind)
    if kind is None:
        raise LookupError(f"no call is of the kind {call.kind!r}")
    return await kind.begin(turn, entry, call)


async def conclude(turn: Turn, entry: OutboxEntry, request: CallRequest, answer: Answer) -> None:
    """Record the result of a call."""
    await conversations_of(turn).calls[request.kind].conclude(turn, entry, request, answer)
