"""``parley key create``: a new API key."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands import options

if TYPE_CHECKING:
    from bot.config import Settings


def create(
    business: options.Business,
    scope: Annotated[
        str, typer.Option(metavar="LIST", help="What it may do: events (to tell what happened), read, write.")
    ],
    json: options.Json = False,
) -> None:
    """Print a new API key.

    It is shown once, and kept as a hash.

    \b
    Example:
      parley key create --business tiger --scope events,read
    """
    settings = options.settings()
    from handlers.actions.keys import check_scopes

    try:
        scopes = check_scopes([word.strip() for word in scope.split(",") if word.strip()])
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong), param_hint="--scope") from None
    key = asyncio.run(_create(settings, business, scopes))
    if json:
        options.print_json({"business": business, "scopes": scopes, "key": key})
    else:
        typer.echo(key)


async def _create(settings: Settings, business: str, scopes: tuple[str, ...]) -> str:
    from bot.database import open_database
    from handlers.actions.keys import create_key

    async with open_database(settings) as database:
        vault, now = database.vault(settings), database.clock.now()
        return await database.store.write(business, lambda unit: create_key(unit, scopes, now, vault))
