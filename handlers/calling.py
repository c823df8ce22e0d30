"""Calls to a shop's system: begun once, answered by an event to the run that asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flows.delivery import Answer, Failure, next_try
from flows.engine import Called
from flows.sequence import CODE_PATIENCE
from handlers import alerts, noted
from handlers.turn import Turn
from storage.outbox import Entry


@dataclass(frozen=True, slots=True)
class Request:
    """One call that a store is to perform now. ``title`` is how it is known again as ours."""

    id: UUID
    kind: str
    title: str
    values: Mapping[str, Any]
    starts_at: datetime
    run: UUID
    contact: UUID


async def begin(turn: Turn, entry: Entry) -> Request | None:
    """Mark a call as being made; None when its conversation is over and nobody needs it any more."""
    call = await turn.unit.calls.get(entry.id)
    run = await turn.unit.runs.get(call.run) if call and call.run else None
    if call is None or call.run is None or call.contact is None or run is None or run.ended_at is not None:
        await turn.unit.outbox.settle(entry.id)
        if call is not None:
            await turn.unit.calls.set_status(entry.id, "failed", turn.now, detail="the conversation was over")
            await turn.unit.discounts.set_status(str(call.request.get("code")), "failed")
        return None
    await turn.unit.calls.set_status(entry.id, "sending", turn.now, attempted_at=turn.elapsed)
    title = f"Parley {call.request.get('code')}"
    return Request(call.id, call.kind, title, call.request, call.created_at, call.run, call.contact)


async def conclude(turn: Turn, entry: Entry, request: Request, answer: Answer) -> None:
    """Tell the run what came of it. Repeating is safe: a code that is there already is found to be ours."""
    if answer.failure is None:
        await turn.unit.calls.set_status(entry.id, "done", turn.now, provider_id=answer.provider_id)
        await turn.unit.discounts.set_status(str(request.values["code"]), "created")
        await _answered(turn, entry, request, None)
        return
    wait = _again(turn, entry, request, answer.failure)
    if wait is not None:
        await turn.unit.calls.set_status(entry.id, "queued", turn.now, code=answer.code, detail=answer.detail[:200])
        await turn.unit.outbox.retry_at(entry.id, turn.now + wait, entry.attempts + 1)
        if answer.after is not None:
            await turn.unit.senders.hold(entry.sender, turn.elapsed + answer.after)
        return
    await turn.unit.calls.set_status(entry.id, "failed", turn.now, code=answer.code, detail=answer.detail[:200])
    await turn.unit.discounts.set_status(str(request.values["code"]), "failed")
    why = answer.code or answer.failure
    said = f" {answer.detail.rstrip('.')}." if answer.detail else ""
    text = f"The store could not make a discount code ({why}).{said} Reminders go without it."
    await alerts.tell(turn, f"call:{answer.failure}", text)
    await _answered(turn, entry, request, answer.failure.value)


def _again(turn: Turn, entry: Entry, request: Request, failure: Failure) -> timedelta | None:
    """A store that is away is asked as long as its answer is waited for, at least every twenty minutes."""
    if failure not in {Failure.RETRY, Failure.UNKNOWN}:
        return None
    wait = next_try(Failure.RETRY, min(entry.attempts + 1, 7), turn.tools.seeds.fraction("call", entry.id))
    return wait if wait is not None and turn.now + wait < request.starts_at + CODE_PATIENCE else None


async def _answered(turn: Turn, entry: Entry, request: Request, failure: str | None) -> None:
    await turn.unit.outbox.settle(entry.id)
    values = {name: request.values[name] for name in ("code", "percent", "until")}
    event = Called(request.run, request.kind, str(request.values["key"]), values, failure)
    await noted.note(turn, request.contact, event, f"called:{entry.id}")
