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
from alembic.script import ScriptDirectory
from alembic.script.revision import RevisionError
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import version
from storage.backup import BACKUP
from storage.store import driver_url

_LOCK = 7_268_934_213_508_112  # any number nobody else uses: the advisory lock of migrations on PostgreSQL


def settings(**attributes: Any) -> Config:
    """How Alembic finds the steps; ``attributes`` reach migrations/env.py."""
    config = Config()
    config.set_main_option("script_location", str(version.STEPS).replace("%", "%%"))
    config.attributes.update(attributes)
    return config


async def migrate(url: str) -> list[str]:
    """Apply the steps a database lacks, all or none of them; returns their revisions, oldest first.

    A SQLite file that holds data is copied to ``FILE.before-<revision>`` first. Raises OtherVersion for a database of
    a newer version, and sqlalchemy's errors when it cannot be reached.
    """
    engine = version.open_engine(url, "BEGIN IMMEDIATE")
    try:
        async with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            found = await connection.run_sync(version.revision)
            steps = pending(found)
            if steps:
                await _apply(connection, found)
            return steps
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
        await asyncio.to_thread(_back_up, Path(file), Path(f"{file}.before-{version.head()}"))
    await connection.run_sync(lambda sync: command.upgrade(settings(connection=sync), "head"))
    if file:
        orphans = (await connection.execute(text("PRAGMA foreign_key_check"))).all()
        if orphans:
            raise RuntimeError(
                f"the migration to {version.head()} would leave rows without their parents: {orphans[:5]}"
            )


def pending(found: str | None) -> list[str]:
    """The revisions between ``found`` and the head, oldest first."""
    try:
        steps = ScriptDirectory(str(version.STEPS)).iterate_revisions("head", found or "base")
        return [step.revision for step in steps][::-1]
    except RevisionError as error:
        if str(found).startswith(BACKUP):
            raise version.OtherVersion(
                "this file is a backup and is not served as it is: parley restore FILE"
            ) from error
        raise version.OtherVersion(
            f"the database is at {found}, newer than this program knows: update Parley"
        ) from error


def _back_up(file: Path, copy: Path) -> None:
    """A consistent copy of a database in use (https://www.sqlite.org/backup.html), readable by the same people."""
    copy.touch(mode=0o600)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    shutil.copymode(file, copy)
