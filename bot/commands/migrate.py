"""``parley migrate``: bring the database to this version."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from bot.commands import options


def migrate(
    sql: Annotated[bool, typer.Option("--sql", help="Print all steps as SQL instead of applying them.")] = False,
    json: options.Json = False,
) -> None:
    """Bring the database to this version.

    All steps are applied or none. A SQLite file that holds data is copied beside itself first.

    \b
    Example:
      parley migrate
      parley migrate --sql > steps.sql
    """
    settings = options.settings()
    from bot.database import make_private, require_folder, sqlite_file
    from bot.reach import reaching
    from storage import migrate as steps
    from storage.version import head

    if sql:
        typer.echo(steps.sql(settings.database_url))
        return
    require_folder(settings)
    if (file := sqlite_file(settings.database_url)) is not None:
        make_private(file)
    with reaching(settings.database_url):
        applied = asyncio.run(steps.migrate(settings.database_url))
    if json:
        options.print_json({"applied": applied, "version": head()})
    elif applied:
        typer.echo(f"applied {', '.join(applied)}; the database is at this version now")
    else:
        typer.echo("the database is at this version already")
