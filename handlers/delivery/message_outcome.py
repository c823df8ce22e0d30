"""The end of a message: refused by a rule, accepted by a provider, or failed in one of the catalogue's ways."""

import re
from collections.abc import Collection, Mapping
from datetime import timedelta
from uuid import UUID

from flows.channels import CHANNELS
from flows.delivery import LATE, OPEN, TELLS_ADMIN, Answer, Failure, MessageStatus, get_final_failure
from flows.engine import Departed
from flows.phrase import Ours, Phrase, Text, phrase
from flows.policy.departure_facts import AddressState, Kind
from flows.policy.verdict import Verdict
from handlers.calls import price_call
from handlers.delivery import message_attachment, message_retry
from handlers.engine import own_events
from handlers.engine.outbox_posts import AGAIN
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.people.opt_outs import opt_out
from handlers.staff_notices import alerts
from storage.sending.departing_messages import Taken
from storage.sending.message import Message

CIRCUIT = 5  # failures in a row after which a sender rests
REST = timedelta(seconds=30)
SOFT_IN_A_ROW = 5  # mails in a row that a full mailbox refused, after which none follows
_SOFT = frozenset({Failure.CHANNEL, Failure.LATER})
_FULL = re.compile(r"552|.*\b[45]\.2\.2")  # a mail server's code: a filter or a limit is not the mailbox's fault
ASK_AFTER = timedelta(seconds=60)  # a provider may list a message late: wait before asking about an unknown outcome


async def refuse(turn: Turn, message: Message, verdict: Verdict) -> None:
    """Refuse a message permanently: close it with the rule's name, and notify its run."""
    status = MessageStatus.EXPIRED if verdict.rule == "expired" else MessageStatus.REFUSED
    await turn.unit.messages.close(message.id, status, turn.now, verdict.rule)
    await turn.unit.outbox.settle(message.id)
    await _go_on(turn, message, MessageStatus.REFUSED, verdict.rule)


async def drop(turn: Turn, message: Message | None) -> None:
    """Leave a message to another process that was faster; if the message has ended, delete its outbox entry."""
    if message is not None and message.status not in OPEN:
        await turn.unit.outbox.settle(message.id)


async def lock_message(turn: Turn, message: UUID) -> Message | None:
    """Return the message's current state, and lock its person until the turn ends, since the consequences affect both.

    No other check or event of the same person then runs parallel to an opt-out, a fallback or a repeat.
    """
    found = await turn.unit.messages.get(message)
    if found is None:
        return None
    await turn.unit.people.hold(found.contact)
    return await turn.unit.messages.get(message)


async def settle(turn: Turn, message: Message, answer: Answer, attempts: int) -> None:
    """Record the result of a handover; ``attempts`` is the number of earlier tries."""
    if answer.failure is None:
        await take(turn, {message.id: answer}, [message.sender] if message.sender else [])
    elif answer.failure is Failure.UNKNOWN:
        await turn.unit.messages.reach(message.id, MessageStatus.UNKNOWN, turn.now, code=answer.code)
        await turn.unit.outbox.back_off(message.id, turn.elapsed + ASK_AFTER)
    elif not await _try_again(turn, message, answer, attempts):
        await fail(turn, message, answer.failure, answer.code, answer.detail)


async def fail(turn: Turn, message: Message, failure: Failure, code: str | None, detail: str = "") -> None:
    """Mark a message as failed: update the address and the ledger, and notify the staff and the run."""
    if await _close(turn, message, failure, code, detail):
        await _go_on(turn, message, MessageStatus.FAILED, get_final_failure(failure).value)


async def fail_late(turn: Turn, message: Message, failure: Failure, code: str | None, detail: str = "") -> None:
    """Record a receipt that a message did not arrive. If it is still useful, it is posted again as a new one.

    Only the last try notifies the run, which otherwise would try another way in parallel.
    """
    if not await _close(turn, message, failure, code, detail):
        return
    if not await message_retry.post_again(turn, message, failure):
        await _go_on(turn, message, MessageStatus.FAILED, get_final_failure(failure).value)


async def _close(turn: Turn, message: Message, failure: Failure, code: str | None, detail: str) -> bool:
    """Close the message; return False if it is known to have arrived, or failed before."""
    if not await turn.unit.messages.reach(message.id, MessageStatus.FAILED, turn.now, code=code or failure.value):
        return False
    await turn.unit.outbox.settle(message.id)
    if failure is Failure.FILTERED:
        await _hold_back(turn, message, code, detail)
        return True
    await _act_on_failure(turn, message, failure, code, detail)
    if failure in TELLS_ADMIN - {Failure.SENDER}:
        await alerts.tell(turn, f"{failure.value}:{message.channel}:{code}", _complaint(message, failure, code, detail))
    return True


async def _hold_back(turn: Turn, message: Message, code: str | None, detail: str) -> None:
    """Stop messages similar to one that a carrier filtered, and alert the staff. If its conversation can do so alone,
    all others continue; otherwise the business is paused."""
    what = await conversations_of(turn).hold_back(turn, message)
    if what is None:
        await turn.unit.businesses.pause(f"carrier filter {code or ''}".strip(), turn.now)
        subject, complaint = f"{message.channel}:{code}", _complaint(message, Failure.FILTERED, code, detail)
    else:
        subject, complaint = f"{message.campaign}:{code}", _describe_outcome(message, what, code, detail)
    await alerts.tell(turn, f"{Failure.FILTERED.value}:{subject}", complaint)


