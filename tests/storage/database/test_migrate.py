"""The steps lead from nothing, or from an older version with data in it, to exactly the tables that the code uses."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from bot.ids import Ids
from storage.database import migrate as steps
from storage.database import schema_version, startup_upgrade
from storage.database.stores import Database, make_driver_url
from storage.schema import metadata
from storage.unit import Unit
from tests.storage.world import do, person
from tests.upgrades.later import next_step
from tests.upgrades.stored import execute, fresh

HEAD = schema_version.get_head()


@pytest.fixture
async def empty(server: str | None, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a database without a table."""
    async with fresh(server, tmp_path) as url:
        yield url


def test_the_last_step_is_known_without_loading_them() -> None:
    assert ScriptDirectory(str(schema_version.STEPS)).get_current_head() == HEAD


async def test_the_steps_give_exactly_the_metadata(empty: str) -> None:
    def differences(connection: Connection) -> list[Any]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    await steps.migrate(empty)
    engine = create_async_engine(make_driver_url(empty))
    async with engine.connect() as connection:
        found = await connection.run_sync(differences)
    await engine.dispose()
    assert found == [], "storage/migrations/generate.py writes the step that is missing"


async def test_from_nothing_to_the_head_and_no_further(empty: str) -> None:
    assert await schema_version.read_version(empty) is None
    with pytest.raises(schema_version.OtherVersion, match="parley migrate"):
        await startup_upgrade.check(empty)
    assert (await steps.migrate(empty)).steps[-1] == HEAD
    assert await schema_version.read_version(empty) == HEAD
    assert await steps.migrate(empty) == schema_version.Upgrade([], None)
    await startup_upgrade.check(empty)


async def test_two_processes_that_migrate_at_once_apply_each_step_once(empty: str) -> None:
    both = await asyncio.gather(steps.migrate(empty), steps.migrate(empty))
    assert sorted(len(one.steps) for one in both)[0] == 0
    await startup_upgrade.check(empty)


async def test_a_newer_database_is_left_alone(database: str, ids: Ids) -> None:
    await execute(database, "UPDATE alembic_version SET version_num = '9999'")
    for touch in (steps.migrate, startup_upgrade.check):
        with pytest.raises(schema_version.OtherVersion, match=r"9999.*update Parley"):
            await touch(database)
    back = "UPDATE alembic_version SET version_num = "
    await execute(database, f"{back} '{HEAD}'")


async def test_the_sql_for_doing_it_by_hand_does_the_same(empty: str) -> None:
    written = steps.write_sql(empty)
    await execute(empty, written)
    await startup_upgrade.check(empty)


async def test_a_failing_step_leaves_nothing_behind(empty: str) -> None:
    await execute(empty, "CREATE TABLE waits (stray INTEGER)")
    with pytest.raises(Exception, match="already exists"):
        await steps.migrate(empty)
    assert await schema_version.read_version(empty) is None
    await execute(empty, "DROP TABLE waits")
    await steps.migrate(empty)
    await startup_upgrade.check(empty)


@pytest.mark.parametrize("server", [None], ids=["sqlite"])
async def test_a_step_that_would_orphan_rows_is_undone(
    store: Database, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And its copy is gone: a service that is started again and again would fill the disk with them."""

    async def write(unit: Unit) -> None:
        await person(unit)

    await do(store, write)
    next_step(tmp_path, monkeypatch, "op.execute('DELETE FROM contacts')")
    with pytest.raises(RuntimeError, match="without their parents"):
        await steps.migrate(database)
    assert await schema_version.read_version(database) == HEAD
    assert await asyncio.to_thread(lambda: list(tmp_path.glob("*.before-*"))) == []


def test_a_step_that_was_released_is_never_changed() -> None:
    """Databases out there have done it: another change is another step (docs/adding/table.md)."""
    released = {"0001_main_job.py": "946b119f04c9363adaa0b05c9f403f5a1b0745cca568bd768fd43420e21ab818"}
    folder = schema_version.STEPS / "versions"
    assert {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in released} == released
