"""What all kinds of calls share: what is performed, and how a call is put off, ended and answered."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flows.business import Business, PaymentSettings, StoreSettings
from flows.delivery import Answer, Failure, next_try
from flows.engine import Call, Called
from handlers.engine import own_events
from handlers.engine.turn import Turn
from storage.events.runs import Run
from storage.sending.call_records import CallRecord
from storage.sending.outbox import OutboxEntry

FINAL = frozenset({"done", "failed"})
AGAIN = frozenset({Failure.RETRY, Failure.UNKNOWN})
"""What may go through when it is asked once more."""
_MOST = 7  # tries after which the pause grows no more: it is twenty minutes then


@dataclass(frozen=True, slots=True)
class CallRequest:
    """One call that is to be performed now. ``title`` is how a store's answer is known again as ours.

    ``starts_at`` is when it was first asked for, however often it was tried since.
    """

    id: UUID
    kind: str
    title: str
    values: Mapping[str, Any]
    starts_at: datetime
    run: UUID | None
    contact: UUID | None


def named(accounts: Sequence[StoreSettings | PaymentSettings], request: Mapping[str, Any]) -> str | None:
    """The provider of the first of these accounts, or of the one that a request names; None where there is none."""
    wanted = request.get("provider") or None
    return next((one.provider for one in accounts if wanted in {None, one.provider}), None)


def _of_store(business: Business, request: Mapping[str, Any]) -> str | None:
    return named(business.stores, request)


def of_channel(_business: Business, request: Mapping[str, Any]) -> str | None:
    """The channel that the request names."""
    return str(request["channel"])


async def _nothing(_turn: Turn, _run: Run, _call: Call) -> None:
    """Nothing is to be written down."""


@dataclass(frozen=True, slots=True)
class CallKind:
    """How calls of one kind are made: ``begin`` marks one and says what to perform, None when nobody needs it any more.

    ``conclude`` writes down what came of it. ``account`` names the sender that a request goes to: a store's, payments',
    a channel's; None where the business has none, and then a call is given to ``refuse``, where that is said.
    ``asked`` writes down what must be known before the call is made. ``beside`` has its sender with the first call:
    nobody outside is asked. Repeating is safe with every kind.
    """

    begin: Callable[[Turn, OutboxEntry, CallRecord], Awaitable[CallRequest | None]]
    conclude: Callable[[Turn, OutboxEntry, CallRequest, Answer], Awaitable[None]]
    account: Callable[[Business, Mapping[str, Any]], str | None] = _of_store
    asked: Callable[[Turn, Run, Call], Awaitable[None]] = _nothing
    refuse: Callable[[Turn, Run, Call], Awaitable[None]] | None = None
    beside: bool = False


async def mark(turn: Turn, call: CallRecord, title: str = "", values: Mapping[str, Any] | None = None) -> CallRequest:
    """Committed before the provider is called: it is being made."""
    await turn.unit.calls.set_status(call.id, "sending", turn.now, attempted_at=turn.elapsed)
    asked = call.request if values is None else values
    return CallRequest(call.id, call.kind, title, asked, call.created_at, call.run, call.contact)


async def unanswered(turn: Turn, entry: OutboxEntry, call: CallRecord | None) -> CallRecord | None:
    """The call, where its answer is open; else None, and its outbox entry goes: the first answer stands."""
    if call is not None and call.status not in FINAL:
        return call
    await turn.unit.outbox.settle(entry.id)
    return None


async def is_over(turn: Turn, call: CallRecord) -> bool:
    """Whether the run that asked goes on without the answer."""
    run = await turn.unit.runs.get(call.run) if call.run else None
    return run is None or run.ended_at is not None


async def drop(turn: Turn, entry: OutboxEntry) -> None:
    """A call whose run is over is not made."""
    await end(turn, entry, "failed", Answer(detail="the conversation was over"))


def pause(turn: Turn, entry: OutboxEntry) -> timedelta:
    """How long until a call that did not go through is tried once more: ever longer, at most twenty minutes."""
    wait = next_try(Failure.RETRY, min(entry.attempts + 1, _MOST), turn.tools.seeds.fraction("call", entry.id))
    assert wait is not None, "so many tries are never too many"
    return wait


async def later(turn: Turn, entry: OutboxEntry, answer: Answer, wait: timedelta) -> None:
    """Again after a while of the shop's time; that it was tried is counted."""
    await turn.unit.calls.set_status(entry.id, "queued", turn.now, code=answer.code, detail=answer.detail[:200])
    await turn.unit.outbox.retry_at(entry.id, turn.now + wait)


async def put_off(turn: Turn, entry: OutboxEntry, request: CallRequest, answer: Answer, patience: timedelta) -> bool:
    """Try once more, where that may help and comes within so long of when it was asked for; False: it is given up."""
    wait = pause(turn, entry)
    if answer.failure not in AGAIN or turn.now + wait >= request.starts_at + patience:
        return False
    await later(turn, entry, answer, max(wait, answer.after or wait))
    return True


async def end(turn: Turn, entry: OutboxEntry, status: str, answer: Answer) -> None:
    """It is ``done`` or ``failed``, and leaves the outbox."""
    about = {"code": answer.code, "detail": answer.detail[:200]}
    if answer.provider_id is not None:
        about["provider_id"] = answer.provider_id
    await turn.unit.calls.set_status(entry.id, status, turn.now, **about)
    await turn.unit.outbox.settle(entry.id)


async def tell_run(
    turn: Turn, entry: OutboxEntry, request: CallRequest, values: Mapping[str, Any], failure: str | None
) -> None:
    """The answer to the run that asked, as news of its person, once."""
    assert request.run is not None, "this kind of call is asked for by a run"
    assert request.contact is not None, "this kind of call is about a person"
    event = Called(request.run, request.kind, str(request.values["key"]), values, failure)
    await own_events.emit(turn, request.contact, event, f"called:{entry.id}")
