"""Calls to another system: begun, performed by the sender, concluded. What each kind means stands in handlers/calls."""

from __future__ import annotations

from collections.abc import Mapping

from flows.delivery import Answer
from handlers.calls import discounts, edits, prices
from handlers.calls.call import Kind, Request
from handlers.calls.kinds import DISCOUNT, EDIT_MESSAGE, FETCH_LIST, PRICE, SPLIT
from handlers.sourcing.calls import lists, payments, photos, splits
from handlers.turn import Turn
from storage.outbox import Entry

__all__ = ["KINDS", "Request", "begin", "conclude"]

KINDS: Mapping[str, Kind] = {
    DISCOUNT: discounts.KIND,
    PRICE: prices.KIND,
    SPLIT: splits.KIND,
    EDIT_MESSAGE: edits.KIND,
    FETCH_LIST: lists.KIND,
    **payments.KINDS,
    **photos.KINDS,
}


async def begin(turn: Turn, entry: Entry) -> Request | None:
    """Mark a call as being made; None when nobody needs it any more. Raises LookupError for a kind nobody knows."""
    call = await turn.unit.calls.get(entry.id)
    if call is None:
        await turn.unit.outbox.settle(entry.id)
        return None
    if call.kind not in KINDS:
        raise LookupError(f"no call is of the kind {call.kind!r}")
    return await KINDS[call.kind].begin(turn, entry, call)


async def conclude(turn: Turn, entry: Entry, request: Request, answer: Answer) -> None:
    """Write down what came of it."""
    await KINDS[request.kind].conclude(turn, entry, request, answer)
