"""``parley doctor``: checks of all parts, with remedies for failures."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands import options
from bot.commands.called import as_called
from bot.commands.failures import FAILED
from bot.service_loading import load_service

if TYPE_CHECKING:
    from bot.config import Settings


def doctor(
    business: options.AnyBusiness = None,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix", help="Register the webhooks, create WhatsApp's menus, and send a test message to the owner."
        ),
    ] = False,
    metrics_token: Annotated[bool, typer.Option("--metrics-token", help="Print only the token of /metrics.")] = False,
    json: options.Json = False,
) -> None:
    """Check the installation, and say how to fix what fails.

    Checks the database, credentials, webhooks, templates, clocks, staff and parked work. Each line says
    ok or what to do; the exit code is 1 while there is something to do. The last lines list legal duties
    that Parley does not do for you.

    \b
    Example:
      parley doctor --business tiger --fix
    """
    settings = options.load_settings()
    if metrics_token:
        typer.echo(_token(settings))
        return
    with load_service():
        from bot.doctor import examine
        from bot.examination.law_checks import get_undone

    findings = asyncio.run(examine(settings, business, fix))
    if json:
        told = [{"ok": found.ok, "text": found.text} for found in findings]
        options.print_json({"findings": told, "undone": [{"text": one.text, "page": one.page} for one in get_undone()]})
    else:
        for found in findings:
            typer.secho(f"{'ok' if found.ok else 'do'}  {as_called(found.text)}", fg=None if found.ok else "yellow")
        typer.echo("\nThe law may ask this of you, and Parley does not (docs/law.md):")
        for one in get_undone():
            typer.echo(f"--  {one.text} ({one.page})")
    if not all(found.ok for found in findings):
        raise typer.Exit(FAILED)


def _token(settings: Settings) -> str:
    """Return the token for /metrics. It is left out of the other output, which people paste into questions."""
    from bot.vault import Vault
    from bot.web.health_routes import derive_metrics_token

    return derive_metrics_token(Vault(settings.require_secret()))
