"""The migration of a database to this version: Alembic's steps, in one transaction that no second process can enter."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.script.revision import RevisionError
from sqlalchemy import Connection, create_engine, exists, make_url, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import schema_version, table_check, upgrade_copy
from storage.database.backup import BACKUP
from storage.database.stores import make_driver_url
from storage.schema import businesses

_LOCK = 7_268_934_213_508_112  # any unused number: the advisory lock of migrations on PostgreSQL


def make_config(**attributes: Any) -> Config:
    """Return Alembic's settings for finding the steps; ``attributes`` reach migrations/env.py."""
    config = Config()
    config.set_main_option("script_location", str(schema_version.STEPS).replace("%", "%%"))
    config.attributes.update(attributes)
    return config


async def migrate(url: str, *, backed_up: bool = False) -> schema_version.Upgrade:
    """Apply the steps that a database lacks, all or none.

    A database with data is copied first (storage/database/upgrade_copy.py), unless the caller says that it is
    ``backed_up``. Raises OtherVersion for a newer database, or one whose tables differ from its version; aside.NoCopy;
    and sqlalchemy's errors if the database cannot be reached.
    """
    engine = schema_version.open_engine(url, "BEGIN IMMEDIATE")
    try:
        async with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            found = await connection.run_sync(schema_version.read_revision)
            renamed = await _rename(connection) if found == schema_version.LAST_DEVELOPMENT else []
            steps = list_pending(found)
            copy = await _prepare(connection, url, found, backed_up=backed_up) if steps and found is not None else None
            try:
                await _apply(connection, steps)
            except BaseException:
                if copy is not None:
                    copy.unlink()  # of an unchanged database: with repeated starts, copies would fill the disk
                raise
            return schema_version.Upgrade(renamed + steps, copy)
    finally:
        await engine.dispose()


def write_sql(url: str) -> str:
    """Return all steps as SQL, from an empty database on, to apply by hand."""
    written = io.StringIO()
    config = make_config(dialect=make_url(make_driver_url(url)).get_backend_name())
    config.output_buffer = written
    command.upgrade(config, "head", sql=True)
    return written.getvalue()


async def _prepare(connection: AsyncConnection, url: str, found: str, *, backed_up: bool) -> Path | None:
    """Check the tables of a database and copy it before a change; an empty database on a server is not copied."""
    lacking = await connection.run_sync(_lacks_at, found)
    if lacking:
        raise schema_version.refuse_mismatch(found, lacking)
    server = connection.dialect.name == "postgresql"
    if backed_up or (server and not await connection.scalar(select(exists(select(businesses.c.id))))):
        return None
    return await asyncio.to_thread(upgrade_copy.take, url, str(schema_version.get_head()))


async def _rename(connection: AsyncConnection) -> list[str]:
    """Rename the last development version before 0.2.0 to 0.2.0, whose tables it has.

    Return the step that it counts as. Raises OtherVersion for other tables.
    """
    lacking = await connection.run_sync(_lacks_at, schema_version.LAST_DEVELOPMENT)
    if lacking:
        raise schema_version.refuse_mismatch(schema_version.LAST_DEVELOPMENT, lacking)
    named = {"named": schema_version.RELEASE_0_2_0}
    await connection.execute(text("UPDATE alembic_version SET version_num = :named"), named)
    return [schema_version.RELEASE_0_2_0]


async def list_missing_tables(url: str, found: str) -> list[str]:
    """Return what a database with the older version ``found`` lacks of that version's tables."""
    engine = schema_version.open_engine(url, "BEGIN")
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_lacks_at, found)
    finally:
        await engine.dispose()


def _lacks_at(connection: Connection, found: str) -> list[str]:
    """Return how the tables differ from the steps up to ``found``, which an in-memory SQLite runs."""
    engine = create_engine("sqlite://")
    with engine.begin() as memory:
        command.upgrade(make_config(connection=memory), str(schema_version.step_of(found)))
        needed = table_check.read(memory)
    engine.dispose()
    return table_check.find_drift(needed, table_check.list_as_sqlite(connection))


async def _apply(connection: AsyncConnection, steps: list[str]) -> None:
    """Apply the steps. Raises OtherVersion if there are none and the tables differ; RuntimeError for a faulty step."""
    if steps:
        await connection.run_sync(lambda sync: command.upgrade(make_config(connection=sync), "head"))
    if steps and connection.dialect.name == "sqlite":
        orphans = (await connection.execute(text("PRAGMA foreign_key_check"))).all()
        if orphans:
            raise RuntimeError(
                f"the migration to {schema_version.get_head()} would leave rows without their parents: {orphans[:5]}"
            )
    lacking = await connection.run_sync(schema_version.list_lacks)
    if lacking and steps:
        raise RuntimeError(
            f"the migration to {schema_version.get_head()} would not make its tables: "
            f"{table_check.describe_differences(lacking)}"
        )
    if lacking:
        raise schema_version.refuse_mismatch(schema_version.get_head(), lacking)


def list_pending(found: str | None) -> list[str]:
    """Return the revisions between ``found`` and the head, oldest first."""
    schema_version.refuse_development(found)
    try:
        steps = ScriptDirectory(str(schema_version.STEPS)).iterate_revisions(
            "head", schema_version.step_of(found) or "base"
        )
        return [step.revision for step in steps][::-1]
    except RevisionError as error:
        if str(found).startswith(BACKUP):
            raise schema_version.OtherVersion(
                "this file is a backup and cannot be served directly: parley restore FILE"
            ) from error
        raise schema_version.OtherVersion(
            f"the database is at {found}, newer than this program: update Parley"
        ) from error
