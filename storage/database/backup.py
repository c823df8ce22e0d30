"""Backup and restore of a SQLite database in use (https://www.sqlite.org/backup.html).

A copy carries a stamp, and its version says that it is a copy. So no program of ours serves it unchanged: its queued
messages may have left since. ``unpack`` removes the stamp; ``storage/upkeep/restored_database.py`` then makes sure that
nothing leaves twice.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

STEP = 256  # pages of 4 KiB copied at a time
BREATH = 0.001  # seconds between two steps: the disk is the service's too
_BUSY = 5.0  # seconds to wait for a locked file
_MAPPED = 1 << 31  # bytes
BACKUP = "backup-"  # before the version of a copy
_MAGIC = b"SQLite format 3\0"  # https://www.sqlite.org/fileformat.html#magic_header_string


class NoBackup(Exception):
    """The file is no usable backup; the message says why and what to do."""


class InUse(Exception):
    """Another program has the database open; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The stamp of a copy: when it was taken, the version of the tables, and the program."""

    taken_at: datetime
    revision: str
    program: str


def copy_database(file: Path, target: Path, taken_at: datetime, program: str) -> tuple[Stamp, int]:
    """Copy a database that may be in use to ``target``, readable by its owner only. Return the stamp and the bytes.

    The copy has a temporary name until it is complete and checked; its SHA-256 is noted next to it. Writers continue:
    the copy reads one snapshot, and in WAL mode readers block nobody. Raises NoBackup for a target without a folder or
    with other content, sqlite3.Error, OSError.
    """
    if not target.parent.is_dir():
        raise NoBackup(f"the folder {target.parent} does not exist; create it, or fix the path")
    _make_sure_replaceable(file, target)
    with make_file(target.parent, target.name) as part:
        _copy(file, part)
        stamp = _put_stamp(part, taken_at, program)
        _make_sure_sound(part, "try again; if it happens again, the database is damaged: restore an older backup")
        size = part.stat().st_size
        digest = _sha256(part)
        sum_of(target).unlink(missing_ok=True)  # in between there is none, rather than another's
        put(part, target)
    _note_sum(target, digest)
    return stamp, size


def set_aside(file: Path, kept: Path) -> None:
    """Copy a database that may be in use, readable by the same people; the copy gets its name when complete.

    Raises NoBackup, sqlite3.Error, OSError; then there is none.
    """
    with make_file(kept.parent, kept.name) as part:
        _copy(file, part)
        _make_sure_sound(part, "bring back a backup")
        shutil.copymode(file, part)
        put(part, kept)


def sum_of(copy: Path) -> Path:
    """Return the file next to a copy that holds its SHA-256, in the form of ``sha256sum``."""
    return copy.with_name(f"{copy.name}.sha256")


def read_stamp(file: Path) -> Stamp:
    """Return the stamp of a copy. Raises NoBackup for another file."""
    try:
        with closing(_open(file)) as copy:
            row = copy.execute("SELECT taken_at, revision, program FROM parley_backup").fetchone()
    except sqlite3.DatabaseError as error:
        plain = isinstance(error, sqlite3.OperationalError) and "no such table" in str(error)
        why = "a plain copy of a database" if plain else "no database, or a damaged one"
        raise NoBackup(
            f"{file} was not made by parley backup: it is {why}. Stop Parley, put a plain copy in place by hand, "
            "then run parley restore --in-place before you start it again"
        ) from error
    return Stamp(datetime.fromtimestamp(row[0], UTC), row[1], row[2])


def check(copy: Path, revision: str | None) -> Stamp:
    """Check that a copy can be restored, and return its stamp; nothing is written.

    Raises NoBackup for one that is damaged or changed, or of another version than ``revision``.
    """
    stamp = read_stamp(copy)
    if stamp.revision != revision:
        raise NoBackup(
            f"{copy} is of version {stamp.revision}, this program works with {revision}: install Parley "
            f"{stamp.program}, which took it, bring it back with that, then update Parley"
        )
    _make_sure_same(copy)
    _make_sure_sound(copy, "use another backup")
    return stamp


@contextmanager
def unpack_copy(copy: Path, stamp: Stamp, file: Path) -> Iterator[Path]:
    """Yield a database next to ``file``, made from a copy and ready to be put in place; remove it afterwards if unused.

    ``stamp`` is the one that ``check`` found on the copy.
    """
    with make_file(file.parent, file.name) as part:
        _copy(copy, part)
        with closing(_open(part)) as database, database:
            database.execute("DROP TABLE parley_backup")
            database.execute("UPDATE alembic_version SET version_num = ?", (stamp.revision,))
        yield part


def put_in_place(part: Path, file: Path, now: datetime) -> Path | None:
    """Replace ``file`` by ``part`` atomically. Return where the old file is kept, if there was one.

    Raises InUse before any change.
    """
    kept = _keep(file, now) if file.exists() else None
    put(part, file)
    return kept


def _make_sure_replaceable(file: Path, target: Path) -> None:
    if not target.exists():
        return
    if target.samefile(file):
        raise NoBackup(f"{target} is the database itself: name another file")
    try:
        read_stamp(target)
    except NoBackup:
        raise NoBackup(f"{target} is not a backup and was not changed: name another file") from None


def _copy(source: Path, target: Path) -> None:
    """Copy in small steps, from one snapshot: without the read that pins it, each write would restart the copy."""
    with closing(_open(source)) as live, closing(_open(target)) as copy:
        live.execute("BEGIN")
        live.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        live.backup(copy, pages=STEP, progress=lambda _status, _left, _total: time.sleep(BREATH), sleep=BREATH)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file without companions


def _put_stamp(copy: Path, taken_at: datetime, program: str) -> Stamp:
    with closing(_open(copy)) as database, database:
        (revision,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
        database.execute("CREATE TABLE parley_backup (taken_at REAL, revision TEXT, program TEXT)")
        values = (taken_at.timestamp(), revision, program)
        database.execute("INSERT INTO parley_backup VALUES (?, ?, ?)", values)
        database.execute("UPDATE alembic_version SET version_num = ?", (f"{BACKUP}{revision}",))
    return Stamp(taken_at, revision, program)


def _note_sum(copy: Path, digest: str) -> None:
    with make_file(copy.parent, sum_of(copy).name) as part:
        part.write_text(f"{digest}  {copy.name}\n", encoding="utf-8")
        put(part, sum_of(copy))


def _make_sure_same(copy: Path) -> None:
    """Raise NoBackup if the SHA-256 next to a copy is another's; a copy without one is accepted."""
    noted = sum_of(copy)
    if not noted.exists():
        return
    if noted.read_text(encoding="utf-8", errors="replace").split()[:1] != [_sha256(copy)]:
        raise NoBackup(f"{copy} was changed: its SHA-256 differs from {noted}: use another backup")


