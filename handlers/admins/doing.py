"""Doing a command, and the answer that tells its result."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flows.actor import Actor
from flows.phrase import Text
from handlers.actions.action import Origin, Refused
from handlers.admins.command import Command, Reply
from handlers.turn import Turn
from storage.access import Member


async def do(command: Command, turn: Turn, member: Member, message: UUID, value: Any) -> Reply:
    """Do it once for the message that says so."""
    assert command.does is not None, "what is obeyed does something"
    assert command.says is not None, "and says what came of it"
    origin = Origin(Actor.staff(member.id), str(message), member.contact)
    result = await command.does(turn, origin, value)
    return as_reply(result.text if isinstance(result, Refused) else command.says(result))


def as_reply(said: Text | Reply) -> Reply:
    """A text is an answer without buttons."""
    return said if isinstance(said, Reply) else Reply(said)
