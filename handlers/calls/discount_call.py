"""The call that makes a discount code in the shop's system; its run gets the answer."""

from datetime import datetime, timedelta

from flows.delivery import Answer, Failure
from flows.engine import Call
from flows.phrase import phrase
from flows.step_offer import CODE_PATIENCE
from handlers.calls.call_kind import CallKind, CallRequest, drop, end, get_wait, is_over, mark, retry_later, tell_run
from handlers.engine.turn import Turn
from handlers.staff_notices import alerts
from storage.events.runs import Run
from storage.sending.call_records import CallRecord
from storage.sending.outbox import OutboxEntry
from storage.store.discounts import DiscountCode

_TOLD = ("code", "percent", "until", "off", "off_currency")


async def begin(turn: Turn, entry: OutboxEntry, call: CallRecord) -> CallRequest | None:
    """Return the request for a code, if the person's run is open; None otherwise."""
    if call.contact is None or await is_over(turn, call):
        await drop(turn, entry)
        await turn.unit.discounts.set_status(str(call.request.get("code")), "failed")
        return None
    return await mark(turn, call, f"Parley {call.request.get('code')}")


async def conclude(turn: Turn, entry: OutboxEntry, request: CallRequest, answer: Answer) -> None:
    """Record the code. An existing code is recognised as ours, so an unknown outcome is retried."""
    if answer.failure is None:
        await end(turn, entry, "done", answer)
        await turn.unit.discounts.set_status(str(request.values["code"]), "created")
        await _tell(turn, entry, request, None)
        return
    wait = _plan_retry(turn, entry, request, answer.failure)
    if wait is None:
        await _give_up(turn, entry, request, answer, answer.failure)
        return
    await retry_later(turn, entry, answer, wait)
    if answer.after is not None:
        await turn.unit.senders.rest_until(entry.sender, turn.elapsed + answer.after)


async def _give_up(turn: Turn, entry: OutboxEntry, request: CallRequest, answer: Answer, failure: Failure) -> None:
    await end(turn, entry, "failed", answer)
    await turn.unit.discounts.set_status(str(request.values["code"]), "failed")
    text = phrase("no_discount_code", why=answer.code or failure.value, detail=answer.detail.rstrip("."))
    await alerts.tell(turn, f"call:{failure}", text)
    await _tell(turn, entry, request, failure.value)


def _plan_retry(turn: Turn, entry: OutboxEntry, request: CallRequest, failure: Failure) -> timedelta | None:
    """Return the wait before a retry, as long as the code is still useful; None to give up."""
    if failure not in {Failure.RETRY, Failure.UNKNOWN}:
        return None
    wait = get_wait(turn, entry)
    return wait if turn.now + wait < request.starts_at + CODE_PATIENCE else None


async def _tell(turn: Turn, entry: OutboxEntry, request: CallRequest, failure: str | None) -> None:
    told = {name: request.values[name] for name in _TOLD if name in request.values}
    await tell_run(turn, entry, request, told, failure)


async def _keep(turn: Turn, run: Run, call: Call) -> None:
    """Store the code that is requested."""
    assert run.contact is not None, "a discount is a person's"
    code, percent, until = call.request["code"], call.request["percent"], call.request["until"]
    assert isinstance(percent, int), "a discount has a percent"
    assert isinstance(until, datetime), "a discount has an end"
    asked = DiscountCode(turn.unit.ids.make(), str(code), run.contact, run.id, percent, "asked", turn.now, until)
    await turn.unit.discounts.add(asked)


KIND = CallKind(begin, conclude, asked=_keep)
