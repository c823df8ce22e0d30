"""An earlier message, read again with the questions that were open then."""

from __future__ import annotations

from uuid import UUID

from flows.events import MessageReceived
from handlers.conversation import Written
from handlers.customer_talk.understood_message import UnderstoodMessage, understand
from handlers.engine.turn import Turn
from handlers.people import persons, written_words


async def find_written(turn: Turn, message: UUID) -> Written | None:
    """Return the message with the question that it answered; None if it was erased or no person wrote it."""
    found = await turn.unit.messages.get(message)
    brought = await turn.unit.inbox.find_source(message)
    if found is None or brought is None or not isinstance(brought.event, MessageReceived):
        return None
    event = brought.event
    address = await turn.unit.people.address(event.channel, event.address)
    own = await written_words.read_own(turn, event, found) if address is not None else None
    if address is None or own is None:
        return None
    member = await persons.find_member(turn, event.channel, address.contact)
    return Written(address, own[1], own[0], await turn.unit.questions.find_answered(found), member)


async def find_understood(turn: Turn, message: UUID) -> UnderstoodMessage | None:
    """Return the message as understood; None if it was erased or no person wrote it."""
    found = await find_written(turn, message)
    return await understand(turn, found) if found is not None else None
