"""The steps lead from nothing, or from an older version with data in it, to exactly the tables that the code uses."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.ids import Ids
from storage import migrate as steps
from storage import version
from storage.schema import metadata
from storage.store import Store, driver_url, open_store
from storage.unit import Unit
from tests import databases
from tests.storage.world import do, person, queued

HEAD = version.head()


@pytest.fixture
async def empty(server: str | None, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a database without a table."""
    if server is None:
        yield f"sqlite:///{tmp_path / 'new.db'}"
        return
    url = await databases.create(server, template="template1")
    yield url
    await databases.drop(server, url)


async def _run(url: str, *statements: str) -> None:
    engine = create_async_engine(driver_url(url))
    async with engine.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()


def test_the_last_step_is_known_without_loading_them() -> None:
    assert ScriptDirectory(str(version.STEPS)).get_current_head() == HEAD


async def test_the_steps_give_exactly_the_metadata(empty: str) -> None:
    def differences(connection: Connection) -> list[Any]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    await steps.migrate(empty)
    engine = create_async_engine(driver_url(empty))
    async with engine.connect() as connection:
        found = await connection.run_sync(differences)
    await engine.dispose()
    assert found == [], "storage/migrations/generate.py writes the step that is missing"


async def test_from_nothing_to_the_head_and_no_further(empty: str) -> None:
    assert await version.version(empty) is None
    with pytest.raises(version.OtherVersion, match="parley migrate"):
        await version.check(empty)
    assert (await steps.migrate(empty)).steps[-1] == HEAD
    assert await version.version(empty) == HEAD
    assert await steps.migrate(empty) == version.Upgrade([], None)
    await version.check(empty)


async def test_two_processes_that_migrate_at_once_apply_each_step_once(empty: str) -> None:
    both = await asyncio.gather(steps.migrate(empty), steps.migrate(empty))
    assert sorted(len(one.steps) for one in both)[0] == 0
    await version.check(empty)


async def test_a_newer_database_is_left_alone(database: str, ids: Ids) -> None:
    await _run(database, "UPDATE alembic_version SET version_num = '9999'")
    for touch in (steps.migrate, version.check):
        with pytest.raises(version.OtherVersion, match=r"9999.*update Parley"):
            await touch(database)
    back = "UPDATE alembic_version SET version_num = "
    await _run(database, f"{back} '{HEAD}'")


async def test_the_sql_for_doing_it_by_hand_does_the_same(empty: str) -> None:
    written = steps.sql(empty)
    statements = [part for part in written.split(";\n") if part.strip() and part.strip() not in {"BEGIN", "COMMIT"}]
    await _run(empty, *statements)
    await version.check(empty)


async def test_a_failing_step_leaves_nothing_behind(empty: str) -> None:
    await _run(empty, "CREATE TABLE waits (stray INTEGER)")
    with pytest.raises(Exception, match="already exists"):
        await steps.migrate(empty)
    assert await version.version(empty) is None
    await _run(empty, "DROP TABLE waits")
    await steps.migrate(empty)
    await version.check(empty)


class TestTheCopy:
    """A SQLite file with data is copied before it is changed."""

    @pytest.fixture
    def server(self) -> None:
        return None

    @pytest.fixture
    def older(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
        """The steps as they will be: today's, and one more that rebuilds a table others point to."""
        folder = tmp_path / "steps"
        (folder / "versions").mkdir(parents=True)
        here = Path(steps.__file__).parent / "migrations"
        for file in [here / "env.py", here / "script.py.mako", *(here / "versions").glob("0*.py")]:
            (folder / file.relative_to(here)).write_text(file.read_text())
        (folder / "versions" / "9000_next.py").write_text(_NEXT.format(head=HEAD))
        monkeypatch.setattr(version, "STEPS", folder)
        return folder

    async def test_a_rebuilt_table_keeps_the_rows_that_point_to_it(
        self, store: Store, database: str, older: Path, ids: Ids
    ) -> None:
        file = Path(database.removeprefix("sqlite:///"))
        os.chmod(file, 0o640)
        made = await do(store, queued)  # stays open: the log beside the file holds the newest rows
        copy = file.with_name(f"{file.name}.before-9000")
        assert await steps.migrate(database) == version.Upgrade(["9000"], copy)
        for place, at in ((file, "9000"), (copy, HEAD)):
            with closing(sqlite3.connect(place)) as connection:
                assert connection.execute("SELECT count(*) FROM messages").fetchone() == (1,)
                assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (at,)
        assert stat.S_IMODE(copy.stat().st_mode) == 0o640
        await store.close()
        again = open_store(database, ids)
        assert await again.read("kiln", lambda unit: unit.messages.get(made.id)) == made
        await again.close()

    async def test_a_new_file_has_no_copy(self, empty: str, older: Path) -> None:
        done = await steps.migrate(empty)
        assert (done.steps[-2:], done.copy) == ([HEAD, "9000"], None)
        assert not list(Path(empty.removeprefix("sqlite:///")).parent.glob("*.before-*"))

    async def test_a_step_that_would_orphan_rows_is_undone(self, store: Store, database: str, older: Path) -> None:
        async def write(unit: Unit) -> None:
            await person(unit)

        await do(store, write)
        step = older / "versions" / "9000_next.py"
        step.write_text(_NEXT.format(head=HEAD).replace("pass", "op.execute('DELETE FROM contacts')"))
        with pytest.raises(RuntimeError, match="without their parents"):
            await steps.migrate(database)
        assert await version.version(database) == HEAD


_NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9000", "{head}"


def upgrade() -> None:
    with op.batch_alter_table("contacts", recreate="always") as table:
        table.add_column(sa.Column("nickname", sa.String(), nullable=True))
    pass
"""
