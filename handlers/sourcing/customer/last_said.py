"""What we said last to whoever writes: what their words are most likely about."""

from handlers.customer_talk.said import Said
from handlers.turn import Turn
from storage.messages import Message


async def last_word(turn: Turn, said: Said) -> Message | None:
    """What left for their address last, before they wrote; None where nothing did."""
    return await turn.unit.messages.last_word(said.address.id, said.message.id)


async def quoted_or_last(turn: Turn, said: Said) -> Message | None:
    """The message that they quote, or whose button they press; else the last one there."""
    quoted = said.message.reply_to
    return await (last_word(turn, said) if quoted is None else turn.unit.messages.get(quoted))
