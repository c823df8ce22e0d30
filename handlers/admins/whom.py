"""Whom a command of the staff is about: by a name or the end of a number, and by a tap where several match."""

from __future__ import annotations

from handlers.actions import why
from handlers.admins.command import Asked, Reply
from storage.people import Contact
from templates.values import a_name, quoted


async def whom(asked: Asked, command: str, example: str) -> Contact | Reply:
    """The person whom the words name; else which of several, or how one is named."""
    wanted = why.whom(asked.rest)
    found = await why.find(asked.turn, wanted) if wanted else []
    if not found:
        unknown = f'Nobody here goes by "{quoted(wanted, why.LONGEST_NAME)}".\n' if wanted else ""
        return Reply(f"{unknown}{example}", understood=False)
    if len(found) > 1:
        taps = [f"{await why.tap(asked.turn, one, command)} {a_name(one.name or '')}".rstrip() for one in found]
        return Reply("\n".join(["Which of them?", *taps]))
    return found[0]
