"""``parley serve`` and ``parley worker``: the whole service in one process, or only a worker."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands import options
from bot.service_loading import load_service

if TYPE_CHECKING:
    from bot.web_application import SandboxPages

Port = Annotated[str | None, typer.Option(metavar="PORT", help="The port for /healthz, /readyz and /metrics [none].")]


def read_moment(text: str | None) -> datetime | None:
    """Parse a time with its zone: ``2026-03-02T15:00:00Z``. Raises typer.BadParameter."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise typer.BadParameter(f"{text!r} is not a time in UTC; write it like 2026-03-02T15:00:00Z")
    return moment.astimezone(UTC)


def serve(
    host: options.Host = None,
    port: options.Port = None,
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="Send nothing outside, and stop the clock until you move it.")
    ] = False,
    at: Annotated[
        str | None,
        typer.Option(metavar="TIME", callback=lambda text: _check_origin(text), help="The sandbox's start."),
    ] = None,
    migrate: Annotated[bool, typer.Option("--migrate", help="Migrate a PostgreSQL database first.")] = False,
) -> None:
    """Run the service until it is stopped.

    A SQLite database is migrated automatically, after a backup copy.

    \b
    Example:
      parley serve --host 0.0.0.0 --port 8080
      parley serve --sandbox --at 2026-03-02T15:00:00Z
    """
    if at is not None and not sandbox:
        raise typer.BadParameter("only a sandbox has a settable clock; add --sandbox", param_hint="--at")
    settings = options.load_settings(secret_required=not sandbox, host=host, port=port)
    with load_service():
        from bot.service_run import serve as run

    run(settings, at=read_moment(at), migrate=migrate, sandbox=_pages() if sandbox else None)


def _pages() -> SandboxPages:
    from bot.simulator.sandbox_routes import build_pages  # a live service has none of a sandbox's

    return build_pages


def _check_origin(text: str | None) -> str | None:
    read_moment(text)
    return text


def worker(host: options.Host = None, port: Port = None) -> None:
    """Run a worker of a service on PostgreSQL until it is stopped.

    Run any number of workers next to `parley serve`, on any hosts; start and stop them at will. Another worker takes
    over unfinished work within a minute. Workers accept no webhooks; with --port they listen for what watches them,
    else on no port.

    \b
    Example:
      PARLEY_DATABASE_URL=postgresql://parley:…@db.example/parley parley worker --port 9101
    """
    settings = options.load_settings(host=host, port=port)
    with load_service():
        from bot.service_run import work

    work(settings, listening=port is not None)
