"""Databases kept in this folder, as files and as PostgreSQL's."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import asyncpg

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