async def take(turn: Turn, answers: Mapping[UUID, Answer], senders: Collection[UUID]) -> None:
    """Record that the provider has these messages, from these senders, in one write, and delete the outbox entries.

    A receipt may have arrived earlier; this changes nothing.
    """
    taken = [Taken(message, told.provider_id, told.micros, told.currency) for message, told in answers.items()]
    await turn.unit.leaving.mark_taken(taken, turn.now)
    await turn.unit.outbox.settle_all(list(answers))
    for sender in sorted(senders):
        await turn.unit.senders.reset_failures(sender)
    unpriced = [message for message, told in answers.items() if told.micros is None]
    if unpriced and turn.tools.public_url is None:  # else a receipt comes, and may report it
        for message in (await turn.unit.messages.by_ids(unpriced)).values():
            await price_call.ask_price(turn, message)


async def _try_again(turn: Turn, message: Message, answer: Answer, attempts: int) -> bool:
    failure = answer.failure
    if failure is None:
        return False
    if failure is Failure.SENDER and message.sender is not None:
        await turn.unit.messages.requeue(message.id, turn.now)
        await turn.unit.outbox.back_off(message.id, turn.elapsed)
        await _stop_sender(turn, message, answer.code, answer.detail)
        return True
    wait = await message_retry.get_retry_wait(turn, message, failure, attempts + 1)
    if wait is None:
        return False
    if failure is Failure.TEMPLATE:
        await turn.unit.people.close_window(message.address)
    if failure is Failure.PICTURE:
        await turn.unit.messages.drop_picture(message, message_attachment.find_second_try(message))
    await turn.unit.messages.requeue(message.id, turn.now)
    await turn.unit.outbox.retry_at(message.id, turn.now if answer.after else turn.now + wait)
    await _rest(turn, message, answer)
    return True


async def _rest(turn: Turn, message: Message, answer: Answer) -> None:
    """Pause a sender that has to wait or fails repeatedly; others continue."""
    sender = message.sender
    if sender is None or answer.failure is not Failure.RETRY or answer.code == LATE:
        return
    failures = await turn.unit.senders.count_failure(sender)
    if answer.after is not None:
        await turn.unit.senders.rest_until(sender, turn.elapsed + answer.after)
    elif failures >= CIRCUIT:
        await turn.unit.senders.rest_until(sender, turn.elapsed + REST)


async def _stop_sender(turn: Turn, message: Message, code: str | None, detail: str) -> None:
    """Pause the sender until the staff has fixed the fault; alert the staff once."""
    if message.sender is not None and await turn.unit.senders.pause(message.sender, detail or str(code), turn.now):
        complaint = _complaint(message, Failure.SENDER, code, detail)
        await alerts.tell(turn, f"sender:{message.sender}", complaint)


async def _act_on_failure(turn: Turn, message: Message, failure: Failure, code: str | None, detail: str) -> None:
    people, reason = turn.unit.people, f"provider: {code or failure.value}"
    if failure is Failure.ADDRESS:
        await people.set_state(message.address, AddressState.GONE, reason, turn.now)
    elif failure is Failure.BLOCKED:
        await people.set_state(message.address, AddressState.BLOCKED, reason, turn.now)
    elif failure is Failure.SUPPRESSED:
        await people.set_state(message.address, AddressState.SUPPRESSED, reason, turn.now)
        if message.kind is not Kind.OPT_OUT_DONE:
            await opt_out(turn, message.contact, reason, message.id)
    elif failure in _SOFT and await _fails_always(turn, message):
        await people.set_state(message.address, AddressState.GONE, reason, turn.now)
    elif failure is Failure.SENDER:
        await _stop_sender(turn, message, code, detail)
    elif failure is Failure.TEMPLATE:
        await people.close_window(message.address)


async def _fails_always(turn: Turn, message: Message) -> bool:
    """Return True if the last messages to a mail address all failed as its mailbox was full."""
    if not CHANNELS[message.channel].subjects:
        return False
    thread = await turn.unit.messages.thread(message.address)
    last = [one for one in thread if one.direction == "out" and one.left_at is not None][-SOFT_IN_A_ROW:]
    return len(last) == SOFT_IN_A_ROW and all(
        one.status is MessageStatus.FAILED and _FULL.fullmatch(one.code or "") for one in last
    )


async def _go_on(turn: Turn, message: Message, outcome: MessageStatus, rule: str) -> None:
    """Notify the run of the message's end; a message of no run may be posted on another channel instead."""
    if message.run is None:
        await conversations_of(turn).fall_back(turn, message, rule)
        return
    key = message.key.removeprefix(f"{message.run}:").partition(AGAIN)[0]  # a repeat replaces the first
    event = Departed(message.run, message.id, key, message.channel, outcome.value, rule)
    await own_events.emit(turn, message.contact, event, f"departed:{message.id}:{outcome}:{rule}")


def _complaint(message: Message, failure: Failure, code: str | None, detail: str) -> Phrase:
    """Describe the problem for the staff, by the phrase ``complaint_`` and the failure's name."""
    return _describe_outcome(message, phrase(f"complaint_{failure.value}", channel=message.channel), code, detail)


def _describe_outcome(message: Message, what: Text, code: str | None, detail: str) -> Phrase:
    return phrase("complaint", what=what, code=code or "-", detail=detail, command=Ours(f"/why {message.id}"))
