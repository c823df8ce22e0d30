"""Words of the staff that are no command, no greeting, no thanks, no yes or no, and no stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import slash
from handlers.admins import halting
from handlers.admins.yes_or_no import bare_answer
from handlers.replies.commands import read_command
from handlers.replies.greeting import is_greeting
from handlers.turn import Turn

if TYPE_CHECKING:
    from handlers.conversation import Written


async def is_talk(turn: Turn, written: Written) -> bool:
    """Return True where a text says nothing to the staff's chat, and so belongs to what is open there."""
    text, commands = written.event.text.strip(), turn.tools.conversations.commands
    if not text or slash.command(text) is not None or written.event.button is not None:
        return False
    if is_greeting(text) or bare_answer(text) is not None or halting.is_about(text):
        return False
    return read_command(text, commands.spellings) is None
