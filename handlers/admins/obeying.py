"""Obeying a command: its words are read, it is shown where it is to be confirmed, and done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flows import speaker
from flows.phrase import Text
from handlers.actions.action import Origin, Refused
from handlers.admins.arguments import read_all
from handlers.admins.command import Asked, Command, Reply
from handlers.turn import Turn
from storage.access import Member


async def obey(command: Command, asked: Asked) -> Reply:
    """The answer to a command: what was done, what is to be confirmed, or what is asked back."""
    if command.run is not None:
        return as_reply(await command.run(asked))
    assert command.takes is not None, "a command has an action, or a talk of its own"
    values = await read_all(command, asked)
    if isinstance(values, Reply):
        return values
    value = command.takes(**values)
    if command.preview is None:
        return await do(command, asked.turn, asked.member, asked.message, value)
    from handlers.admins import confirming

    return await confirming.show(command, asked, value)


async def do(command: Command, turn: Turn, member: Member, message: UUID, value: Any) -> Reply:
    """Do it once for the message that says so."""
    assert command.does is not None, "what is obeyed does something"
    assert command.says is not None, "and says what came of it"
    origin = Origin(speaker.staff(member.name), str(member.id), str(message), member.contact)
    result = await command.does(turn, origin, value)
    return as_reply(result.text if isinstance(result, Refused) else command.says(result))


def as_reply(said: Text | Reply) -> Reply:
    """A text is an answer without buttons."""
    return said if isinstance(said, Reply) else Reply(said)
