"""Messages of unknown outcome: settled by a receipt, else by asking the provider twice, else by a person."""

from datetime import timedelta

from flows.channels import CHANNELS
from flows.delivery import OPEN, Found, Menu, MessageStatus, Outgoing
from flows.phrase import Ours, phrase
from handlers.delivery import message_outcome
from handlers.engine.turn import Turn
from handlers.people import persons
from handlers.staff import alerts
from storage.sending.message import Message
from storage.sending.outbox import OutboxEntry
from templates import formats
from templates.message_values import quoted

_QUOTED = 60  # characters of what may not have come

ENOUGH = 2
GIVE_UP = timedelta(hours=24)  # after so long without a provider that can be asked, a person looks
LONGEST_PAUSE = timedelta(hours=1)  # between two questions that were not answered


async def outgoing(turn: Turn, message: Message) -> Outgoing:
    """The message as it was handed over, so that a provider's list can be searched for it."""
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
    """Whether a provider that lists a message late has had its time; else it is put off until then."""
    due = (message.attempted_at or turn.elapsed) + message_outcome.ASK_AFTER
    if due > turn.elapsed:
        await turn.unit.outbox.back_off(entry.id, due)
    return due <= turn.elapsed


async def conclude(turn: Turn, message: Message, entry: OutboxEntry, found: Found) -> None:
    """Write down what the provider said, or that it could not be asked."""
    current = await message_outcome.held(
        turn, message.id
    )  # two alike texts to one person must not both take the one there is
    found = await _ours(turn, message, found)
    if current is None or current.status not in OPEN:
        await turn.unit.outbox.settle(entry.id)
    elif found.answer is not None:
        await message_outcome.settle(turn, current, found.answer, entry.attempts)
    elif current.attempted_at != message.attempted_at:
        return  # whoever asked beside us was quicker, and what it concluded stands: it may be queued, or leaving again
    elif found.asked and current.asked + 1 >= ENOUGH:
        await turn.unit.messages.requeue(current.id, turn.now)
        await turn.unit.outbox.retry_at(entry.id, turn.now)
    elif found.asked:
        await turn.unit.messages.asked(current.id, turn.elapsed)
        await _ask_again(turn, current, entry, message_outcome.ASK_AFTER)
    elif not CHANNELS[current.channel].answers or _since(turn, current) >= GIVE_UP:
        await _leave_to_a_person(turn, current, entry)
    else:  # what cut the first call may keep it from answering for a while: ever longer between two questions
        await _ask_again(
            turn, current, entry, min(max(message_outcome.ASK_AFTER, _since(turn, current)), LONGEST_PAUSE)
        )


def _since(turn: Turn, message: Message) -> timedelta:
    """How long ago it was handed over, or last asked about, in real time."""
    return turn.elapsed - message.attempted_at if message.attempted_at else timedelta(0)


async def _ask_again(turn: Turn, message: Message, entry: OutboxEntry, wait: timedelta) -> None:
    """Visibly unknown meanwhile, so that it does not hold up what else is for this person."""
    await turn.unit.messages.reach(message.id, MessageStatus.UNKNOWN, turn.now)
    await turn.unit.outbox.back_off(entry.id, turn.elapsed + wait)


async def _ours(turn: Turn, message: Message, found: Found) -> Found:
    """Two alike texts to one person: what belongs to another message already, or may to one under way, is not ours."""
    if found.answer is None or found.answer.provider_id is None:
        return found
    holder = await turn.unit.messages.by_provider_id(found.answer.provider_id)
    if holder is not None:
        return found if holder.id == message.id else Found(asked=True)
    return Found(asked=False) if await _is_another_under_way(turn, message) else found


async def _is_another_under_way(turn: Turn, message: Message) -> bool:
    """The provider may have taken it, and we not have heard by which id."""
    thread = await turn.unit.messages.thread(message.address)
    return any(one.status is MessageStatus.SENDING and one.id != message.id for one in thread)


async def _leave_to_a_person(turn: Turn, message: Message, entry: OutboxEntry) -> None:
    """Leave the message unknown: a repeat may come twice. The staff is told, unless the message was marketing."""
    await turn.unit.messages.reach(message.id, MessageStatus.UNKNOWN, turn.now)
    await turn.unit.outbox.settle(entry.id)
    if not message.marketing:
        to = await turn.unit.people.address_by_id(message.address)
        who, words = await persons.named(turn, to), quoted(message.text or "", _QUOTED)
        told = {"who": who, "words": words, "channel": formats.channel(message.channel)}
        text = phrase("not_known_whether_it_came", command=Ours(f"/why {message.id}"), **told)
        await alerts.tell(turn, f"unknown:{message.id}", text, person=to.id)
