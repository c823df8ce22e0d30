"""The storage of photos: a folder of this host, or an S3-compatible bucket that all hosts share."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol, TypeVar
from uuid import uuid4

T = TypeVar("T")

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}/[0-9a-f]{32}\.jpg")


class MediaUnavailable(Exception):
    """A photo cannot be stored, read or removed now; a retry may work. The text says why, without secrets."""


class PhotoHome(Protocol):
    """A store of bytes under names such as ``tiger/0195….jpg``. Every method may be repeated. Raises
    MediaUnavailable."""

    async def put(self, name: str, body: bytes) -> None:
        """Store these bytes, replacing those of the same name."""

    async def get(self, name: str) -> bytes | None:
        """Return the bytes; None if there is no such name."""

    async def remove(self, name: str) -> None:
        """Remove the file of that name, if there is one."""

    async def close(self) -> None:
        """Close the connections."""


class PhotoFolder:
    """A folder that only this user of the machine can open, with a subfolder for each business."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def put(self, name: str, body: bytes) -> None:
        """Write a temporary file and rename it, so that no reader finds half a file."""
        await self._work(lambda: _write(self._path(name), body))

    async def get(self, name: str) -> bytes | None:
        """Return the file's content."""
        return await self._work(lambda: _read(self._path(name)))

    async def remove(self, name: str) -> None:
        """Delete the file, if it exists."""
        await self._work(lambda: self._path(name).unlink(missing_ok=True))

    async def close(self) -> None:
        """Do nothing: no file is open."""

    def _path(self, name: str) -> Path:
        return self._root / check_name(name)

    @staticmethod
    async def _work(work: Callable[[], T]) -> T:
        """Run ``work`` in a thread, as a disk may be slow."""
        try:
            return await asyncio.to_thread(work)
        except OSError as error:
            raise MediaUnavailable(f"the folder of photos: {error.strerror or type(error).__name__}") from None


def check_name(name: str) -> str:
    """Return the name if it is valid. Raises ValueError for one that could leave the folder."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"no photo is called {name[:60]!r}")
    return name


def _write(path: Path, body: bytes) -> None:
    path.parent.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    beside = path.with_name(f".{uuid4().hex}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
