"""The execution of a typed or tapped command: read its words, show it if it needs a confirmation, and run it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from flows.phrase import Lines, Ours, Text, phrase, tap
from handlers.actions.action import Refused
from handlers.engine import slash_command
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.replies.typed_commands import TypedCommand, is_loose, read_command, says_more
from handlers.staff_chat import command_confirmation, command_suggestions
from handlers.staff_chat.argument_questions import answer_unread
from handlers.staff_chat.command_arguments import drop_unread, read_values
from handlers.staff_chat.staff_command import Command, IssuedCommand, Reply, find_subcommand, get_path, make_reply
from handlers.staff_chat.staff_help import answer_help, asks_how, list_usages
from storage.businesses.access import Member
from storage.sending.message import Message

_NAMED_IN = 4  # words before a colon that may name a person or a thing


class TalkError(Exception):
    """Error for a text with no slash that has more words than the command it resembles: it may be conversation."""


def as_typed(turn: Turn, member: Member, message: UUID, text: str) -> IssuedCommand:
    """Make a command from a text that begins with the command's name."""
    read = read_command(text, turn.tools.conversations.commands.spellings)
    assert isinstance(read, TypedCommand), "it begins with a command's name"
    return IssuedCommand(turn, member, read.arguments, message, text, read.name)


async def obey_words(turn: Turn, member: Member, message: Message, text: str) -> tuple[str | None, Reply]:
    """Run the command that a text begins with; return its name, None for a sentence, and the reply.

    A text with no slash that resembles a command, but has words that the command does not understand, counts as a
    sentence. So an automatic reply ("Thank you for your order!") cannot keep Parley talking all night.
    """
    commands = turn.tools.conversations.commands
    text = commands.untap(slash_command.strip_bot(text))
    alone = next((one.name for one in commands if one.dangerous and one.is_named_by(text)), None)
    read = read_command(alone or text, commands.spellings, dangerous=commands.dangerous)
    if read is None:
        return None, await command_suggestions.answer_unread(turn, member, message, text)
    command = commands.named[read.name]
    if member.role not in command.roles:
        return command.name, Reply(await _refuse_role(turn, command, member))
    obeyed = None
    if isinstance(read, TypedCommand) and not _is_talk(text, command, read.arguments):
        obeyed = await _obey_or_refuse(
            command, IssuedCommand(turn, member, read.arguments, message.id, text, command.name)
        )
    if obeyed is not None:
        return obeyed
    surely = command.name if text.startswith("/") or command.dangerous else None
    return surely, await command_suggestions.suggest(turn, [command], phrase("not_caught_near"))


async def _obey_or_refuse(command: Command, asked: IssuedCommand) -> tuple[str | None, Reply] | None:
    """Run the command and return its name and reply; None if the text may be conversation."""
    try:
        reply = await obey(command, asked)
    except TalkError:
        return None
    return command.name if reply.understood or not asked.is_loose else None, reply


def _is_talk(text: str, command: Command, arguments: Sequence[str]) -> bool:
    """Return True if a text only resembles a command that changes something: its grammar must match the whole text."""
    if command.dangerous:
        return "?" in text or not (command.arguments or command.is_named_by(text))
    loose = not command.only_shows and not text.startswith("/") and is_loose(arguments)
    return loose and not _leads_in(command, arguments)


def _leads_in(command: Command, arguments: Sequence[str]) -> bool:
    """Return True if free text follows a colon: "note asha: she likes the red ones best"."""
    return any(one.written for one in command.arguments) and any(one.endswith(":") for one in arguments[:_NAMED_IN])


async def _refuse_role(turn: Turn, command: Command, member: Member) -> Text:
    can = await list_usages(turn, await conversations_of(turn).list_offered(turn), member.role)
    refusal = "only_owners" if "manager" in command.roles else "only_the_owner"
    return phrase(refusal, command=Ours(f"/{command.name}"), can=can)


async def obey(command: Command, asked: IssuedCommand) -> Reply:
    """Run a command and return the reply: the result, the preview to confirm, a question, or the refusal.

    Words that were not understood stop it: "/delivered 1234 tomorrow" does nothing, and the reply quotes them. Raises
    TalkError if there was no slash either: "1051 delivered to the wrong house" moves no order.
    """
    try:
        return await _obey(command, asked)
    except Refused as refused:
        return Reply(refused.text, asks=(), refused=True)


async def _obey(command: Command, asked: IssuedCommand) -> Reply:
    if asks_how(command, asked):
        return make_reply(await answer_help(replace(asked, arguments=(command.name,))))
    found = find_subcommand(command, asked)
    inner, theirs = found or (None, asked)
    if inner is not None and asked.member.role not in inner.roles:
        refusal = phrase("only_owners_may", command=Ours(f"/{command.name} {inner.name}"))
        return Reply(Lines((refusal, phrase("next", command=Ours(f"/{command.name}")))))
    if inner is not None:
        reply = await obey(inner, theirs)
        return replace(reply, asks=(command.name, *reply.asks)) if reply.asks else reply
    if command.run is not None:
        beyond = asked.arguments[command.reads :] if command.reads is not None else ()
        if says_more(beyond):
            return _answer_unread(command, asked, beyond)
        async with asked.turn.unit.open_savepoint():  # a refusal rolls back all its writes
            return make_reply(await command.run(asked))
    assert command.takes is not None, "a command has an action, or a talk of its own"
    read = await read_values(command, asked)
    if isinstance(read, Reply):
        return read
    values, unread = read
    if says_more(unread):
        return _answer_unread(command, asked, unread)
    value = command.takes(**values)
    if command.preview is None:
        return await command.do(asked.turn, asked.member, asked.message, value)
    return await command_confirmation.preview_or_run(command, asked, value)


def _answer_unread(command: Command, asked: IssuedCommand, words: Sequence[str]) -> Reply:
    """Reply with the words that the command did not understand, and the command without them. Raises TalkError for a
    text that may be conversation."""
    if asked.is_loose and (command.acts or command.preview is not None):
        raise TalkError
    rest = tap(*get_path(command, asked), *drop_unread(asked.arguments, words))
    return answer_unread(words, rest, loose=asked.is_loose)
