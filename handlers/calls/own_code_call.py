"""The call that makes or ends a code of the shop's own in its store; the staff gets the result."""

from __future__ import annotations

from datetime import timedelta

from flows.delivery import Answer
from flows.phrase import At, phrase
from handlers.calls.call_kind import CallKind, CallRequest, end, mark, put_off
from handlers.calls.call_names import OWN_CODE
from handlers.engine.outbox_posts import post_question
from handlers.engine.turn import Turn
from handlers.staff_notices import alerts
from storage.sending.call_records import CallRecord
from storage.sending.outbox import OutboxEntry, Priority
from storage.store.own_codes import OwnCode, OwnCodes, OwnCodeStatus

CREATE, END = "create", "end"
"""The requests to the store."""
_PATIENCE = timedelta(hours=12)  # how long a store that is away is retried
_WAITS = {CREATE: OwnCodeStatus.ASKED, END: OwnCodeStatus.ENDING}


async def ask(turn: Turn, code: OwnCode, step: str) -> bool:
    """Have the store make or end a code, with priority. Return False if the store is not connected."""
    key = f"{OWN_CODE}:{code.id}:{step}:{turn.now.timestamp():.0f}"
    about = {"code": code.id, "step": step}
    return await post_question(turn, code.provider, OWN_CODE, key, about, turn.now, Priority.TRANSACTIONAL)


async def begin(turn: Turn, entry: OutboxEntry, call: CallRecord) -> CallRequest | None:
    """Return the code with all its terms; None if the step is no longer wanted."""
    code, step = await turn.unit.of(OwnCodes).get(call.request["code"]), str(call.request["step"])
    if code is None or code.status is not _WAITS[step]:
        await turn.unit.senders.give_back(entry.sender, 1)
        await end(turn, entry, "failed", Answer())
        return None
    values = {"step": step, "id": code.id, "code": code.code, "percent": code.percent, "amount": code.amount}
    values |= {"uses": code.uses, "until": code.ends_at, "from": code.starts_at, "discount": code.discount}
    return await mark(turn, call, code.title, values)


async def conclude(turn: Turn, entry: OutboxEntry, request: CallRequest, answer: Answer) -> None:
    """Record the result; an existing code is recognised as ours."""
    if answer.failure is not None and await put_off(turn, entry, request, answer, _PATIENCE):
        return
    await end(turn, entry, "failed" if answer.failure else "done", answer)
    code = await turn.unit.of(OwnCodes).get(request.values["id"])
    if code is not None:
        await _settle(turn, code, str(request.values["step"]), answer)


async def _settle(turn: Turn, code: OwnCode, step: str, answer: Answer) -> None:
    """Record the code's state: one that could not be made does not count; one that could not be ended stays valid."""
    why = (answer.detail or answer.code or str(answer.failure or "")).rstrip(".")
    if step == END:
        after = OwnCodeStatus.LIVE if answer.failure else OwnCodeStatus.ENDED
        if await turn.unit.of(OwnCodes).note(code.id, OwnCodeStatus.ENDING, status=after) and answer.failure:
            await _tell(turn, code, "own_code_not_ended", why=why)
        return
    made = {"status": OwnCodeStatus.LIVE, "discount": answer.provider_id}
    failed = {"status": OwnCodeStatus.FAILED, "why": why[:200]}
    if not await turn.unit.of(OwnCodes).note(code.id, OwnCodeStatus.ASKED, **(failed if answer.failure else made)):
        return
    if answer.failure:
        await _tell(turn, code, "own_code_not_made", why=why)
    else:
        await _tell(turn, code, "own_code_made", until=At(code.ends_at))


async def _tell(turn: Turn, code: OwnCode, name: str, **values: object) -> None:
    await alerts.tell(turn, f"{name}:{code.id}", phrase(name, code=code.code, **values))


KIND = CallKind(begin, conclude)
