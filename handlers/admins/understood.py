"""The command that the staff typed or tapped: obeyed, refused to who may not; a sentence is answered by suggestions."""

from __future__ import annotations

from collections.abc import Sequence

from flows.phrase import Ours, Text, phrase
from handlers import slash
from handlers.admins import suggesting, unread
from handlers.admins.command import Asked, Command, Reply
from handlers.admins.help import usages
from handlers.admins.instead import is_named
from handlers.admins.obeying import TalkError, obey
from handlers.replies import commands as spoken
from handlers.turn import Turn
from storage.access import Member
from storage.message import Message

_NAMED_IN = 4  # words before a colon that say of whom or what


async def obey_words(turn: Turn, member: Member, message: Message, text: str) -> tuple[str | None, Reply]:
    """Return the name of the command that a text opens with, None for a sentence, and the answer.

    A text without a slash that resembles a command, and whose rest the command cannot read, counts as a sentence: an
    automatic reply ("Thank you for your order!") must not talk to us all night either.
    """
    commands = turn.tools.conversations.commands
    text = commands.untapped(slash.without_bot(text))
    alone = next((one.name for one in commands if one.dangerous and is_named(one, text)), None)
    read = spoken.read_command(alone or text, commands.spellings, dangerous=commands.dangerous)
    if read is None:
        return None, await unread.answer(turn, member, message, text)
    command = commands.named[read.name]
    if member.role not in command.roles:
        return command.name, Reply(await _not_theirs(turn, command, member))
    obeyed = None
    if isinstance(read, spoken.TypedCommand) and not _is_talk(text, command, read.arguments):
        obeyed = await _obeyed(turn, member, message, text, command, read)
    if obeyed is not None:
        return obeyed
    surely = command.name if text.startswith("/") or command.dangerous else None
    return surely, await suggesting.offered(turn, [command], phrase("not_caught_near"))


async def _obeyed(
    turn: Turn, member: Member, message: Message, text: str, command: Command, read: spoken.TypedCommand
) -> tuple[str | None, Reply] | None:
    """The answer of the command; None where the text may be talk."""
    try:
        reply = await obey(command, Asked(turn, member, read.arguments, message.id, text, command.name))
    except TalkError:
        return None
    return command.name if reply.understood or text.startswith("/") else None, reply


def _is_talk(text: str, command: Command, arguments: Sequence[str]) -> bool:
    """Return True where a text only resembles a command that changes something: its grammar has to be met whole."""
    if command.dangerous:
        return not is_named(command, text)
    changes = command.acts or command.preview is not None
    loose = changes and not text.startswith("/") and spoken.is_loose(arguments)
    return loose and not _leads_in(command, arguments)


def _leads_in(command: Command, arguments: Sequence[str]) -> bool:
    """Return True where a text of the member's own stands behind a colon: "note asha: she likes the red ones best"."""
    return any(one.written for one in command.arguments) and any(one.endswith(":") for one in arguments[:_NAMED_IN])


async def _not_theirs(turn: Turn, command: Command, member: Member) -> Text:
    can = await usages(turn, await turn.tools.conversations.offered(turn), member.role)
    refusal = "only_owners" if "manager" in command.roles else "only_the_owner"
    return phrase(refusal, command=Ours(f"/{command.name}"), can=can)
