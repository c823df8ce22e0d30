"""``parley worker``: sender, timers and recurring work without web, beside ``serve`` on PostgreSQL."""

from __future__ import annotations

from bot.commands import options


def worker() -> None:
    """Help a service on PostgreSQL with its work, until stopped.

    Any number of them may run beside `parley serve`, on as many hosts as needed, started and stopped at will: what one
    leaves behind another takes over within a minute. They listen on no port and take nothing in.

    \b
    Example:
      PARLEY_DATABASE_URL=postgresql://parley:…@db.example/parley parley worker
    """
    settings = options.settings()
    from bot.serving import work

    work(settings)
