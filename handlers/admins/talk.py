"""Words of the staff that are no command, no greeting, no thanks, no yes or no, and nothing near one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import slash
from handlers.admins import halting
from handlers.admins.closest import closest
from handlers.admins.hearing import in_other_words
from handlers.admins.yes_or_no import bare_answer
from handlers.replies import commands as spoken
from handlers.replies.greeting import asks_for_news, is_greeting
from handlers.replies.text import words
from handlers.turn import Turn

if TYPE_CHECKING:
    from handlers.conversation import Written


async def is_talk(turn: Turn, written: Written) -> bool:
    """Whether a text says nothing to the staff's chat, and so belongs to whatever is open there."""
    text, commands = written.event.text.strip(), turn.tools.conversations.commands
    if not text or slash.command(text) is not None or written.event.button is not None:
        return False
    if is_greeting(text) or asks_for_news(text) or bare_answer(text) is not None or halting.is_about(text):
        return False
    named = commands.dangerous.intersection(words(text))
    read = spoken.read_command(text, commands.spellings) or in_other_words(commands, text)
    return not named and read is None and not closest(text, commands.all)
