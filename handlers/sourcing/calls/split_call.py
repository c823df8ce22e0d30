"""Large splits of an order over shops, computed in the background and sent to the order as an event.

No other system is called. It is a call because it takes seconds of CPU time and must survive a killed process.
"""

from collections.abc import Mapping
from typing import Any

from flows.business import Business
from flows.delivery import Answer
from flows.sourcing.sourcing_call_kinds import SPLIT
from handlers.calls.call_kind import CallKind, CallRequest, drop, end, find_unanswered, is_over, mark, tell_run
from handlers.calls.call_names import PLANNER
from handlers.engine.turn import Turn
from storage.sending.call_records import CallRecord
from storage.sending.outbox import OutboxEntry


async def begin(turn: Turn, entry: OutboxEntry, call: CallRecord) -> CallRequest | None:
    """Begin the computation if the order's run is open; it can be repeated safely."""
    if await find_unanswered(turn, entry, call) is None:
        return None
    if await is_over(turn, call):
        await drop(turn, entry)
        return None
    return await mark(turn, call)


async def conclude(turn: Turn, entry: OutboxEntry, request: CallRequest, answer: Answer) -> None:
    """Store the answer; the first stored one wins. A failed split is sent to the order as well, which then uses the
    quick method.
    """
    if await find_unanswered(turn, entry, await turn.unit.calls.get(entry.id)) is None:
        return
    await end(turn, entry, "failed" if answer.failure else "done", answer)
    await tell_run(turn, entry, request, answer.values or {}, answer.failure.value if answer.failure else None)


def _planner(_business: Business, _request: Mapping[str, Any]) -> str:
    """Return the name of the planner. It is not configured in a business file; it is created with the first split."""
    return PLANNER


KIND = CallKind(begin, conclude, account=_planner, beside=True)
KINDS: Mapping[str, CallKind] = {SPLIT: KIND}
