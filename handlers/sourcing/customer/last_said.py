"""The message of ours to which a customer most likely answers: one that is quoted, or the last one there."""

from handlers.customer_talk.said import Said
from handlers.turn import Turn
from storage.message import Message


async def last_word(turn: Turn, said: Said) -> Message | None:
    """The last message that left for the customer's address before this one came; None where there is none."""
    return await turn.unit.messages.last_word(said.address.id, said.message.id)


async def quoted_or_last(turn: Turn, said: Said) -> Message | None:
    """The message that is quoted, or under which a button was pressed; else the last one there."""
    quoted = said.message.reply_to
    return await (last_word(turn, said) if quoted is None else turn.unit.messages.get(quoted))
