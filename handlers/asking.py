"""Messages of unknown outcome: settled by a receipt, else by asking the provider twice, else by a person."""

from __future__ import annotations

from flows.delivery import Found, Outgoing, Status
from handlers import alerts, ending
from handlers.turn import Turn
from storage.messages import Message
from storage.outbox import Entry

ENOUGH = 2


async def outgoing(turn: Turn, message: Message) -> Outgoing:
    """The message as it was handed over, so that a provider's list can be searched for it."""
    to = await turn.unit.people.address_by_id(message.address)
    channel = turn.business.channel(message.channel)
    content = channel.templates.get(message.template or "") if channel and message.channel == "whatsapp" else None
    return Outgoing(id=message.id, to=to.value, text=message.text or "", content=content)


async def conclude(turn: Turn, message: Message, entry: Entry, found: Found) -> None:
    """Write down what the provider said, or that it cannot be asked."""
    current = await turn.unit.messages.get(message.id)
    found = await _ours(turn, message, found)
    if current is None or current.status not in {Status.SENDING, Status.UNKNOWN}:
        await turn.unit.outbox.settle(entry.id)
    elif found.asked and found.answer is not None:
        await ending.settle(turn, current, found.answer, entry.attempts)
    elif found.asked and current.asked + 1 >= ENOUGH:
        await turn.unit.messages.requeue(current.id, turn.now)
        await turn.unit.outbox.retry_at(entry.id, turn.now, entry.attempts + 1)
    elif found.asked:
        await turn.unit.messages.asked(current.id, turn.elapsed)
        await turn.unit.outbox.back_off(entry.id, turn.elapsed + ending.ASK_AFTER, entry.attempts)
    else:
        await _leave_to_a_person(turn, current, entry)


async def _ours(turn: Turn, message: Message, found: Found) -> Found:
    """Two alike texts to one person: what belongs to another message already is not this one's."""
    if found.answer is None or found.answer.provider_id is None:
        return found
    holder = await turn.unit.messages.by_provider_id(found.answer.provider_id)
    return found if holder is None or holder.id == message.id else Found(asked=True)


async def _leave_to_a_person(turn: Turn, message: Message, entry: Entry) -> None:
    """Never repeated: it may have come. It stays visible as unknown; what somebody waits for is told to the staff."""
    await turn.unit.messages.reach(message.id, Status.UNKNOWN, turn.now)
    await turn.unit.outbox.settle(entry.id)
    if not message.marketing:
        text = (
            f"It is not known whether a {message.channel} message came. Look, and write again if not. /why {message.id}"
        )
        await alerts.tell(turn, f"unknown:{message.id}", text)
