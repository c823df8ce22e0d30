"""Large splits of an order over shops, worked out beside everything else and answered to the order that asked.

Nobody outside is asked: it is a call because it takes seconds of a processor, and must not be lost when we are killed.
"""

from collections.abc import Mapping
from typing import Any

from flows.business import Business
from flows.delivery import Answer
from flows.sourcing.sourcing_call_kinds import SPLIT
from handlers.calls.call_kind import CallKind, CallRequest, drop, end, is_over, mark, tell_run, unanswered
from handlers.calls.call_names import PLANNER
from handlers.engine.turn import Turn
from storage.sending.call_records import CallRecord
from storage.sending.outbox import OutboxEntry


async def begin(turn: Turn, entry: OutboxEntry, call: CallRecord) -> CallRequest | None:
    """It is worked out as long as its order goes on; twice does no harm."""
    if await unanswered(turn, entry, call) is None:
        return None
    if await is_over(turn, call):
        await drop(turn, entry)
        return None
    return await mark(turn, call)


async def conclude(turn: Turn, entry: OutboxEntry, request: CallRequest, answer: Answer) -> None:
    """What is written first stands; a split that failed is told as well, and the order divides the quick way."""
    if await unanswered(turn, entry, await turn.unit.calls.get(entry.id)) is None:
        return
    await end(turn, entry, "failed" if answer.failure else "done", answer)
    await tell_run(turn, entry, request, answer.values or {}, answer.failure.value if answer.failure else None)


def _planner(_business: Business, _request: Mapping[str, Any]) -> str:
    """The planner is there with the first split that it is to find: no business file names it."""
    return PLANNER


KIND = CallKind(begin, conclude, account=_planner, beside=True)
KINDS: Mapping[str, CallKind] = {SPLIT: KIND}
