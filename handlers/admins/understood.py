"""The command that the words of the staff hold: obeyed, suggested where it may be meant, or refused to who may not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from flows.phrase import Lines, Ours, Text, phrase, tap
from handlers import slash
from handlers.admins import errands, suggesting, unread
from handlers.admins.command import Asked, Command, Commands, Reply
from handlers.admins.examples import filled, filling, help_of
from handlers.admins.hearing import hinted, in_other_words
from handlers.admins.help import usages
from handlers.admins.obeying import TalkError, as_typed, obey
from handlers.replies import commands as spoken
from handlers.replies.forbidding import forbids
from handlers.replies.of_a_person import person_asked_of
from handlers.replies.text import normalise, words
from handlers.turn import Turn
from storage.access import Member
from storage.message import Message

_NAMED_IN = 4  # words before a colon that say of whom or what


async def obey_words(turn: Turn, member: Member, message: Message, text: str) -> tuple[str | None, Reply]:
    """The command that was obeyed or suggested, None for neither, and the answer.

    What resembles a command and says nothing to us counts as neither without its slash: an automatic reply
    ("Thank you for your order!") must not talk to us all night either.
    """
    commands = turn.tools.conversations.commands
    text = commands.untapped(slash.without_bot(text))
    hint = hinted(commands, text)
    if hint is not None and member.role in hint[0].roles:
        return None, await _suggest(turn, hint[0], text, hint[1])
    read = _read(commands, text)
    command, obeyed = commands.named[read.name] if read is not None else None, None
    if command is not None and isinstance(read, spoken.TypedCommand):
        obeyed = await _named(turn, member, message, text, command, read)
        if obeyed is not None and (obeyed[0] is not None or obeyed[1].understood):
            return obeyed
    errand = await errands.run(turn, member, message, text, command if obeyed is None else None)
    answered = None if errand else await _answered(turn, member, message, text)
    return errand or answered or obeyed or await _suggested(turn, member, message, text, read)


async def _answered(turn: Turn, member: Member, message: Message, text: str) -> tuple[str, Reply] | None:
    """The answer of a command that a sentence is all about, by what the business has; None where none is."""
    for one in () if text.startswith("/") else turn.tools.conversations.commands:
        behind = await one.answers(turn, text) if one.answers is not None and member.role in one.roles else None
        if behind is not None:
            typed = as_typed(turn, member, message.id, f"{one.name} {behind}", heard=True)
            return one.name, await obey(one, typed)
    return None


async def _named(
    turn: Turn, member: Member, message: Message, text: str, command: Command, read: spoken.TypedCommand
) -> tuple[str | None, Reply] | None:
    """The command that a text names, obeyed, suggested or refused; None where the text may be talk. What is not
    understood is answered so where it has the slash."""
    if member.role not in command.roles:
        return command.name, Reply(await _not_theirs(turn, command, member))
    typed = text.startswith("/")
    if _is_talk(text, command, read.arguments):
        heard_so = command.hears(text) if command.hears is not None and not command.dangerous else None
        if heard_so is None:
            return command.name if typed or command.dangerous else None, await _suggest(turn, command, text)
        read = replace(read, arguments=tuple(heard_so))  # a sentence that it reads whole is none
    try:
        reply = await obey(command, Asked(turn, member, read.arguments, message.id, text, command.name))
    except TalkError:
        return None
    if reply.understood or typed:
        return command.name, reply
    commands = turn.tools.conversations.commands
    heard = in_other_words(commands, text)
    if heard is None or heard.name == command.name or member.role not in commands.named[heard.name].roles:
        return None, reply
    asked = Asked(turn, member, heard.arguments, message.id, text, heard.name, heard=True)
    return heard.name, await obey(commands.named[heard.name], asked)


async def _suggested(
    turn: Turn, member: Member, message: Message, text: str, read: spoken.TypedCommand | spoken.Suggestion | None
) -> tuple[str | None, Reply]:
    """The command that is likely meant, for a tap; where none is, what comes closest."""
    if read is None:
        return None, await unread.answer(turn, member, message, text)
    command = turn.tools.conversations.commands.named[read.name]
    if member.role not in command.roles:
        return command.name, Reply(await _not_theirs(turn, command, member))
    surely = text.startswith("/") or command.dangerous or isinstance(read, spoken.TypedCommand)
    return command.name if surely else None, await _suggest(turn, command, text)


def _read(commands: Commands, text: str) -> spoken.TypedCommand | spoken.Suggestion | None:
    """The command that a text holds, or the dangerous one that it only names; None for talk, and where that is not to
    be: "don't pause anything"."""
    alone = next((one.name for one in commands if one.dangerous and _is_bare(text, one)), None)
    read = spoken.read_command(alone or text, commands.spellings, dangerous=commands.dangerous)
    if read is None or (isinstance(read, spoken.Suggestion) and read.name not in commands.dangerous):
        read = in_other_words(commands, text) or read
    if read is not None and person_asked_of(text) is not None and not _is_opened_by(text, commands.named[read.name]):
        return None  # "anita ka number" begins with no misspelt "anota"
    if not text.startswith("/") and forbids(text) and (read is None or read.name in commands.dangerous):
        return None
    if read is not None:
        return read
    meant = next((word for word in words(text) if word in commands.dangerous), None)
    return spoken.Suggestion(meant) if meant else None


def _is_opened_by(text: str, command: Command) -> bool:
    said = f"{' '.join(words(text))} "
    return text.startswith("/") or any(
        said.startswith(f"{normalise(one)} ") for one in (command.name, *command.aliases)
    )


def _is_talk(text: str, command: Command, arguments: Sequence[str]) -> bool:
    """Whether what looks like a command that changes something may be talk: its grammar has to be met whole."""
    if command.dangerous:
        return not _is_bare(text, command)
    changes = command.acts or command.preview is not None
    loose = changes and not text.startswith("/") and spoken.is_loose(arguments)
    return loose and not _leads_in(command, arguments)


def _leads_in(command: Command, arguments: Sequence[str]) -> bool:
    """Whether a text of the member's own stands behind a colon: "note asha: she likes the red ones best"."""
    return any(one.written for one in command.arguments) and any(one.endswith(":") for one in arguments[:_NAMED_IN])


