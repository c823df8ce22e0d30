"""Calls to another system: a shop's discount, answered by an event to the run that asked, and a message's price."""

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
from handlers.outgoing import post_question
from handlers.turn import Turn
from storage.calls import CallRecord
from storage.messages import Message
from storage.outbox import Entry

PRICE = "price"
# Neither Twilio's answer to a new message nor its receipts say what it costs: the message's resource does, later.
# https://www.twilio.com/docs/messaging/api/message-resource
_TELL_LATER = frozenset({"twilio"})
_FIRST_LOOK, _GROWTH, _LOOKS = timedelta(minutes=5), 3, 6  # the sixth is some thirty hours after the first


@dataclass(frozen=True, slots=True)
class Request:
    """One call that is to be performed now. ``title`` is how a store's answer is known again as ours."""

    id: UUID
    kind: str
    title: str
    values: Mapping[str, Any]
    starts_at: datetime
    run: UUID | None
    contact: UUID | None


async def ask_price(turn: Turn, message: Message) -> None:
    """Have the provider asked what this message cost, once and some minutes later, where it is not known by itself."""
    channel = turn.business.channel(message.channel)
    if message.price is None and channel is not None and channel.provider in _TELL_LATER:
        key, about = f"{PRICE}:{message.id}", {"message": message.id}
        await post_question(turn, message.channel, PRICE, key, about, turn.now + _FIRST_LOOK)


async def begin(turn: Turn, entry: Entry) -> Request | None:
    """Mark a call as being made; None when nobody needs it any more."""
    call = await turn.unit.calls.get(entry.id)
    if call is not None and call.kind == PRICE:
        return await _begin_price(turn, entry, call)
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
    """Write down what came of it. Repeating is safe: a code that is there is found to be ours, a price is a price."""
    if request.kind == PRICE:
        await _conclude_price(turn, entry, request, answer)
    elif answer.failure is None:
        await turn.unit.calls.set_status(entry.id, "done", turn.now, provider_id=answer.provider_id)
        await turn.unit.discounts.set_status(str(request.values["code"]), "created")
        await _answered(turn, entry, request, None)
    else:
        await _not_made(turn, entry, request, answer, answer.failure)


async def _not_made(turn: Turn, entry: Entry, request: Request, answer: Answer, failure: Failure) -> None:
    """The store made no discount: again later, or given up, which the staff and the run are told."""
    wait = _again(turn, entry, request, failure)
    if wait is not None:
        await _later(turn, entry, answer, wait)
        if answer.after is not None:
            await turn.unit.senders.hold(entry.sender, turn.elapsed + answer.after)
        return
    await turn.unit.calls.set_status(entry.id, "failed", turn.now, code=answer.code, detail=answer.detail[:200])
    await turn.unit.discounts.set_status(str(request.values["code"]), "failed")
    why = answer.code or failure
    said = f" {answer.detail.rstrip('.')}." if answer.detail else ""
    text = f"The store could not make a discount code ({why}).{said} Reminders go without it."
    await alerts.tell(turn, f"call:{failure}", text)
    await _answered(turn, entry, request, failure.value)


def _again(turn: Turn, entry: Entry, request: Request, failure: Failure) -> timedelta | None:
    """A store that is away is asked as long as its answer is waited for, at least every twenty minutes."""
    if failure not in {Failure.RETRY, Failure.UNKNOWN}:
        return None
    wait = next_try(Failure.RETRY, min(entry.attempts + 1, 7), turn.tools.seeds.fraction("call", entry.id))
    return wait if wait is not None and turn.now + wait < request.starts_at + CODE_PATIENCE else None


async def _later(turn: Turn, entry: Entry, answer: Answer, wait: timedelta) -> None:
    await turn.unit.calls.set_status(entry.id, "queued", turn.now, code=answer.code, detail=answer.detail[:200])
    await turn.unit.outbox.retry_at(entry.id, turn.now + wait)


async def _answered(turn: Turn, entry: Entry, request: Request, failure: str | None) -> None:
    assert request.run is not None, "a discount is asked for by a run"
    assert request.contact is not None, "a discount is for a person"
    await turn.unit.outbox.settle(entry.id)
    values = {name: request.values[name] for name in ("code", "percent", "until")}
    event = Called(request.run, request.kind, str(request.values["key"]), values, failure)
    await noted.note(turn, request.contact, event, f"called:{entry.id}")


async def _begin_price(turn: Turn, entry: Entry, call: CallRecord) -> Request | None:
    """A question is no message, so the sender's rate gets its token back."""
    await turn.unit.senders.give_back(entry.sender, 1)
    message = await turn.unit.messages.get(call.request["message"])
    if message is None or message.price is not None or message.provider_id is None:
        await _end_price(turn, entry, "done" if message and message.price is not None else "failed", Answer())
        return None
    await turn.unit.calls.set_status(entry.id, "sending", turn.now, attempted_at=turn.elapsed)
    values = {"message": message.id, "channel": message.channel, "provider_id": message.provider_id}
    return Request(call.id, call.kind, "", values, call.created_at, None, None)


async def _conclude_price(turn: Turn, entry: Entry, request: Request, answer: Answer) -> None:
    """Noted with the message and told to nobody; what is not known after the last look is given up quietly."""
    if answer.micros is not None:
        price = {"price": answer.micros, "price_currency": answer.currency}
        await turn.unit.messages.note(request.values["message"], **price)
        await _end_price(turn, entry, "done", answer)
    elif entry.attempts + 1 < _LOOKS:
        wait = _FIRST_LOOK * _GROWTH ** (entry.attempts + 1)
        await _later(turn, entry, answer, max(wait, answer.after or wait))
    else:
        await _end_price(turn, entry, "failed", answer)


async def _end_price(turn: Turn, entry: Entry, status: str, answer: Answer) -> None:
    await turn.unit.calls.set_status(entry.id, status, turn.now, code=answer.code, detail=answer.detail[:200])
    await turn.unit.outbox.settle(entry.id)
