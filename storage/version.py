"""Which version a database is at. Asked at every start, so Alembic is loaded only where a step is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.store import driver_url

STEPS = Path(__file__).parent / "migrations"
_TABLE = "alembic_version"


class OtherVersion(Exception):
    """The database is older or newer than this program; the message says what to do."""


def head() -> str | None:
    """The revision that this version of the program works with; None only before the first step is written.

    Steps are named by their revisions, in order.
    """
    names = (file.stem for file in (STEPS / "versions").glob("[0-9]*.py"))
    return max((name.partition("_")[0] for name in names), default=None)


async def version(url: str) -> str | None:
    """The revision a database is at; None when it has no tables of ours."""
    engine = open_engine(url, "BEGIN")
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(revision)
    finally:
        await engine.dispose()


async def check(url: str) -> None:
    """Raises OtherVersion unless the database is exactly at this version."""
    found = await version(url)
    if found != head():
        from storage.migrate import pending

        pending(found)
        raise OtherVersion(
            f"the database is at {found or 'no version yet'}, this program needs {head()}: parley migrate"
        )


async def bring_up(url: str) -> None:
    """Apply what a database lacks. Raises what storage.migrate.migrate raises."""
    if await version(url) != head():
        from storage.migrate import migrate

        await migrate(url)


def revision(connection: Connection) -> str | None:
    """What stands in the database."""
    if not inspect(connection).has_table(_TABLE):
        return None
    found: str | None = connection.scalar(text(f"SELECT version_num FROM {_TABLE}"))  # noqa: S608 - a constant
    return found


def open_engine(url: str, begin: str) -> AsyncEngine:
    """A plain engine: with foreign keys enforced, rebuilding a table on SQLite would empty those that point to it."""
    engine = create_async_engine(driver_url(url))
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _own_transactions)
        event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _own_transactions(connection: Any, _record: Any) -> None:
    """The driver begins none of its own, so that changes of tables are undone with the rest."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=60000")
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.close()
