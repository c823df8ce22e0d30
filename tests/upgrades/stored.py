"""Databases kept in this folder, brought to life as files and as PostgreSQL's."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from alembic import command
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from storage.database import schema_version
from storage.database.migrate import make_config
from storage.database.stores import make_driver_url
from tests import databases

HERE = Path(__file__).parent
Rows = Mapping[str, list[dict[str, Any]]]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_TYPES = """SELECT attname, format_type(atttypid, atttypmod) AS type FROM pg_attribute
    WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped"""
_READ: dict[str, Callable[[Any], Any]] = {  # from what SQLite keeps to what PostgreSQL is given
    "uuid": lambda value: UUID(bytes=value),
    "boolean": bool,
    "timestamp with time zone": lambda value: _EPOCH + value * _MICROSECOND,
}


@asynccontextmanager
async def fresh(server: str | None, folder: Path) -> AsyncIterator[str]:
    """The URL of a database without a table: a file in ``folder``, or one of the server."""
    if server is None:
        yield f"sqlite:///{folder / 'parley.db'}"
        return
    url = await databases.create(server, template="template1")
    yield url
    await databases.drop(server, url)


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[AsyncConnection]:
    """One transaction in a database, as SQLAlchemy has it."""
    engine = create_async_engine(make_driver_url(url))
    async with engine.begin() as connection:
        yield connection
    await engine.dispose()


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


async def bring_to(url: str, revision: str) -> None:
    """Apply the steps up to ``revision`` to a database without a table."""
    engine = schema_version.open_engine(url, "BEGIN IMMEDIATE")
    async with engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(make_config(connection=sync), revision))
    await engine.dispose()


async def put_back(folder: Path, url: str) -> None:
    """A release's database, on PostgreSQL with the same rows, and its spool: beside the file or in this folder."""
    file = file_of(url)
    shutil.copytree(folder / "spool", Path("spool") if file is None else file.with_name(f"{file.name}.spool"))
    with closing(released(folder)) as memory:
        await put(memory, url)


def released(folder: Path) -> sqlite3.Connection:
    """A release's database, in memory."""
    memory = sqlite3.connect(":memory:")
    memory.executescript(gzip.decompress((folder / "database.sql.gz").read_bytes()).decode())
    return memory


async def put(memory: sqlite3.Connection, url: str) -> None:
    """All that ``memory`` holds, into a database without a table: made by the same steps, with the same rows."""
    if file := file_of(url):
        with closing(sqlite3.connect(file)) as target:
            memory.backup(target)
        return
    await bring_to(url, memory.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    server = await asyncpg.connect(url)
    await server.execute(
        "SET session_replication_role = replica"
    )  # foreign keys are not asked, so neither is the order
    for table, rows in _rows(memory).items():
        await _fill(server, table, rows)
    await server.close()


async def rows_of(url: str) -> Rows:
    """All rows of a database by table, each value as SQLite keeps it; the version is none of them."""
    if file := file_of(url):
        with closing(sqlite3.connect(file)) as connection:
            return _rows(connection)
    server = await asyncpg.connect(url)
    tables = await server.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    names = [row["tablename"] for row in tables if row["tablename"] != "alembic_version"]
    found = {name: [_written(row) for row in await server.fetch(f'SELECT * FROM "{name}"')] for name in names}  # noqa: S608
    await server.close()
    return found


def _rows(connection: sqlite3.Connection) -> Rows:
    found = {}
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
        rows = connection.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - names of our tables
        names = [column[0] for column in rows.description]
        found[name] = [dict(zip(names, row, strict=True)) for row in rows]
    del found["alembic_version"]
    return found


async def _fill(server: asyncpg.Connection[Any], table: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    types = {one["attname"]: one["type"] for one in await server.fetch(_TYPES, table)}
    records = [[_read(types[name], value) for name, value in row.items()] for row in rows]
    await server.copy_records_to_table(table, columns=list(rows[0]), records=records)


def _read(kind: str, value: Any) -> Any:
    return _READ[kind](value) if value is not None and kind in _READ else value


def _written(row: asyncpg.Record) -> dict[str, Any]:
    return {name: _as_kept(value) for name, value in row.items()}


def _as_kept(value: Any) -> Any:
    """From what PostgreSQL gives to what SQLite keeps."""
    match value:
        case UUID():
            return value.bytes
        case bool():
            return int(value)
        case datetime():
            return (value - _EPOCH) // _MICROSECOND
    return value