def _sha256(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _make_sure_sound(file: Path, mend: str) -> None:
    """Raise NoBackup for a damaged file, with ``mend`` as the advice.
    https://www.sqlite.org/pragma.html#pragma_integrity_check
    """
    try:
        with closing(_open(file)) as copy:
            copy.execute(f"PRAGMA mmap_size={_MAPPED}")  # look-ups jump around: twice as quick as by reading
            told = [row[0] for row in copy.execute("PRAGMA integrity_check(3)")]
    except sqlite3.DatabaseError as error:
        told = [str(error)]
    if told != ["ok"]:
        raise NoBackup(f"{file} is damaged and is not used ({'; '.join(told)}): {mend}")


def _keep(file: Path, now: datetime) -> Path:
    """Give the database a second name, with the rows of its journal, or with the journal itself if damaged."""
    try:
        with closing(_open(file)) as old:
            old.execute("PRAGMA journal_mode=DELETE")  # merges the journal; refused while somebody reads
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise InUse(f"another program has {file} open: end it, then try again") from error
    except sqlite3.DatabaseError:
        pass  # damaged, perhaps the reason for the restore; kept as it is
    kept = _free_name(file, now)
    for ending in ("-wal", "-shm"):
        with suppress(FileNotFoundError):  # SQLite would play a left journal into the other database
            file.with_name(f"{file.name}{ending}").rename(kept.with_name(f"{kept.name}{ending}"))
    try:
        os.link(file, kept)
    except OSError:  # a file system without links: the database is missing for a moment
        file.rename(kept)
    return kept


def _free_name(file: Path, now: datetime) -> Path:
    name = f"{file.name}.replaced-{now:%Y%m%dT%H%M%SZ}"
    taken = {one.name for one in file.parent.glob(f"{file.name}.replaced-*")}
    names = (name if number == 1 else f"{name}-{number}" for number in range(1, len(taken) + 2))
    return file.with_name(next(one for one in names if one not in taken))


@contextmanager
def make_file(folder: Path, name: str) -> Iterator[Path]:
    """Yield an empty file with a unique name, readable by its owner only; remove any remainder afterwards."""
    made = Path(tempfile.mkdtemp(prefix=f".{name}.", suffix=".part", dir=folder))
    try:
        part = made / name
        part.touch(mode=0o600)
        yield part
    finally:
        shutil.rmtree(made, ignore_errors=True)


def put(part: Path, target: Path) -> None:
    """Write to the disk first, then rename: readers see the old or the new file, complete."""
    for path in (part, part.parent):
        _sync(path)
    part.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _open(file: Path) -> sqlite3.Connection:
    """Open an existing file; create none."""
    with file.open("rb") as handle:
        if handle.read(len(_MAGIC)) not in {b"", _MAGIC}:
            raise sqlite3.DatabaseError("file is not a database")
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=_BUSY)
