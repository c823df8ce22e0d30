"""``parley migrate``: bring the database to this version."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from bot.commands import options


def migrate(
    backed_up: Annotated[
        bool, typer.Option("--backed-up", help="Skip the copy of the database; you have a backup.")
    ] = False,
    sql: Annotated[bool, typer.Option("--sql", help="Print the steps as SQL instead of applying them.")] = False,
    json: options.Json = False,
) -> None:
    """Migrate the database to this version.

    All steps are applied or none. A database with data is copied first: a SQLite file in its folder, as
    FILE.before-REVISION, a PostgreSQL database with pg_dump into this folder, as NAME.before-REVISION.dump.

    \b
    Example:
      parley migrate
      parley migrate --sql > steps.sql
    """
    settings = options.load_settings()
    from bot.database import make_private, require_folder
    from bot.unreachable_database import report_unreachable
    from storage.database import migrate as steps
    from storage.database.schema_version import get_head
    from storage.database.stores import sqlite_file

    if sql:
        typer.echo(steps.write_sql(settings.database_url))
        return
    require_folder(settings)
    if (file := sqlite_file(settings.database_url)) is not None:
        make_private(file)
    with report_unreachable(settings.database_url):
        done = asyncio.run(steps.migrate(settings.database_url, backed_up=backed_up))
    if json:
        copy = str(done.copy) if done.copy else None
        options.print_json({"applied": done.steps, "version": get_head(), "copy": copy})
    elif done.steps:
        typer.echo(f"applied {', '.join(done.steps)}; the database is at this version now")
        if done.copy:
            typer.echo(f"the earlier database is in {done.copy}; delete it once this version works for you")
    else:
        typer.echo("the database is already at this version")
