"""``parley backup``: a copy of the SQLite database, taken while it is used."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands import options
from handlers.engine.checked_fields import utc

if TYPE_CHECKING:
    from bot.config import Settings
    from storage.database.backup import Stamp


class NotHere(Exception):
    """PostgreSQL is copied by its own tools."""


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, help="Where the copy goes.")],
    json: options.Json = False,
) -> None:
    """Copy the SQLite database to FILE, while the service runs.

    Nobody waits for it. The copy holds everything but the spool beside the database; it is checked, its owner
    alone may read it, and a copy of that name is replaced when the new one is whole. It holds what people
    wrote and, encrypted, your secrets: keep PARLEY_SECRET_KEY elsewhere. Bring it back with parley restore
    only: what it holds as queued may have left since.

    \b
    Example:
      parley backup /var/backups/parley.backup
      parley backup "parley-$(date +%F).backup" --json
    """
    settings = options.settings()
    stamp, size = asyncio.run(_back_up(settings, file))
    told = {"file": str(file), "bytes": size, "taken_at": utc(stamp.taken_at), "version": stamp.revision}
    text = f"{file}: {size / 1024**2:.1f} MiB as of {stamp.taken_at:%Y-%m-%d %H:%M:%S} UTC, checked"
    options.tell(told, text, as_json=json)


async def _back_up(settings: Settings, target: Path) -> tuple[Stamp, int]:
    from bot.commands import _version
    from bot.database import open_database
    from storage.database.backup import back_up
    from storage.database.stores import sqlite_file

    file = sqlite_file(settings.database_url)
    if file is None:
        raise NotHere("PostgreSQL is copied by its own tools, pg_dump or pg_basebackup: docs/operations/backups.md")
    async with open_database(settings) as database:  # one that is there and at this version
        taken_at = database.clock.now()
    return await asyncio.to_thread(back_up, file, target, taken_at, _version())
