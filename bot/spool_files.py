"""The spool's files: one record per line, on disk before it is confirmed, and owned by one process at a time.

A folder holds numbered files (``00000007.spool``), unusable records next to their file (``00000007.spool.refused``),
and ``lock`` with its owner's process id. They hold people's phone numbers and texts, so only the owner can read the
folder (0700) and the files (0600). A file is removed as soon as all of it is in the database. A ``.refused`` file stays
until somebody has checked it, so an erasure must search it too.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from handlers.people.inbound_event import InboundEvent
from storage.sql import json_codec
from storage.sql.json_codec import EventTypes

_AT_ONCE = 1 << 20  # bytes that are read in one go
_NUMBERED = "[0-9]" * 8
_LOCK = "lock"
_LONGEST_ID = 20  # digits of a process's id


class SpoolInUse(RuntimeError):
    """Another running process owns the folder; the message names it, and says what to do."""

    def __init__(self, folder: Path, pid: str) -> None:
        super().__init__(
            f"Parley is already running here: process {pid or 'of another user'} holds {folder.absolute()}; "
            "stop it first, or use another database (PARLEY_DATABASE_URL)"
        )


class Garbled(ValueError):
    """An invalid line, or one with an event type that this release does not know."""


@dataclass(slots=True)
class SpoolSegment:
    """One file: ``size`` bytes of it are safe on disk, ``done`` bytes need not be read again."""

    path: Path
    size: int
    done: int = 0
    failures: int = 0  # of the record that comes next


class SpoolFolder:
    """The files of one spool. Its methods block, so they run in threads, and only one thread writes at a time."""

    def __init__(self, path: Path) -> None:
        """Own the folder and find the files of a dead process. Raises SpoolInUse, OSError."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = path
        self._lock = _lock(path, fcntl.LOCK_EX)
        _sign(self._lock)
        found = sorted(path.glob(f"{_NUMBERED}.spool"))
        self.left = [SpoolSegment(file, file.stat().st_size) for file in found]
        self._number = max((int(file.name[:8]) for file in path.glob(f"{_NUMBERED}.spool*")), default=0)

    def append(self, segment: SpoolSegment | None, data: bytes) -> SpoolSegment:
        """Write to a segment, or to a new one, and return once it is on disk. Raises OSError; then nothing was
        written."""
        written = segment or self._create()
        try:
            _write(written.path, data)
        except OSError:
            _undo(written)
            raise
        written.size += len(data)
        return written

    def read(self, segment: SpoolSegment) -> list[bytes]:
        """Return the next lines that are not done; empty at the end, or if somebody deleted the file."""
        try:
            with segment.path.open("rb") as file:
                file.seek(segment.done)
                return file.readlines(_AT_ONCE)
        except FileNotFoundError:
            return []

    def set_aside(self, segment: SpoolSegment, line: bytes) -> Path:
        """Store an unusable line in the ``.refused`` file, where somebody can check it. Raises OSError."""
        aside = segment.path.with_name(f"{segment.path.name}.refused")
        _write(aside, line)
        return aside

    def remove(self, segment: SpoolSegment) -> None:
        """Remove a finished file. After a crash before this, it is only read a second time."""
        segment.path.unlink(missing_ok=True)

    def release(self) -> None:
        """Release the folder and its files to the next process."""
        os.close(self._lock)

    def _create(self) -> SpoolSegment:
        self._number += 1
        path = self.path / f"{self._number:08}.spool"
        # Made exclusively: should a file system not honour the lock, two processes still never share a file.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        _sync_folder(self.path)
        return SpoolSegment(path, 0)


def encode(business: str, incoming: InboundEvent) -> bytes:
    """Return an event as one line."""
    record = {
        "business": business,
        "source": incoming.source,
        "external_id": incoming.external_id,
        "type": None if incoming.event is None else incoming.event.TYPE,
        "event": None if incoming.event is None else json_codec.dump(incoming.event),
        "raw": None if incoming.raw is None else base64.b64encode(incoming.raw).decode(),
        "reason": incoming.reason,
        "heard_at": None if incoming.heard_at is None else incoming.heard_at.isoformat(),
    }
    return json.dumps(record).encode() + b"\n"


def decode(line: bytes, events: EventTypes) -> tuple[str, InboundEvent]:
    """Return the business and the event of a line. Raises Garbled."""
    try:
        record: dict[str, Any] = json.loads(line)
        event = None if record["type"] is None else events.load(record["type"], record["event"])
        raw = None if record["raw"] is None else base64.b64decode(record["raw"], validate=True)
        told = record.get("heard_at")  # a release before wrote none
        heard_at = None if told is None else datetime.fromisoformat(told)
        incoming = InboundEvent(
            record["source"], record["external_id"], event, raw, record["reason"], heard_at, kept=True
        )
        return record["business"], incoming
    except (ValueError, LookupError, TypeError) as error:  # those of json, base64 and pydantic are ValueErrors
        raise Garbled(type(error).__name__) from error  # what the error says could hold a person's words


def make_sure_free(folder: Path) -> None:
    """Check that no running process owns the folder, without owning or creating it. Raises SpoolInUse."""
    if (folder / _LOCK).exists():
        os.close(_lock(folder, fcntl.LOCK_SH))


def _lock(folder: Path, kind: int) -> int:
    """Acquire a lock that the system releases when this process ends in any way."""
    descriptor = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        signed = os.pread(descriptor, _LONGEST_ID, 0).decode("ascii", "replace").strip()
        os.close(descriptor)
        raise SpoolInUse(folder, signed) from None
    return descriptor


def _sign(lock: int) -> None:
    """Write our process id into the lock, for the next process."""
    os.ftruncate(lock, 0)
    os.pwrite(lock, str(os.getpid()).encode(), 0)


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _undo(segment: SpoolSegment) -> None:
    """Remove the remains of a failed write, so that the next line begins on its own."""
    if segment.size:
        os.truncate(segment.path, segment.size)
    else:
        segment.path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
