"""The spool: where news waits on this machine's disk while the database is away, so that nothing answered is lost.

It holds phones and texts of people in files of mode 0600 that are removed once replayed (bot/spool_files.py). What it
holds may be somebody's STOP, so it tells everybody, by a row in the database, whether anything waits here
(storage/spools.py): while it does, or while it cannot tell, marketing stays where it is.
"""

from __future__ import annotations

import asyncio
import socket
import traceback
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from hashlib import blake2b
from pathlib import Path

import structlog

from bot.clock import Clock
from bot.spool_files import Folder, Garbled, Segment, decode, encode
from handlers.intake import News
from handlers.turn import UnknownBusiness
from storage import spools
from storage.inbox import MOST_ATTEMPTS
from storage.store import Away, Store, Work

log = structlog.get_logger()

LIMIT = 256 * 1024 * 1024  # bytes: hours of an ordinary shop's news, and little beside a disk

Put = Callable[[str, News], Awaitable[None]]


class Full(Exception):
    """The spool can take no more; whoever brought the news is to bring it again."""


class Spool:
    """News in order of arrival, from the first one that the database could not take until all of it is there."""

    def __init__(self, folder: Path, clock: Clock, *, limit: int = LIMIT, host: str | None = None) -> None:
        """Own the folder and take over what a dead process left in it. Raises spool_files.Occupied, OSError."""
        self._folder = Folder(folder)
        self._clock = clock
        self._limit = limit
        place = f"{folder.resolve()}".encode(errors="surrogateescape")
        self.id = f"{host or socket.gethostname()}:{blake2b(place, digest_size=8).hexdigest()}"
        self._segments = self._folder.left
        self._last: Segment | None = None  # the one that is appended to; a file that is being replayed never is
        self._queue: list[tuple[bytes, asyncio.Future[None]]] = []
        self._queued = 0  # bytes that are not on the disk yet
        self._task: asyncio.Task[None] | None = None
        self._writing = asyncio.Lock()
        self._replaying = asyncio.Lock()
        self._seen_at = clock.elapsed()
        self._silent = False
        self._closed = False
        if self._segments:
            log.warning("spool taken over", spool=self.id, files=len(self._segments), size=self.size)

    @property
    def waiting(self) -> bool:
        """Whether anything is not yet replayed: then all that comes in goes through here, so that order is kept."""
        return bool(self._segments) or self._queued > 0

    @property
    def size(self) -> int:
        """Bytes that wait here."""
        return self._queued + sum(segment.size for segment in self._segments)

    async def append(self, business: str, news: News) -> None:
        """Return when it is on the disk; those who call together share one fsync. Raises Full."""
        line = encode(business, news)
        if (reason := self._refusal(len(line))) is not None:
            raise Full(reason)
        done = asyncio.get_running_loop().create_future()
        self._queue.append((line, done))
        self._queued += len(line)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write(), name="spool-writer")
        await done

    async def replay(self, put: Put) -> int:
        """Hand everything to ``put`` in order; how many records it stored. Doing one twice must be harmless.

        Away ends it and keeps the rest, and so does any other failure, until the same record failed five times: then
        it is kept aside, like one of an unknown business, and the others go on.
        """
        stored = 0
        async with self._replaying, aclosing(self._lines()) as lines:
            async for segment, line in lines:
                try:
                    stored += await self._hand_over(put, segment, line)
                except Away:
                    break
                segment.done += len(line)
                segment.failures = 0
        return stored

    async def beat(self, store: Store) -> None:
        """Say in the database that this spool is there and how much waits in it; to be called every few seconds.

        For the first time before anything is taken in. A database that is away is no error here: it is what this
        measures, and after 15 minutes of it ``append`` refuses.
        """
        elapsed = self._clock.elapsed()
        if await self._tell(store, lambda tx: spools.touch(tx, self.id, self.size, elapsed)):
            self._seen_at = elapsed

    async def leave(self, store: Store) -> None:
        """After the last news and before ``close``: an empty spool is forgotten, so that nobody waits for its beat."""
        if self.waiting:
            await self.beat(store)
        else:
            await self._tell(store, lambda tx: spools.drop(tx, self.id))

    async def close(self) -> None:
        """Finish writing and leave the folder, with what waits in it, to the next process."""
        self._closed = True
        if self._task is not None:
            await self._task
        self._folder.release()

    def _refusal(self, size: int) -> str | None:
        if self._closed:  # the next process may own the folder already, and would not see what is added now
            return "the service is stopping"
        if self._clock.elapsed() - self._seen_at >= spools.STALE:
            return "cut off from the database for 15 minutes"
        if self.size + size > self._limit:
            return f"the spool holds all that it may, {self._limit} bytes"
        return None

    async def _tell(self, store: Store, work: Work[None]) -> bool:
        try:
            await store.write("", work)
        except Away as away:
            if not self._silent:
                log.warning("spool cut off", spool=self.id, reason=str(away))
            self._silent = True
            return False
        self._silent = False
        return True

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
        """Put bytes on the disk; what went wrong is returned, for all who wait for it."""
        async with self._writing:
            try:
                segment = await asyncio.to_thread(self._folder.append, self._last, data)
            except Exception as error:  # whatever it was, nobody may wait for ever
                log.error("spool not written", spool=self.id, reason=f"{type(error).__name__}: {error}")
                self._last = None
                return Full(f"the disk does not take it: {error}") if isinstance(error, OSError) else error
            if segment is not self._last:
                self._segments.append(segment)
                self._last = segment
            return None

    async def _lines(self) -> AsyncGenerator[tuple[Segment, bytes], None]:
        """What waits, in order; a file is removed when the reader comes back after its last line."""
        while True:
            async with self._writing:
                self._last = None  # what comes in from now on goes into another file
            if not self._segments:
                return
            segment = self._segments[0]
            while lines := await asyncio.to_thread(self._folder.read, segment):
                for line in lines:
                    yield segment, line
            await asyncio.to_thread(self._folder.remove, segment)
            self._segments.pop(0)

    async def _hand_over(self, put: Put, segment: Segment, line: bytes) -> bool:
        """Whether it was stored; what never can be is kept aside. Raises Away when the rest has to wait."""
        try:
            await put(*decode(line))
        except Garbled as garbled:
            if line.endswith(b"\n"):
                await self._set_aside(segment, line, f"no record: {garbled}")
            else:  # the machine stopped while writing it, so nobody was told that it is safe
                log.warning("torn record skipped", spool=self.id, file=segment.path.name, size=len(line))
            return False
        except UnknownBusiness as unknown:
            await self._set_aside(segment, line, str(unknown))
            return False
        except Away:
            raise
        except Exception as error:  # a mistake of ours: tried again with the next replay, and never in the way for ever
            segment.failures += 1
            log.error(
                "replay failed", spool=self.id, file=segment.path.name, error=type(error).__name__, at=_place(error)
            )
            if segment.failures < MOST_ATTEMPTS:
                raise Away("a record could not be stored yet") from error
            await self._set_aside(segment, line, f"failed {segment.failures} times: {type(error).__name__}")
            return False
        return True

    async def _set_aside(self, segment: Segment, line: bytes, reason: str) -> None:
        """Raises Away when it cannot be kept, so that it stays where it is."""
        try:
            aside = await asyncio.to_thread(self._folder.set_aside, segment, line)
        except OSError as error:
            raise Away(f"what cannot be used cannot be kept aside either: {error}") from error
        log.error("record refused", spool=self.id, file=str(aside), reason=reason)


def _place(error: Exception) -> str:
    """Where it was raised. What it says is not logged: it may quote the record."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{frame.filename}:{frame.lineno}"