def _is_bare(text: str, command: Command) -> bool:
    """Whether nothing but the command was said: "pause the red one?" must not stop the shop."""
    said = re.sub(r"@\w+$", "", text.casefold().strip().rstrip(".!")).removeprefix("/")
    return said in {command.name, *command.aliases} or spoken.is_alone(text, (command.name, *command.aliases))


async def _suggest(turn: Turn, command: Command, text: str, hint: str = "") -> Reply:
    """``hint`` is the command with all that it is about, where the sentence told that; a yes does that."""
    known, found = await filling(turn, [command], text), errands.wanted(turn.tools.conversations.commands, text)
    said = errands.tapped(found) if found is not None and found.command is command else None
    typed = found.typed if said is not None and found is not None else None
    if " " in hint and hint.isascii():
        said, typed = tap(*hint.split()), hint
    acts = command.acts or command.preview is not None
    meant = "meant_to_say" if acts else "meant_to_do" if command.dangerous else "meant_to_see"
    how = "example" if " " in command.example else "tap_it"  # what comes after a space is not tapped
    named = phrase(meant, command=Ours(f"/{command.name}"), help=help_of(command, known))
    tapped = phrase("tap_it", command=said) if said else phrase(how, command=filled(command.example, known))
    return suggesting.of(Lines((named, tapped)), typed)


async def _not_theirs(turn: Turn, command: Command, member: Member) -> Text:
    can = await usages(turn, await turn.tools.conversations.offered(turn), member.role)
    refusal = "only_owners" if "manager" in command.roles else "only_the_owner"
    return phrase(refusal, command=Ours(f"/{command.name}"), can=can)
