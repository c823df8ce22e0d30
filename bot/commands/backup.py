"""``parley backup``: a copy of the SQLite database, taken while the service runs."""

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
    """The database is PostgreSQL, which has its own backup tools."""


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, help="The file to write the copy to.")],
    json: options.Json = False,
) -> None:
    """Copy the SQLite database to FILE, while the service runs.

    The service does not stop or wait. The copy has everything except the spool next to the database. It is
    checked, only its owner can read it, and it replaces an older copy of that name once complete. It contains
    people's messages and, encrypted, your secrets: keep PARLEY_SECRET_KEY elsewhere. Use only parley restore to
    bring it back, as messages queued in the copy may have left since.

    \b
    Example:
      parley backup /var/backups/parley.backup
      parley backup "parley-$(date +%F).backup" --json
    """
    settings = options.load_settings()
    stamp, size = asyncio.run(_copy_database(settings, file))
    told = {"file": str(file), "bytes": size, "taken_at": utc(stamp.taken_at), "version": stamp.revision}
    text = f"{file}: {size / 1024**2:.1f} MiB as of {stamp.taken_at:%Y-%m-%d %H:%M:%S} UTC, checked"
    options.tell(told, text, as_json=json)


async def _copy_database(settings: Settings, target: Path) -> tuple[Stamp, int]:
    from bot.commands import _version
    from bot.database import open_database
    from storage.database.backup import copy_database
    from storage.database.stores import sqlite_file

    file = sqlite_file(settings.database_url)
    if file is None:
        raise NotHere("PostgreSQL is copied by its own tools, pg_dump or pg_basebackup: docs/operations/backups.md")
    async with open_database(settings) as database:  # one that is there and at this version
        taken_at = database.clock.now()
    return await asyncio.to_thread(copy_database, file, target, taken_at, _version())
