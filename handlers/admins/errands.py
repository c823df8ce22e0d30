"""The command that a sentence of the staff asks for without naming one.

What only shows something is shown at once, and what would change something is shown before it is done, as the command
does where it is named. What cannot be read whole, or is not sure enough, is suggested.
"""

from __future__ import annotations

from dataclasses import dataclass

from handlers.admins import halting
from handlers.admins.command import Asked, Command, Commands, Reply
from handlers.admins.obeying import TalkError, obey
from handlers.admins.pausing import PAUSE
from handlers.replies import commands as spoken
from handlers.replies.errand_words import tells_somebody
from handlers.replies.errands import Errand, weigh_errand
from handlers.replies.harm import Deed, allows
from handlers.replies.text import words
from handlers.turn import Turn
from storage.access import Member
from storage.messages import Message

_FEWEST, _MOST = 2, 30  # words of a sentence that asks for something; a longer one tells a story


@dataclass(frozen=True, slots=True)
class Wanted:
    """An errand that is likely enough to be told of, with its command, and whether it is ``sure``; ``typed`` is the
    command with all that it is about, None where that cannot be read."""

    errand: Errand
    command: Command | None
    sure: bool
    typed: str | None = None


def wanted(commands: Commands, text: str) -> Wanted | None:
    """The errand of a text; None for talk."""
    if text.startswith("/") or not _FEWEST <= len(words(text)) <= _MOST:
        return None
    errand, likely = (Errand.SEND, 1.0) if tells_somebody(text) else weigh_errand(text)
    if errand is Errand.OTHER or not allows(Deed.NOTE, likely):
        return None
    command = next((one for one in commands if errand in one.errands), None)
    behind = command.errands[errand](text) if command is not None else None
    typed = f"{command.name} {behind}".strip() if command is not None and behind is not None else None
    return Wanted(errand, command, allows(Deed.TELL, likely), typed)


async def run(
    turn: Turn, member: Member, message: Message, text: str, suggested: spoken.Suggestion | None
) -> tuple[str, Reply] | None:
    """The command that was obeyed, and its answer; None where nothing is sure enough, or it says nothing of this.

    ``suggested`` is the command that one word of the text names: no other is obeyed then.
    """
    commands = turn.tools.conversations.commands
    found = wanted(commands, text)
    if found is None or found.command is None or not found.sure or member.role not in found.command.roles:
        return None
    if suggested is not None and suggested.name != found.command.name:
        return None
    if found.command is PAUSE:
        return PAUSE.name, halting.ask(turn, member)
    read = spoken.read_command(found.typed, commands.spellings) if found.typed is not None else None
    if not isinstance(read, spoken.TypedCommand):
        return None
    asked = Asked(turn, member, read.arguments, message.id, found.typed or text, read.name, heard=True)
    try:
        reply = await obey(found.command, asked)
    except TalkError:
        return None
    return (read.name, reply) if reply.understood else None
