"""What all kinds of calls have in common: the request, and how a call is delayed, ended and answered."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flows.business import Business, PaymentSettings, StoreSettings
from flows.delivery import Answer, Failure, plan_next_try
from flows.engine import Call, Called
from handlers.engine import own_events
from handlers.engine.turn import Turn
from storage.events.runs import Run
from storage.sending.call_records import CallRecord
from storage.sending.outbox import OutboxEntry

FINAL = frozenset({"done", "failed"})
AGAIN = frozenset({Failure.RETRY, Failure.UNKNOWN})
"""The failures after which a retry may succeed."""
_MOST = 7  # tries after which the pause stays at twenty minutes


@dataclass(frozen=True, slots=True)
class CallRequest:
    """A call to make now. ``title`` identifies our code in a store's answer.

    ``starts_at`` is the time of the first request, for any number of tries.
    """

    id: UUID
    kind: str
    title: str
    values: Mapping[str, Any]
    starts_at: datetime
    run: UUID | None
    contact: UUID | None


def find_provider(accounts: Sequence[StoreSettings | PaymentSettings], request: Mapping[str, Any]) -> str | None:
    """Return the provider of the first account, or of the one that the request names; None if there is none."""
    wanted = request.get("provider") or None
    return next((one.provider for one in accounts if wanted in {None, one.provider}), None)


def _find_store(business: Business, request: Mapping[str, Any]) -> str | None:
    return find_provider(business.stores, request)


def get_channel(_business: Business, request: Mapping[str, Any]) -> str | None:
    """Return the channel that the request names."""
    return str(request["channel"])


async def _record_nothing(_turn: Turn, _run: Run, _call: Call) -> None:
    """Do nothing, for kinds of calls with no facts to record."""


@dataclass(frozen=True, slots=True)
class CallKind:
    """A kind of call. ``begin`` marks one as being made and returns the request; None if it is no longer needed.

    ``conclude`` records the result. ``account`` names the sender of a request: a store's, a payment account's, a
    channel's; None if the business has none, and then ``refuse``, if set, gets the call. ``asked`` records facts before
    the call. ``beside``: no outside system is called, so the first call creates the sender. Calls of every kind can be
    repeated safely.
    """

    begin: Callable[[Turn, OutboxEntry, CallRecord], Awaitable[CallRequest | None]]
    conclude: Callable[[Turn, OutboxEntry, CallRequest, Answer], Awaitable[None]]
    account: Callable[[Business, Mapping[str, Any]], str | None] = _find_store
    asked: Callable[[Turn, Run, Call], Awaitable[None]] = _record_nothing
    refuse: Callable[[Turn, Run, Call], Awaitable[None]] | None = None
    beside: bool = False


async def mark(turn: Turn, call: CallRecord, title: str = "", values: Mapping[str, Any] | None = None) -> CallRequest:
    """Mark a call as being made; this is committed before the provider is called."""
    await turn.unit.calls.set_status(call.id, "sending", turn.now, attempted_at=turn.elapsed)
    asked = call.request if values is None else values
    return CallRequest(call.id, call.kind, title, asked, call.created_at, call.run, call.contact)


async def find_unanswered(turn: Turn, entry: OutboxEntry, call: CallRecord | None) -> CallRecord | None:
    """Return the call if it is unanswered; else delete its outbox entry and return None: the first answer counts."""
    if call is not None and call.status not in FINAL:
        return call
    await turn.unit.outbox.settle(entry.id)
    return None


async def is_over(turn: Turn, call: CallRecord) -> bool:
    """Return True if the run no longer waits for the answer."""
    run = await turn.unit.runs.get(call.run) if call.run else None
    return run is None or run.ended_at is not None


async def drop(turn: Turn, entry: OutboxEntry) -> None:
    """Drop a call whose run has ended."""
    await end(turn, entry, "failed", Answer(detail="the conversation was over"))


def get_wait(turn: Turn, entry: OutboxEntry) -> timedelta:
    """Return the wait before a failed call is retried: ever longer, at most twenty minutes."""
    wait = plan_next_try(Failure.RETRY, min(entry.attempts + 1, _MOST), turn.tools.seeds.fraction("call", entry.id))
    assert wait is not None, "so many tries are never too many"
    return wait


async def retry_later(turn: Turn, entry: OutboxEntry, answer: Answer, wait: timedelta) -> None:
    """Schedule a retry after a wait of business time, and count the try."""
    await turn.unit.calls.set_status(entry.id, "queued", turn.now, code=answer.code, detail=answer.detail[:200])
    await turn.unit.outbox.retry_at(entry.id, turn.now + wait)


async def put_off(turn: Turn, entry: OutboxEntry, request: CallRequest, answer: Answer, patience: timedelta) -> bool:
    """Schedule a retry if it may help and is within ``patience`` of the first request; return False to give up."""
    wait = get_wait(turn, entry)
    if answer.failure not in AGAIN or turn.now + wait >= request.starts_at + patience:
        return False
    await retry_later(turn, entry, answer, max(wait, answer.after or wait))
    return True


async def end(turn: Turn, entry: OutboxEntry, status: str, answer: Answer) -> None:
    """End a call with the ``status`` done or failed, and delete it from the outbox."""
    about = {"code": answer.code, "detail": answer.detail[:200]}
    if answer.provider_id is not None:
        about["provider_id"] = answer.provider_id
    await turn.unit.calls.set_status(entry.id, status, turn.now, **about)
    await turn.unit.outbox.settle(entry.id)


async def tell_run(
    turn: Turn, entry: OutboxEntry, request: CallRequest, values: Mapping[str, Any], failure: str | None
) -> None:
    """Send the answer to the run, once, as an event of its person."""
    assert request.run is not None, "this kind of call is asked for by a run"
    assert request.contact is not None, "this kind of call is about a person"
    event = Called(request.run, request.kind, str(request.values["key"]), values, failure)
    await own_events.emit(turn, request.contact, event, f"called:{entry.id}")
