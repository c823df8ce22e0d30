"""Copies of a SQLite database: whole, private, taken while somebody writes; and one brought back in its place."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from storage.database import backup
from storage.database.backup import InUse, NoBackup, Stamp, copy_database, put_in_place, read_stamp, sum_of, unpack_copy
from storage.database.schema_version import OtherVersion, get_head
from storage.database.startup_upgrade import check
from tests.storage.world import NOW, after

PROGRAM = "1.2.3"


@pytest.fixture
def file(migrated_file: Path, tmp_path: Path) -> Path:
    """A database with a table of some megabytes."""
    made = tmp_path / "parley.db"
    made.write_bytes(migrated_file.read_bytes())
    with closing(sqlite3.connect(made)) as database, database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE notes (n INTEGER PRIMARY KEY, text BLOB)")
        database.executemany("INSERT INTO notes VALUES (?, ?)", [(n, b"x" * 4000) for n in range(2000)])
    return made


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups" / "parley.backup"


def notes(file: Path) -> int:
    with closing(sqlite3.connect(file)) as database:
        return int(database.execute("SELECT count(*) FROM notes").fetchone()[0])


def test_a_copy_is_whole_private_and_says_what_it_is(file: Path, target: Path) -> None:
    stamp, size = copy_database(file, target, NOW, PROGRAM)
    assert stamp == read_stamp(target) == Stamp(NOW, str(get_head()), PROGRAM)
    assert (notes(target), target.stat().st_size, mode(target)) == (2000, size, 0o600)
    assert sorted(one.name for one in target.parent.iterdir()) == [target.name, sum_of(target).name]


async def test_a_copy_is_not_served(file: Path, target: Path) -> None:
    copy_database(file, target, NOW, PROGRAM)
    with pytest.raises(OtherVersion):
        await check(f"sqlite:///{target}")


def test_nobody_waits_for_it(file: Path, target: Path) -> None:
    """A writer that waits not even a moment for a lock never meets one, and the copy is of one moment."""
    done, written, meanwhile = threading.Event(), threading.Event(), list[int]()

    def write() -> None:
        with closing(sqlite3.connect(file, timeout=0)) as database:
            n = 2000
            while not done.is_set():
                with database:  # both or neither
                    database.execute("INSERT INTO notes VALUES (?, 'a')", (n,))
                    database.execute("INSERT INTO notes VALUES (?, 'b')", (n + 1,))
                n += 2
                written.set()
            meanwhile.append(n - 2000)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert written.wait(10)
        copy_database(file, target, NOW, PROGRAM)
    finally:
        done.set()
        writer.join()
    assert meanwhile[0] > 50
    assert notes(target) % 2 == 0
    assert 2000 < notes(target) < notes(file)


def test_a_copy_of_that_name_is_replaced_and_nothing_else(file: Path, target: Path, tmp_path: Path) -> None:
    copy_database(file, target, NOW, PROGRAM)
    assert copy_database(file, target, after(5), PROGRAM)[0].taken_at == read_stamp(target).taken_at == after(5)
    other = tmp_path / "shop.toml"
    other.write_text("[business]")
    for what, why in ((other, "is not a backup and was not changed"), (file, "the database itself")):
        with pytest.raises(NoBackup, match=why):
            copy_database(file, what, NOW, PROGRAM)
    assert other.read_text() == "[business]"


def test_what_fails_leaves_nothing_behind(file: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_database(file, target, NOW, PROGRAM)
    content = file.read_bytes()
    page = content.index(b"x" * 3000) // 4096 * 4096
    file.write_bytes(content[:page] + b"\xff" * 4096 + content[page + 4096 :])
    with pytest.raises(NoBackup, match="damaged and is not used"):
        copy_database(file, target, after(5), PROGRAM)
    assert (read_stamp(target).taken_at, sorted(one.name for one in target.parent.iterdir())) == (
        NOW,
        [target.name, sum_of(target).name],
    )


def bring_back(target: Path, file: Path, now: datetime = NOW) -> Path | None:
    with unpack_copy(target, backup.check(target, get_head()), file) as part:
        return put_in_place(part, file, now)


def mode(file: Path) -> int:
    return file.stat().st_mode & 0o777


async def test_what_was_there_is_kept(file: Path, target: Path) -> None:
    copy_database(file, target, NOW, PROGRAM)
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("DELETE FROM notes WHERE n >= 100")
    kept = bring_back(target, file)
    assert kept == file.with_name("parley.db.replaced-20260302T150000Z")
    assert (notes(file), notes(kept), mode(file)) == (2000, 100, 0o600)
    await check(f"sqlite:///{file}")
    assert bring_back(target, file) == file.with_name("parley.db.replaced-20260302T150000Z-2")
    assert {one.name for one in file.parent.iterdir() if "part" in one.name} == set()


def test_a_journal_of_the_old_one_is_never_played_into_the_new_one(file: Path, target: Path) -> None:
    """A process that died leaves its journal behind."""
    copy_database(file, target, NOW, PROGRAM)
    database = sqlite3.connect(file)
    with database:
        database.execute("DELETE FROM notes")
    journal = file.with_name("parley.db-wal")
    left = (file.read_bytes(), journal.read_bytes())
    database.close()
    file.write_bytes(left[0])
    journal.write_bytes(left[1])
    kept = bring_back(target, file)
    assert kept is not None
    assert (notes(file), notes(kept), journal.exists()) == (2000, 0, False)


def test_a_damaged_one_is_kept_with_its_journal(file: Path, target: Path) -> None:
    copy_database(file, target, NOW, PROGRAM)
    file.write_bytes(b"no database at all")
    journal = file.with_name("parley.db-wal")
    journal.write_bytes(b"frames")
    kept = bring_back(target, file)
    assert kept is not None
    assert (notes(file), kept.read_bytes(), journal.exists()) == (2000, b"no database at all", False)
    assert kept.with_name(f"{kept.name}-wal").read_bytes() == b"frames"


def test_where_nothing_is_it_is_simply_put(file: Path, target: Path) -> None:
    copy_database(file, target, NOW, PROGRAM)
    for one in file.parent.glob("parley.db*"):
        one.unlink()
    assert bring_back(target, file) is None
    assert notes(file) == 2000


async def test_one_that_is_read_stays(file: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_database(file, target, NOW, PROGRAM)
    monkeypatch.setattr(backup, "_BUSY", 0.0)
    with closing(sqlite3.connect(file)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM notes").fetchone()
        with pytest.raises(InUse, match="end it, then try again"):
            await asyncio.to_thread(bring_back, target, file)
    assert list(file.parent.glob("*.replaced-*")) == []


def _torn(target: Path) -> None:
    target.write_bytes(target.read_bytes()[:-5000])


def _renamed(target: Path) -> None:
    with closing(sqlite3.connect(target)) as copy, copy:
        copy.execute("UPDATE parley_backup SET program = 'another'")


def _alone_and_torn(target: Path) -> None:
    sum_of(target).unlink()
    _torn(target)


def _other(target: Path) -> None:
    with closing(sqlite3.connect(target)) as copy, copy:
        copy.execute("UPDATE parley_backup SET revision = '0000'")


def _plain(target: Path) -> None:
    with closing(sqlite3.connect(target)) as copy, copy:
        copy.execute("DROP TABLE parley_backup")


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        pytest.param(_torn, "damaged", id="torn"),
        pytest.param(_renamed, "was changed: its SHA-256.*: use another backup", id="sound, and another"),
        pytest.param(_alone_and_torn, "damaged", id="torn, without its sum"),
        pytest.param(_other, "install Parley 1.2.3, which took it", id="of another version"),
        pytest.param(_plain, "plain copy of a database.*--in-place", id="a plain copy"),
        pytest.param(lambda target: target.write_text("[shop]"), "no database, or a damaged one", id="something else"),
    ],
)
def test_what_cannot_be_brought_back(file: Path, target: Path, spoil: Callable[[Path], object], why: str) -> None:
    copy_database(file, target, NOW, PROGRAM)
    spoil(target)
    with pytest.raises(NoBackup, match=why):
        bring_back(target, file)
    assert notes(file) == 2000
    assert {one.name for one in file.parent.iterdir()} - {"backups"} <= {"parley.db", "parley.db-wal", "parley.db-shm"}
