"""``parley doctor``: whether everything works, and what to do where it does not."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from bot.commands import options
from bot.commands.failures import FAILED


def doctor(
    business: Annotated[
        str | None, typer.Option("--business", "-b", metavar="ID", help="Only this business, else all.")
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Register the webhooks, and send a test message to the owner.")
    ] = False,
    json: options.Json = False,
) -> None:
    """Say what works, and what to do where something does not.

    It looks at database, credentials, webhooks, templates, clocks, staff and parked work. Each line says
    ok or what to do; the exit code is 1 while there is something to do.

    \b
    Example:
      parley doctor --business tiger --fix
    """
    settings = options.settings()
    from bot.doctor import examine

    findings = asyncio.run(examine(settings, business, fix))
    if json:
        options.print_json({"findings": [{"ok": found.ok, "text": found.text} for found in findings]})
    else:
        for found in findings:
            typer.secho(f"{'ok' if found.ok else 'do'}  {found.text}", fg=None if found.ok else "yellow")
    if not all(found.ok for found in findings):
        raise typer.Exit(FAILED)
