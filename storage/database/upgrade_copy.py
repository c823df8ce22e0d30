"""The copy of a database before an upgrade: steps only go forward, and the copy is the way back.

A SQLite file is copied next to itself; a PostgreSQL database is dumped by its own pg_dump into the working folder. An
existing copy is never overwritten: the new one gets a number.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from itertools import chain, count
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url

from storage.database.backup import NoBackup, make_file, put, set_aside
from storage.database.stores import make_driver_url

_LONGEST = 200  # characters of another program's output
_INSTEAD = "or take a copy by your own means, then: parley migrate --backed-up"
# https://www.postgresql.org/docs/current/libpq-envars.html: no password is shown in the list of processes
_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "database": "PGDATABASE",
    "ssl": "PGSSLMODE",
    "sslmode": "PGSSLMODE",
}


class NoCopy(Exception):
    """The database could not be copied, so nothing was changed; the message says why and what to do."""


def take(url: str, revision: str) -> Path:
    """Copy the database of ``url`` before its upgrade to ``revision``; return the place of the copy. Raises NoCopy."""
    parts = make_url(make_driver_url(url))
    try:
        return _copy_file(parts, revision) if parts.get_backend_name() == "sqlite" else _copy_server(parts, revision)
    except (OSError, sqlite3.Error, NoBackup) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise NoCopy(
            f"nothing was changed, because the database could not be copied first: {why}; fix that, {_INSTEAD}"
        ) from error


def _copy_file(parts: URL, revision: str) -> Path:
    file = Path(parts.database or "")
    copy = _free_name(file.parent, f"{file.name}.before-{revision}")
    needed, free = _size(file), shutil.disk_usage(file.parent).free
    if free < needed:
        raise NoCopy(
            f"nothing was changed: there is no room for a copy of {file}: it takes {needed:,} bytes, and {free:,} "
            f"are free; make room, {_INSTEAD}"
        )
    set_aside(file, copy)
    return copy


def _copy_server(parts: URL, revision: str) -> Path:
    program = shutil.which("pg_dump")
    if program is None:
        raise NoCopy(
            "nothing was changed, because the database holds data and pg_dump, which copies it, is not installed here: "
            f"install PostgreSQL's client programs, {_INSTEAD}"
        )
    copy = _free_name(Path.cwd(), f"{parts.database or 'parley'}.before-{revision}", ".dump")
    with make_file(copy.parent, copy.name) as part:
        command = [program, "--format=custom", "--no-password", f"--file={part}"]
        ended = subprocess.run(command, env=_environ(parts), capture_output=True, text=True, check=False)  # noqa: S603
        if ended.returncode:
            said = " ".join(ended.stderr.split())[:_LONGEST] or f"it ended with {ended.returncode}"
            raise NoCopy(f"nothing was changed: pg_dump could not copy the database: {said}; fix that, {_INSTEAD}")
        put(part, copy)
    return copy


def _environ(parts: URL) -> dict[str, str]:
    """Return the environment with the server's address, as its programs read it."""
    told: dict[str, Any] = {**parts.translate_connect_args(username="user"), **parts.query}
    return {**os.environ, **{_VARIABLES[name]: str(value) for name, value in told.items() if name in _VARIABLES}}


def _size(file: Path) -> int:
    """Return the size with the journal, which holds the newest rows."""
    return sum(path.stat().st_size for path in (file, file.with_name(f"{file.name}-wal")) if path.exists())


def _free_name(folder: Path, name: str, ending: str = "") -> Path:
    numbered = chain([""], (f"-{number}" for number in count(2)))
    copies = (folder / f"{name}{number}{ending}" for number in numbered)
    return next(copy for copy in copies if not copy.exists())
