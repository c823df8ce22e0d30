"""Obeying a command: its words are read, it is shown where it is to be confirmed, and done."""

from __future__ import annotations

from handlers.admins import confirming
from handlers.admins.arguments import read_all
from handlers.admins.command import Asked, Command, Reply
from handlers.admins.doing import as_reply, do


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
    return await confirming.show(command, asked, value)
