"""Calls to another system: begun, performed by the sender, concluded. What a kind means, its conversation says."""

from __future__ import annotations

from flows.delivery import Answer
from handlers.calls.call_kind import CallRequest
from handlers.engine.turn import Turn
from storage.sending.outbox import OutboxEntry

__all__ = ["CallRequest", "begin", "conclude"]


async def begin(turn: Turn, entry: OutboxEntry) -> CallRequest | None:
    """Mark a call as being made; None when nobody needs it any more. Raises LookupError for a kind nobody knows."""
    call = await turn.unit.calls.get(entry.id)
    if call is None:
        await turn.unit.outbox.settle(entry.id)
        return None
    kind = turn.tools.conversations.calls.get(call.kind)
    if kind is None:
        raise LookupError(f"no call is of the kind {call.kind!r}")
    return await kind.begin(turn, entry, call)


async def conclude(turn: Turn, entry: OutboxEntry, request: CallRequest, answer: Answer) -> None:
    """Write down what came of it."""
    await turn.tools.conversations.calls[request.kind].conclude(turn, entry, request, answer)
