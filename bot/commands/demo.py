"""``parley demo``: the whole product on this machine, without any account."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.commands import options
from bot.loading import loading

DATABASE_URL = "sqlite:///demo.db"


def demo(
    port: options.Port = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open a browser.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin again with a new database.")] = False,
) -> None:
    """Play the whole product on this machine, without any account.

    It starts with a sample business that has lived 30 days, and opens its page.

    Nothing leaves this machine. The database is demo.db, unless PARLEY_DATABASE_URL is set.

    \b
    Example:
      parley demo --port 9000
    """
    settings = options.settings(database_url=DATABASE_URL, port=port)
    with loading():
        from bot.simulator.demo import demo as run

    run(settings, open_browser=not no_open, fresh=fresh)
