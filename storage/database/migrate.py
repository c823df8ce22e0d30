"""Bring a database to this version: Alembic's steps, run in one transaction that no second process can enter."""

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
from storage.database.stores import driver_url
from storage.schema import businesses

_LOCK = 7_268_934_213_508_112  # any number nobody else uses: the advisory lock of migrations on PostgreSQL


def settings(**attributes: Any) -> Config:
    """How Alembic finds the steps; ``attributes`` reach migrations/env.py."""
    config = Config()
    config.set_main_option("script_location", str(schema_version.STEPS).replace("%", "%%"))
    config.attributes.update(attributes)
    return config


async def migrate(url: str, *, backed_up: bool = False) -> schema_version.Upgrade:
    """Apply the steps a database lacks, all or none of them.

    What holds data is copied first (storage/database/upgrade_copy.py), unless somebody says that it is ``backed_up``.
    Raises OtherVersion for a database of a newer version, or with other tables than those of the version it names;
    aside.NoCopy; and sqlalchemy's errors when it cannot be reached.
    """
    engine = schema_version.open_engine(url, "BEGIN IMMEDIATE")
    try:
        async with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            found = await connection.run_sync(schema_version.revision)
            renamed = await _rename(connection) if found == schema_version.LAST_DEVELOPMENT else []
            steps = pending(found)
            copy = await _prepare(connection, url, found, backed_up=backed_up) if steps and found is not None else None
            try:
                await _apply(connection, steps)
            except BaseException:
                if copy is not None:
                    copy.unlink()  # of what is there unchanged: started again and again, copies would fill the disk
                raise
            return schema_version.Upgrade(renamed + steps, copy)
    finally:
        await engine.dispose()


def sql(url: str) -> str:
    """All steps as SQL, from an empty database on, for whoever applies them by hand."""
    written = io.StringIO()
    config = settings(dialect=make_url(driver_url(url)).get_backend_name())
    config.output_buffer = written
    command.upgrade(config, "head", sql=True)
    return written.getvalue()


async def _prepare(connection: AsyncConnection, url: str, found: str, *, backed_up: bool) -> Path | None:
    """Before a database is changed, its tables are looked at, and it is copied; an empty one on a server is not."""
    lacking = await connection.run_sync(_lacks_at, found)
    if lacking:
        raise schema_version.not_its_own(found, lacking)
    server = connection.dialect.name == "postgresql"
    if backed_up or (server and not await connection.scalar(select(exists(select(businesses.c.id))))):
        return None
    return await asyncio.to_thread(upgrade_copy.take, url, str(schema_version.head()))


async def _rename(connection: AsyncConnection) -> list[str]:
    """Let a database of the last development version before 0.2.0 call itself 0.2.0, whose tables it has.

    Return the step that it counts as. Raises OtherVersion for other tables.
    """
    lacking = await connection.run_sync(_lacks_at, schema_version.LAST_DEVELOPMENT)
    if lacking:
        raise schema_version.not_its_own(schema_version.LAST_DEVELOPMENT, lacking)
    named = {"named": schema_version.RELEASE_0_2_0}
    await connection.execute(text("UPDATE alembic_version SET version_num = :named"), named)
    return [schema_version.RELEASE_0_2_0]


async def lacking_at(url: str, found: str) -> list[str]:
    """What a database that calls itself ``found``, an older version, lacks of that version's tables."""
    engine = schema_version.open_engine(url, "BEGIN")
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_lacks_at, found)
    finally:
        await engine.dispose()


def _lacks_at(connection: Connection, found: str) -> list[str]:
    """What of the tables is not as the steps up to ``found`` make it; asked of a SQLite that does them in memory."""
    engine = create_engine("sqlite://")
    with engine.begin() as memory:
        command.upgrade(settings(connection=memory), str(schema_version.step_of(found)))
        needed = table_check.read(memory)
    engine.dispose()
    return table_check.compare(needed, table_check.as_on_sqlite(connection))


async def _apply(connection: AsyncConnection, steps: list[str]) -> None:
    """Raises OtherVersion where nothing was to be done and the tables are others; RuntimeError for a faulty step."""
    if steps:
        await connection.run_sync(lambda sync: command.upgrade(settings(connection=sync), "head"))
    if steps and connection.dialect.name == "sqlite":
        orphans = (await connection.execute(text("PRAGMA foreign_key_check"))).all()
        if orphans:
            raise RuntimeError(
                f"the migration to {schema_version.head()} would leave rows without their parents: {orphans[:5]}"
            )
    lacking = await connection.run_sync(schema_version.lacks)
    if lacking and steps:
        raise RuntimeError(
            f"the migration to {schema_version.head()} would not make its tables: {table_check.told(lacking)}"
        )
    if lacking:
        raise schema_version.not_its_own(schema_version.head(), lacking)


def pending(found: str | None) -> list[str]:
    """The revisions between ``found`` and the head, oldest first."""
    schema_version.refuse_development(found)
    try:
        steps = ScriptDirectory(str(schema_version.STEPS)).iterate_revisions(
            "head", schema_version.step_of(found) or "base"
        )
        return [step.revision for step in steps][::-1]
    except RevisionError as error:
        if str(found).startswith(BACKUP):
            raise schema_version.OtherVersion(
                "this file is a backup and is not served as it is: parley restore FILE"
            ) from error
        raise schema_version.OtherVersion(
            f"the database is at {found}, newer than this program knows: update Parley"
        ) from error
