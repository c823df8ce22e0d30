"""Databases kept in this folder, as files and as PostgreSQL's."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from alembic import command

from storage import version
from storage.migrate import settings
from tests import databases

HERE = Path(__file__).parent


@asynccontextmanager
async def fresh(server: str | None, folder: Path) -> AsyncIterator[str]:
    """The URL of a database without a table: a file in ``folder``, or one of the server."""
    if server is None:
        yield f"sqlite:///{folder / 'parley.db'}"
        return
    url = await databases.create(server, template="template1")
    yield url
    await databases.drop(server, url)


async def execute(url: str, statements: str) -> None:
    """Run many statements, as they stand in a file."""
    if file := file_of(url):
        with closing(sqlite3.connect(file)) as connection:
            connection.executescript(statements)
        return
    server = await asyncpg.connect(url)
    await server.execute(statements)
    await server.close()


def file_of(url: str) -> Path | None:
    """The file of a database; None for PostgreSQL's."""
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else None


async def put_back(folder: Path, url: str) -> None:
    """A release's database, on PostgreSQL with the same rows, and its spool: beside the file or in this folder."""
    file = file_of(url)
    spool = Path("spool") if file is None else file.with_name(f"{file.name}.spool")
    shutil.copytree(folder / "spool", spool)
    dumped = gzip.decompress((folder / "database.sql.gz").read_bytes()).decode()
    if file is not None:
        await execute(url, dumped)
        return
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.executescript(dumped)
        await bring_to(url, memory.execute("SELECT version_num FROM alembic_version").fetchone()[0])
        await _carry(memory, url)


async def bring_to(url: str, revision: str) -> None:
    """Apply the steps up to ``revision`` to a database without a table."""
    engine = version.open_engine(url, "BEGIN IMMEDIATE")
    async with engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(settings(connection=sync), revision))
    await engine.dispose()


async def _carry(memory: sqlite3.Connection, url: str) -> None:
    """All rows, each value as PostgreSQL has it."""
    names = [name for (name,) in memory.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    server = await asyncpg.connect(url)
    await server.execute(
        "SET session_replication_role = replica"
    )  # foreign keys are not asked, so neither is the order
    for name in [name for name in names if name != "alembic_version"]:
        rows = memory.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - names of our tables
        columns = [column[0] for column in rows.description]
        types = {one["attname"]: one["type"] for one in await server.fetch(_TYPES, name)}
        readers = [_READERS.get(types[column], _as_it_is) for column in columns]
        records = [
            [None if value is None else read(value) for read, value in zip(readers, row, strict=True)] for row in rows
        ]
        await server.copy_records_to_table(name, columns=columns, records=records)
    await server.close()


def _as_it_is(value: Any) -> Any:
    return value


_TYPES = """SELECT attname, format_type(atttypid, atttypmod) AS type FROM pg_attribute
    WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped"""
_READERS: dict[str, Callable[[Any], Any]] = {
    "uuid": lambda value: UUID(bytes=value),
    "boolean": bool,
    "timestamp with time zone": lambda value: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=value),
}
