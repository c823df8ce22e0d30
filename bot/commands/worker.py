"""``parley worker``: sender, timers and recurring work without web, beside ``serve`` on PostgreSQL."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.commands import options
from bot.loading import loading

Port = Annotated[
    str | None, typer.Option(metavar="PORT", help="Open /healthz, /readyz and /metrics there [no port at all].")
]


def worker(host: options.Host = None, port: Port = None) -> None:
    """Help a service on PostgreSQL with its work, until stopped.

    Any number of them may run beside `parley serve`, on as many hosts as needed, started and stopped at will: what one
    leaves behind another takes over within a minute. They take nothing in; with --port they
    listen for what watches them, else on no port.

    \b
    Example:
      PARLEY_DATABASE_URL=postgresql://parley:…@db.example/parley parley worker --port 9101
    """
    settings = options.settings(host=host, port=port)
    with loading():
        from bot.serving import work

    work(settings, listening=port is not None)
