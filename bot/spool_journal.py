"""The spool's lines: simultaneous writers share one fsync; each line is read once, in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

from bot.spool_files import SpoolFolder, SpoolSegment
from bot.thread_pools import SPOOL


class Full(Exception):
    """The spool is full; the sender must repeat the event."""


class Journal:
    """Lines waiting on disk. A file being read is never appended to, so that it can be removed as a whole."""

    def __init__(self, folder: Path) -> None:
        """Own the folder and take over what a dead process left in it. Raises SpoolInUse, OSError."""
        self._folder = SpoolFolder(folder)
        self._segments = self._folder.left
        self._last: SpoolSegment | None = None  # the one that is appended to
        self._queue: list[tuple[bytes, asyncio.Future[None]]] = []
        self._queued = 0  # bytes that are not on the disk yet
        self._task: asyncio.Task[None] | None = None
        self._writing = asyncio.Lock()
        self._closed = False

    @property
    def waiting(self) -> bool:
        """Return True if a file has not been read to its end."""
        return bool(self._segments) or self._queued > 0

    @property
    def size(self) -> int:
        """Return the number of waiting bytes."""
        return self._queued + sum(segment.size for segment in self._segments)

    async def append(self, line: bytes) -> None:
        """Append a line, and return once it is on disk. Raises Full."""
        if self._closed:  # the next process may own the folder already, and would not see what is added now
            raise Full("the service is stopping")
        done = asyncio.get_running_loop().create_future()
        self._queue.append((line, done))
        self._queued += len(line)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write(), name="spool-writer")
        await done

    async def lines(self) -> AsyncGenerator[tuple[SpoolSegment, list[bytes]], None]:
        """Yield the waiting lines, in order, about a megabyte at a time; the reader counts the ``done`` ones.

        A file is removed once its reader is past its end.
        """
        while True:
            async with self._writing:
                self._last = None  # what comes in from now on goes into another file
            if not self._segments:
                return
            segment = self._segments[0]
            while lines := await SPOOL.run(self._folder.read, segment):
                yield segment, lines
            await SPOOL.run(self._folder.remove, segment)
            self._segments.pop(0)

    async def set_aside(self, segment: SpoolSegment, line: bytes) -> Path:
        """Store an unusable line where somebody can check it. Raises OSError."""
        return await SPOOL.run(self._folder.set_aside, segment, line)

    async def close(self) -> None:
        """Finish writing and release the folder, with the waiting lines, to the next process."""
        if self._closed:
            return
        self._closed = True
        if self._task is not None:
            await self._task
        self._folder.release()

    async def _write(self) -> None:
        while self._queue:
            batch, self._queue = self._queue, []
            data = b"".join(line for line, _ in batch)
            error = await self._store(data)
            self._queued -= len(data)
            for _, done in batch:
                if not done.done():
                    done.set_exception(error) if error else done.set_result(None)

    async def _store(self, data: bytes) -> Exception | None:
        """Write bytes to disk; return an error, for all writers waiting for them, instead of raising it."""
        async with self._writing:
            try:
                segment = await SPOOL.run(self._folder.append, self._last, data)
            except Exception as error:  # no caller may wait for ever, for any error; even a log line could fail here
                self._last = None
                return Full(f"the disk did not accept it: {error}") if isinstance(error, OSError) else error
            if segment is not self._last:
                self._segments.append(segment)
                self._last = segment
            return None
