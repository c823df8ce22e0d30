"""``parley why``: the life and the verdicts of one message."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

import typer

from bot.commands import options

if TYPE_CHECKING:
    from bot.config import Settings
    from flows.business import Business
    from storage.store import Store


class UnknownMessage(LookupError):
    """No business has a message of that id."""


def why(
    message_id: Annotated[str, typer.Argument(metavar="MESSAGE_ID", help="As lists, logs and the API show it.")],
    json: options.Json = False,
) -> None:
    """Say why a message left when it did, or did not leave.

    \b
    Example:
      parley why 019cd3a6-5c1e-7f1a-9d5e-2b8f3c6a7d10
    """
    settings = options.settings()
    business, story = asyncio.run(_explain(settings, _read_id(message_id)))
    if json:
        options.print_json({"id": message_id, "business": business, "story": story.splitlines()})
    else:
        typer.echo(story)


def _read_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no id of a message", param_hint="MESSAGE_ID") from None


async def _explain(settings: Settings, message: UUID) -> tuple[str, str]:
    """The business that a message belongs to, and its story in that business's time. Raises UnknownMessage."""
    from handlers.actions.why import explain

    from bot.database import open_database

    async with open_database(settings) as database:
        business = await _owner(database.store, message)
        zone = ZoneInfo(business.timezone)
        return business.id, await database.store.read(business.id, lambda unit: explain(unit, message, zone))


async def _owner(store: Store, message: UUID) -> Business:
    from storage.businesses import all_tenants

    for tenant in await store.read("", all_tenants):
        if await store.read(tenant.business.id, lambda unit: unit.messages.get(message)) is not None:
            return tenant.business
    raise UnknownMessage(f"no business has a message {message}")
