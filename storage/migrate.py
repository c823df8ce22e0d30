"""Bring a database to this version: Alembic's steps, run in one transaction that no second process can enter."""

from __future__ import annotations

import asyncio
import io
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import RevisionError
from sqlalchemy import Connection, event, make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.backup import BACKUP
from storage.store import driver_url

_STEPS = Path(__file__).parent / "migrations"
_LOCK = 7_268_934_213_508_112  # any number nobody else uses: the advisory lock of migrations on PostgreSQL


class OtherVersion(Exception):
    """The database is older or newer than this program; the message says what to do."""


def head() -> str | None:
    """The revision that this version of the program works with; None only before the first step is written."""
    return ScriptDirectory(str(_STEPS)).get_current_head()


def settings(**attributes: Any) -> Config:
    """How Alembic finds the steps; ``attributes`` reach migrations/env.py."""
    config = Config()
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    config.attributes.update(attributes)
    return config


async def version(url: str) -> str | None:
    """The revision a database is at; None when it has no tables of ours."""
    engine = _engine(url, "BEGIN")
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_revision)
    finally:
        await engine.dispose()


async def check(url: str) -> None:
    """Raises OtherVersion unless the database is exactly at this version."""
    found = await version(url)
    if found != head():
        _pending(found)
        raise OtherVersion(
            f"the database is at {found or 'no version yet'}, this program needs {head()}: parley migrate"
        )


async def migrate(url: str) -> list[str]:
    """Apply the steps a database lacks, all or none of them; returns their revisions, oldest first.

    A SQLite file that holds data is copied to ``FILE.before-<revision>`` first. Raises OtherVersion for a database of
    a newer version, and sqlalchemy's errors when it cannot be reached.
    """
    engine = _engine(url, "BEGIN IMMEDIATE")
    try:
        async with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            found = await connection.run_sync(_revision)
            pending = _pending(found)
            if pending:
                await _apply(connection, found)
            return pending
    finally:
        await engine.dispose()


def sql(url: str) -> str:
    """All steps as SQL, from an empty database on, for whoever applies them by hand."""
    written = io.StringIO()
    config = settings(dialect=make_url(driver_url(url)).get_backend_name())
    config.output_buffer = written
    command.upgrade(config, "head", sql=True)
    return written.getvalue()


async def _apply(connection: AsyncConnection, found: str | None) -> None:
    file = connection.engine.url.database if connection.dialect.name == "sqlite" else None
    if file and found is not None:
        await asyncio.to_thread(_back_up, Path(file), Path(f"{file}.before-{head()}"))
    await connection.run_sync(lambda sync: command.upgrade(settings(connection=sync), "head"))
    if file:
        orphans = (await connection.execute(text("PRAGMA foreign_key_check"))).all()
        if orphans:
            raise RuntimeError(f"the migration to {head()} would leave rows without their parents: {orphans[:5]}")


def _pending(found: str | None) -> list[str]:
    """The revisions between ``found`` and the head, oldest first."""
    try:
        steps = ScriptDirectory(str(_STEPS)).iterate_revisions("head", found or "base")
        return [step.revision for step in steps][::-1]
    except RevisionError as error:
        if str(found).startswith(BACKUP):
            raise OtherVersion("this file is a backup and is not served as it is: parley restore FILE") from error
        raise OtherVersion(f"the database is at {found}, newer than this program knows: update Parley") from error


def _back_up(file: Path, copy: Path) -> None:
    """A consistent copy of a database in use (https://www.sqlite.org/backup.html), readable by the same people."""
    copy.touch(mode=0o600)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    shutil.copymode(file, copy)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _engine(url: str, begin: str) -> AsyncEngine:
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
