"""The end of a failed command: its message and its exit code."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
import traceback

import typer

from bot.commands.called import as_called

FAILED, WRONG = 1, 2
_LONGEST = 400
_BOUND = re.compile(r"\('([^']+)', (\d+)")  # asyncio says on which address it was


def report(error: Exception) -> int:
    """Print the failure, one line for each thing to fix; return the exit code.

    With PARLEY_LOG_LEVEL=debug the traceback comes first, for developers of Parley.
    """
    from bot.config import WrongSettings

    if isinstance(error, WrongSettings):
        for mistake in error.mistakes:
            typer.echo(f"parley: {mistake}", err=True)
        return WRONG
    if os.environ.get("PARLEY_LOG_LEVEL", "").lower() == "debug":
        traceback.print_exception(error)
    typer.echo(f"parley: {as_called(format_one_line(error))}", err=True)
    return FAILED


def format_one_line(error: BaseException) -> str:
    """Format an error without a database's statement and values."""
    origin = getattr(error, "orig", None) or error
    if isinstance(origin, OSError) and origin.errno == errno.EADDRINUSE:
        found = _BOUND.search(str(origin))
        what = f"port {found[2]} of {found[1]}" if found else "the port"
        return (
            f"{what} is taken, perhaps by Parley itself; stop what listens there, or set another: --port, PARLEY_PORT"
        )
    text = " ".join(str(origin).split()) or type(origin).__name__
    if isinstance(origin, sqlite3.OperationalError) and "locked" in text:
        return (
            "another process works on this database, perhaps another `parley migrate`: wait for its end, and try again"
        )
    ours = type(origin).__module__.partition(".")[0] in {"bot", "handlers", "storage", "flows", "templates"}
    told = text if ours else f"{type(origin).__name__}: {text}"
    return told if len(told) <= _LONGEST else f"{told[: _LONGEST - 1]}…"
