"""What holds data is copied before its tables are changed, or they are not changed."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import asyncpg
import pytest

from bot.conversations import HOLDINGS
from bot.ids import Ids
from flows.business import Business
from storage.database import migrate as steps
from storage.database import schema_version
from storage.database.stores import Database, make_database
from storage.database.upgrade_copy import NoCopy, take
from storage.unit import Unit
from tests import databases
from tests.bot.commands.commanding import ROOT
from tests.chaos.test_disk_full import disk
from tests.storage.world import NOW, SHOP, do, queued
from tests.upgrades.later import NEXT, next_step

__all__ = ["disk"]

HEAD = str(schema_version.get_head())


async def fill(unit: Unit) -> None:
    """A business that has written to somebody."""
    await unit.businesses.put(Business(SHOP, "Kiln", "US", "America/Chicago", "USD"), NOW)
    await queued(unit)


def standing(file: Path) -> tuple[int, str]:
    """How many messages a file holds, and the version it names."""
    with closing(sqlite3.connect(file)) as connection:
        query = "SELECT (SELECT count(*) FROM messages), (SELECT version_num FROM alembic_version)"
        found: tuple[int, str] = connection.execute(query).fetchone()
        return found


def copies(folder: Path) -> list[str]:
    """The names of all copies in a folder."""
    return sorted(path.name for path in folder.glob("*.before-*"))


class TestAFile:
    """A SQLite file is copied beside itself."""

    @pytest.fixture
    def server(self) -> None:
        return None

    @pytest.fixture
    def file(self, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """That of ``database``, for which there is another step."""
        next_step(tmp_path, monkeypatch)
        return Path(database.removeprefix("sqlite:///"))

    async def test_a_rebuilt_table_keeps_the_rows_that_point_to_it(
        self, store: Database, database: str, file: Path, ids: Ids
    ) -> None:
        os.chmod(file, 0o640)
        made = await do(store, queued)  # stays open: the log beside the file holds the newest rows
        copy = file.with_name(f"{file.name}.before-{NEXT}")
        assert await steps.migrate(database) == schema_version.Upgrade([NEXT], copy)
        assert (standing(file), standing(copy)) == ((1, NEXT), (1, HEAD))
        assert stat.S_IMODE(copy.stat().st_mode) == 0o640
        await store.close()
        again = make_database(database, ids, HOLDINGS)
        assert await again.read("kiln", lambda unit: unit.messages.get(made.id)) == made
        await again.close()

    async def test_a_new_file_has_no_copy(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        next_step(tmp_path, monkeypatch)
        done = await steps.migrate(f"sqlite:///{tmp_path / 'new.db'}")
        assert (done.steps[-1], done.copy, copies(tmp_path)) == (NEXT, None, [])

    async def test_a_copy_that_lies_there_stays(self, store: Database, database: str, file: Path) -> None:
        await do(store, queued)
        older = [file.with_name(f"{file.name}.before-{NEXT}{number}") for number in ("", "-2")]
        for copy in older:
            copy.write_text("of another day")
        done = await steps.migrate(database)
        assert done.copy == file.with_name(f"{file.name}.before-{NEXT}-3")
        assert standing(done.copy) == (1, HEAD)
        assert [copy.read_text() for copy in older] == ["of another day"] * 2

    async def test_a_file_that_cannot_be_copied_is_not_changed(
        self, store: Database, database: str, file: Path
    ) -> None:
        """The disk takes no file of that length; the database itself could still be written."""
        await do(store, queued)
        await store.close()
        probe = (
            "import asyncio, resource, sys; from pathlib import Path;"
            "from storage.database import migrate, schema_version;"
            "schema_version.STEPS = Path(sys.argv[2]); resource.setrlimit(resource.RLIMIT_FSIZE, (99_999, 99_999));"
            "asyncio.run(migrate.migrate(sys.argv[1]))"
        )
        command = [sys.executable, "-c", probe, database, str(schema_version.STEPS)]
        ended = await asyncio.to_thread(subprocess.run, command, cwd=ROOT, capture_output=True, text=True)
        told = ended.stderr.splitlines()[-1]
        assert told.startswith(
            "storage.database.upgrade_copy.NoCopy: nothing was changed, because the database could not be copied first:"
        )
        assert told.endswith("or take a copy by your own means, then: parley migrate --backed-up")
        assert (standing(file), copies(file.parent)) == ((1, HEAD), [])

    async def test_where_there_is_no_room_nothing_is_begun(self, file: Path, disk: Path) -> None:
        small = disk / "parley.db"
        shutil.copyfile(file, small)
        url = f"sqlite:///{small}"
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        (disk / "filler").write_bytes(bytes(free - small.stat().st_size // 2))
        with pytest.raises(NoCopy, match="no room for a copy of"):
            await steps.migrate(url)
        assert (standing(small), copies(disk)) == ((0, HEAD), [])
        assert await steps.migrate(url, backed_up=True) == schema_version.Upgrade([NEXT], None)


@pytest.mark.postgres
class TestAServer:
    """What a PostgreSQL server holds is dumped into the working folder."""

    @pytest.fixture
    def server(self, packaged_postgres: str) -> str:
        return packaged_postgres

    @pytest.fixture(autouse=True)
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """The working folder, with the server's own programs at hand."""
        monkeypatch.chdir(tmp_path)
        return tmp_path

    @pytest.fixture
    async def filled(self, server: str, folder: Path, ids: Ids, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
        """The URL of a database with a message in it, for which there is another step."""
        url = await databases.create(server)
        store = make_database(url, ids, HOLDINGS)
        await do(store, fill)
        await store.close()
        monkeypatch.setenv("PATH", str(databases.packaged_programs()))
        next_step(folder, monkeypatch)
        yield url
        await databases.drop(server, url)

    async def test_it_is_dumped_and_can_be_brought_back(self, filled: str, server: str, folder: Path) -> None:
        done = await steps.migrate(filled)
        name = filled.partition("?")[0].rpartition("/")[2]
        assert done == schema_version.Upgrade([NEXT], folder / f"{name}.before-{NEXT}.dump")
        assert done.copy is not None
        assert stat.S_IMODE(done.copy.stat().st_mode) == 0o600
        again = await databases.create(server, template="template1")
        command = ["pg_restore", "--exit-on-error", f"--dbname={again}", str(done.copy)]
        await asyncio.to_thread(subprocess.run, command, check=True)
        assert await schema_version.read_version(again) == HEAD
        connection = await asyncpg.connect(again)
        assert await connection.fetchval("SELECT count(*) FROM messages") == 1
        await connection.close()
        await databases.drop(server, again)

    async def test_without_pg_dump_it_is_not_changed(
        self, filled: str, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", str(folder))
        with pytest.raises(NoCopy, match=r"pg_dump.* is not installed here.* parley migrate --backed-up$"):
            await steps.migrate(filled)
        assert await schema_version.read_version(filled) == HEAD
        assert await steps.migrate(filled, backed_up=True) == schema_version.Upgrade([NEXT], None)

    async def test_a_pg_dump_that_fails_leaves_nothing(
        self, filled: str, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        programs = databases.system_programs()
        if programs is None:
            pytest.skip("no PostgreSQL of the machine's own, whose pg_dump is too old for the server")
        monkeypatch.setenv("PATH", str(programs))
        with pytest.raises(NoCopy, match=r"pg_dump could not copy the database: .*version mismatch"):
            await steps.migrate(filled)
        assert (await schema_version.read_version(filled), copies(folder)) == (HEAD, [])

    async def test_an_empty_one_is_not_dumped(
        self, database: str, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", str(folder))
        next_step(folder, monkeypatch)
        made = await databases.create(database)
        assert await steps.migrate(made) == schema_version.Upgrade([NEXT], None)
        await databases.drop(database, made)


async def test_a_password_is_not_in_the_list_of_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the program is told stands in its environment, and in none of its arguments."""
    program = tmp_path / "pg_dump"
    program.write_text('#!/bin/sh\nfor last; do :; done\n(echo "$@"; env | sort | grep ^PG) > "${last#--file=}"\n')
    program.chmod(0o700)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    copy = take("postgresql://par%2Fley:h%40sh@db.example:5433/shop?ssl=require", "0007")
    arguments, *told = copy.read_text().splitlines()
    assert copy == tmp_path / "shop.before-0007.dump"
    assert "sh@" not in arguments
    assert told == [
        "PGDATABASE=shop",
        "PGHOST=db.example",
        "PGPASSWORD=h@sh",
        "PGPORT=5433",
        "PGSSLMODE=require",
        "PGUSER=par/ley",
    ]
