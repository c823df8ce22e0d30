"""Messages with an unknown outcome: settled by a receipt, else by asking the provider twice, else by a person."""

from datetime import timedelta

from flows.channels import CHANNELS
from flows.delivery import OPEN, Found, Menu, MessageStatus, Outgoing
from flows.phrase import Ours, phrase
from handlers.delivery import message_outcome
from handlers.engine.turn import Turn
from handlers.people import persons
from handlers.staff_notices import alerts
from storage.sending.message import Message
from storage.sending.outbox import OutboxEntry
from templates import formats
from templates.message_values import quote_line

_QUOTED = 60  # characters of the doubtful message

ENOUGH = 2
GIVE_UP = timedelta(hours=24)  # how long without an answering provider until a person looks
LONGEST_PAUSE = timedelta(hours=1)  # between two questions without an answer


async def outgoing(turn: Turn, message: Message) -> Outgoing:
    """Return the message as it was handed over, to search a provider's list for it."""
    to = await turn.unit.people.address_by_id(message.address)
    return Outgoing(
        id=message.id,
        to=to.value,
        text=message.text or "",
        content=message.content,
        variables=message.variables,
        picture=message.picture,
        menu=Menu("", message.text or "", {}) if message.menu is not None else None,
    )


async def may_ask(turn: Turn, message: Message, entry: OutboxEntry) -> bool:
    """Return True if a provider that lists messages late has had enough time; else delay the question."""
    due = (message.attempted_at or turn.elapsed) + message_outcome.ASK_AFTER
    if due > turn.elapsed:
        await turn.unit.outbox.back_off(entry.id, due)
    return due <= turn.elapsed


async def conclude(turn: Turn, message: Message, entry: OutboxEntry, found: Found) -> None:
    """Record the provider's answer, or that there was none."""
    current = await message_outcome.lock_message(
        turn, message.id
    )  # two equal texts to one person must not both claim the one in the list
    found = await _match_own(turn, message, found)
    if current is None or current.status not in OPEN:
        await turn.unit.outbox.settle(entry.id)
    elif found.answer is not None:
        await message_outcome.settle(turn, current, found.answer, entry.attempts)
    elif current.attempted_at != message.attempted_at:
        return  # a parallel process was quicker, and its conclusion holds: it may be queued, or leaving again
    elif found.asked and current.asked + 1 >= ENOUGH:
        await turn.unit.messages.requeue(current.id, turn.now)
        await turn.unit.outbox.retry_at(entry.id, turn.now)
    elif found.asked:
        await turn.unit.messages.count_query(current.id, turn.elapsed)
        await _ask_again(turn, current, entry, message_outcome.ASK_AFTER)
    elif not CHANNELS[current.channel].answers or _measure_since(turn, current) >= GIVE_UP:
        await _leave_to_a_person(turn, current, entry)
    else:  # the cut of the first call may last: ever longer between two questions
        await _ask_again(
            turn, current, entry, min(max(message_outcome.ASK_AFTER, _measure_since(turn, current)), LONGEST_PAUSE)
        )


def _measure_since(turn: Turn, message: Message) -> timedelta:
    """Return the real time since the handover or the last question."""
    return turn.elapsed - message.attempted_at if message.attempted_at else timedelta(0)


async def _ask_again(turn: Turn, message: Message, entry: OutboxEntry, wait: timedelta) -> None:
    """Schedule another question to the provider; the message stays unknown and blocks no others to this person."""
    await turn.unit.messages.reach(message.id, MessageStatus.UNKNOWN, turn.now)
    await turn.unit.outbox.back_off(entry.id, turn.elapsed + wait)


async def _match_own(turn: Turn, message: Message, found: Found) -> Found:
    """Return our match among equal texts to one person. A match that belongs to another message, or perhaps to one
    being sent now, is not ours."""
    if found.answer is None or found.answer.provider_id is None:
        return found
    holder = await turn.unit.messages.find_by_provider_id(found.answer.provider_id)
    if holder is not None:
        return found if holder.id == message.id else Found(asked=True)
    return Found(asked=False) if await _is_another_under_way(turn, message) else found


async def _is_another_under_way(turn: Turn, message: Message) -> bool:
    """Return True while another message to this address is being sent, which the provider may know already."""
    thread = await turn.unit.messages.thread(message.address)
    return any(one.status is MessageStatus.SENDING and one.id != message.id for one in thread)


async def _leave_to_a_person(turn: Turn, message: Message, entry: OutboxEntry) -> None:
    """Leave the message unknown, because a repeat might arrive twice. Alert the staff, except for marketing."""
    await turn.unit.messages.reach(message.id, MessageStatus.UNKNOWN, turn.now)
    await turn.unit.outbox.settle(entry.id)
    if not message.marketing:
        to = await turn.unit.people.address_by_id(message.address)
        who, words = await persons.name_person(turn, to), quote_line(message.text or "", _QUOTED)
        told = {"who": who, "words": words, "channel": formats.channel(message.channel)}
        text = phrase("not_known_whether_it_came", command=Ours(f"/why {message.id}"), **told)
        await alerts.tell(turn, f"unknown:{message.id}", text, person=to.id)
