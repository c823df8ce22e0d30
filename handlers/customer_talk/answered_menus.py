"""Removal of the buttons of an answered question, on channels that can edit a sent message."""

from __future__ import annotations

from flows.channels import CHANNELS
from handlers.calls import message_edit_call
from handlers.customer_talk.understood_message import UnderstoodMessage
from handlers.engine.turn import Turn
from storage.sending.message import Message


async def close(turn: Turn, said: UnderstoodMessage) -> None:
    """Remove the buttons of the question that a tap has answered, and show the answer in their place."""
    asked = await _get_asked(turn, said)
    chosen = next((one for one in asked.buttons if one["id"] == said.event.button), None) if asked else None
    if asked is not None and chosen is not None:
        await message_edit_call.close_menu(turn, asked, chosen["text"])


async def _get_asked(turn: Turn, said: UnderstoodMessage) -> Message | None:
    """Return the message whose buttons can be used only once; None if no button of such a message was tapped."""
    if not said.event.button or said.message.reply_to is None or not CHANNELS[said.event.channel].edits:
        return None
    found = await turn.unit.messages.get(said.message.reply_to)
    if found is None or found.template is None or found.address != said.address.id or found.direction != "out":
        return None
    return found if turn.tools.library.message(found.template).once else None
