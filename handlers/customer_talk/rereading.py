"""What no reader of ours could make out is shown to a second one, where there is one, before a person is called.

It may route, or have the better question put (flows/rereading.py); whatever it says, what then happens is what happens
when our own readers find that meaning.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from types import MappingProxyType
from uuid import UUID

from flows.calls import SECOND_READING
from flows.connections import UNDERSTANDING
from flows.events import MessageReceived
from flows.rereading import Meaning, Reread
from handlers import own_words
from handlers.conversation import Written
from handlers.customer_talk.said import Said, understand
from handlers.outgoing import post_question
from handlers.replies.intents import Intent, Reading
from handlers.turn import Turn
from storage.outbox import Priority

_SECOND_HAND = 0.5  # how sure a reading is that somebody else made
_INTENTS = MappingProxyType(
    {
        Meaning.ORDER_STATUS: Intent.ORDER_STATUS,
        Meaning.CANCEL_ORDER: Intent.CANCEL_ORDER,
        Meaning.CHANGE_ORDER: Intent.CHANGE_ITEM,
        Meaning.RETURN: Intent.REFUND,
        Meaning.COMPLAINT: Intent.COMPLAINT,
        Meaning.HUMAN: Intent.HUMAN,
        Meaning.MESSAGES: Intent.AMBIGUOUS_STOP,
    }
)


async def ask(turn: Turn, said: Said) -> bool:
    """Have a text that was not understood read once more; False where nobody is to be asked, or was already."""
    second = turn.business.second
    if second is None or said.reread or said.reading.intent is not Intent.UNCLEAR:
        return False
    today = datetime.combine(turn.today, time(), turn.zone)
    if await turn.unit.calls.made(SECOND_READING, today) >= second.a_day:
        return False
    about = {"message": said.message.id}
    key = f"{SECOND_READING}:{said.message.id}"
    return await post_question(turn, UNDERSTANDING, SECOND_READING, key, about, turn.now, Priority.ANSWER)


async def understood(turn: Turn, message: UUID) -> Said | None:
    """A message that came before, read in the light of what was open then; None where an erasure took it."""
    found = await turn.unit.messages.get(message)
    brought = await turn.unit.inbox.that_brought(message)
    if found is None or brought is None or not isinstance(brought.event, MessageReceived):
        return None
    address = await turn.unit.people.address(brought.event.channel, brought.event.address)
    if address is None:
        return None
    question = await turn.unit.questions.answered_by(found)
    own = await own_words.of(turn, brought.event, found)
    return None if own is None else await understand(turn, Written(address, own[1], own[0], question))


async def again(turn: Turn, event: Reread) -> Said | None:
    """The message, read with the meaning that the second reader chose; None where an erasure took it."""
    read = await understood(turn, event.message)
    if read is None:
        return None
    said, intent = replace(read, reread=True), _INTENTS.get(Meaning(event.meaning))
    if intent is None or said.reading.intent is not Intent.UNCLEAR:
        return said
    return replace(said, reading=Reading(intent, _SECOND_HAND, said.reading.order))
