"""The last message sent to a customer."""

from handlers.customer_talk.understood_message import UnderstoodMessage
from handlers.engine.turn import Turn
from storage.sending.message import Message


async def find_last_word(turn: Turn, said: UnderstoodMessage) -> Message | None:
    """Return the last message that was sent to the customer's address before this one; None if there is none."""
    return await turn.unit.messages.find_last_word(said.address.id, said.message.id)
