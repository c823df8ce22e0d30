"""``parley why``: the history and the verdicts of one message."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from bot.commands import options

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.open_turns import OpenTurns
    from handlers.engine.turn import Turn


_TRAIL = re.compile("[0-9a-f]{12}", re.IGNORECASE)
_A_TRAIL = "it is a trail, which many ids share; search the log for it to find the message"


class UnknownMessage(LookupError):
    """No business has a message of that id."""


def why(
    message_id: Annotated[str, typer.Argument(metavar="MESSAGE_ID", help="The id in lists, logs and the API.")],
    json: options.Json = False,
) -> None:
    """Explain why a message left when it did, or did not leave.

    \b
    Example:
      parley why 019cd3a6-5c1e-7f1a-9d5e-2b8f3c6a7d10
    """
    settings = options.load_settings()
    mend = _A_TRAIL if _TRAIL.fullmatch(message_id) else "give all of its 36 characters"
    which = options.read_id(message_id, f" of a message: {mend}", "MESSAGE_ID")
    shown, story = asyncio.run(_explain(settings, which))
    options.tell({**shown, "story": story.splitlines()}, story, as_json=json)


async def _explain(settings: Settings, message: UUID) -> tuple[dict[str, Any], str]:
    """Return a message as the API shows it, and its history as text. Raises UnknownMessage."""
    from bot.conversations import CONVERSATIONS
    from bot.database import open_database
    from flows.phrase import Lines
    from handlers.actions.message_explanation import explain
    from handlers.api.message_view import message_view
    from handlers.engine import sealed_links
    from handlers.engine.person_language import make_english

    async def look(turn: Turn) -> tuple[dict[str, Any], str]:
        explanation = await explain(turn, message)
        found = explanation.message
        address = await turn.unit.people.address_by_id(found.address)
        judged = await turn.unit.verdicts.judgements([message])
        story = make_english(turn).say(Lines(explanation.lines))
        file = sealed_links.make_file_link(turn, found)
        return message_view(turn.business.id, found, str(address), judged.get(message, []), file), story

    async with open_database(settings) as database:
        turns = database.turns(settings, CONVERSATIONS)
        return await turns.look(await _owner(turns, message), look)


async def _owner(turns: OpenTurns, message: UUID) -> str:
    """Return the business that a message belongs to. Raises UnknownMessage."""
    for business in await turns.tenants():
        if await turns.store.read(business, lambda unit: unit.messages.get(message)) is not None:
            return business
    raise UnknownMessage(f"no business has a message {message}")
