"""The spool: where news waits on this machine's disk while the database is away, so that nothing answered is lost.

It holds phones and texts of people in files of mode 0600 that are removed once replayed (bot/spool_files.py). What it
holds may be somebody's STOP, so it tells everybody, by a row in the database, whether anything waits here
(storage/events/spools.py): while it does, or while it cannot tell, marketing stays where it is.
"""

from __future__ import annotations

import asyncio
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path

import structlog

from bot.clock import Clock
from bot.spool_files import Garbled, SpoolSegment, decode, encode
from bot.spool_journal import Full, Journal
from handlers.engine.turn import UnknownBusiness
from handlers.people.inbound_event import InboundEvent
from storage.database.stores import Database, DatabaseAway, Work
from storage.events import spools
from storage.events.event_inbox import MOST_ATTEMPTS
from storage.sql.json_codec import EventTypes

__all__ = ["Full", "Spool"]

log = structlog.get_logger()

LIMIT = 256 * 1024 * 1024  # bytes: hours of an ordinary shop's news, and little beside a disk

MOST = 200  # records that are handed over together: nobody who comes meanwhile waits longer than for one such commit

# Stores the first of some records, one at least, and says how many; what it raises is about the very first.
Put = Callable[[Sequence[tuple[str, InboundEvent]]], Awaitable[int]]


class Spool:
    """News in order of arrival, from the first one that the database could not take until all of it is there."""

    def __init__(
        self, folder: Path, clock: Clock, events: EventTypes, *, limit: int = LIMIT, host: str | None = None
    ) -> None:
        """Own the folder and take over what a dead process left in it. Raises spool_files.SpoolInUse, OSError.

        ``events`` are those that a record may hold; ``limit`` is in bytes; ``host`` is this machine's name when its own
        is not to be taken.
        """
        self._journal = Journal(folder)
        self._clock = clock
        self._events = events
        self._limit = limit
        place = blake2b(str(folder.resolve()).encode(errors="surrogateescape"), digest_size=8).hexdigest()
        self.id = f"{host or socket.gethostname()}:{place}"
        self._replaying = asyncio.Lock()
        self._last_stretch_over = asyncio.Event()
        self._last_stretch_over.set()
        self._seen_at = clock.get_real_time()
        self._told = 0  # bytes, as our row in the database has them
        self._silent = False
        if self.waiting:
            log.warning("spool taken over", spool=self.id, size=self.size)

    @property
    def waiting(self) -> bool:
        """Return True while the spool has events to replay: then new events go through the spool, in order."""
        return self._journal.waiting

    @property
    def size(self) -> int:
        """Return bytes that wait here."""
        return self._journal.size

    @property
    def known(self) -> bool:
        """Return True if no other process sends marketing past what waits here: our row says so, or is too old to
        count."""
        return not self.waiting or self._told > 0 or self.cut_off > spools.FRESH

    @property
    def cut_off(self) -> timedelta:
        """Return how long ago the database heard of this spool."""
        return self._clock.get_real_time() - self._seen_at

    async def append(self, business: str, incoming: InboundEvent) -> None:
        """Append an event, and return once it is on the disk; simultaneous calls share one fsync. Raises Full."""
        line = encode(business, incoming)
        try:
            self._make_sure(len(line))
            await self._journal.append(line)
        except Full as full:
            log.error("spool refuses", spool=self.id, reason=str(full))
            raise

    async def is_emptied(self) -> bool:
        """Return True once nothing waits, after a record in progress is stored.

        Later arrivals may skip the spool: else one would always be waiting, and the next behind it.
        """
        await self._last_stretch_over.wait()
        return not self.waiting

    async def replay(self, put: Put) -> int:
        """Hand everything to ``put`` in order; how many records it stored. Doing one twice must be harmless.

        DatabaseAway ends it and keeps the rest, and so does any other failure, until the same record failed five times:
        then it is kept aside, like one of an unknown business, and the others go on.
        """
        stored = 0
        try:
            async with self._replaying, aclosing(self._journal.lines()) as chunks:
                async for segment, lines in chunks:
                    async for many in self._hand_over_all(put, segment, lines):
                        stored += many
        except DatabaseAway:
            pass
        finally:
            self._last_stretch_over.set()
        return stored

    async def beat(self, store: Database) -> None:
        """Say in the database that this spool is there and how much waits in it; to be called every few seconds.

        For the first time before anything is taken in. A database that is away is no error here: it is what this
        measures, and after 15 minutes of it ``append`` refuses.
        """
        elapsed, size = self._clock.get_real_time(), self.size
        if await self._tell(store, lambda tx: spools.touch(tx, self.id, size, elapsed)):
            self._seen_at, self._told = elapsed, size

    async def leave(self, store: Database) -> None:
        """Remove an empty spool after the last event and beat, so that nobody waits for its next."""
        if self.waiting:
            await self.beat(store)
        else:
            await self._tell(store, lambda tx: spools.drop(tx, self.id))

    async def close(self) -> None:
        """Finish writing and leave the folder, with what waits in it, to the next process."""
        await self._journal.close()

    def _make_sure(self, size: int) -> None:
        """Raise Full when so many bytes more may not be taken."""
        if self.cut_off >= spools.STALE:
            raise Full("cut off from the database for 15 minutes")
        if self.size + size > self._limit:
            raise Full(f"the spool is full, {self._limit} bytes")

    async def _tell(self, store: Database, work: Work[None]) -> bool:
        try:
            await store.write("", work)
        except DatabaseAway as away:
            if not self._silent:
                log.warning("spool cut off", spool=self.id, reason=str(away))
            self._silent = True
            return False
        self._silent = False
        return True

    async def _hand_over_all(self, put: Put, segment: SpoolSegment, lines: list[bytes]) -> AsyncIterator[int]:
        """Yield how many were stored, batch by batch. Raises DatabaseAway when the rest has to wait."""
        while lines:
            batch = lines[:MOST]
            if self.size - segment.done <= sum(map(len, batch)):
                self._last_stretch_over.clear()
            else:
                self._last_stretch_over.set()
            over, stored = await self._hand_over(put, segment, batch)
            segment.done += sum(map(len, lines[:over]))
            segment.failures = 0
            del lines[:over]
            yield stored

    async def _hand_over(self, put: Put, segment: SpoolSegment, batch: list[bytes]) -> tuple[int, int]:
        """Return how many of the first lines are dealt with, and how many of them were stored; the others are kept
        aside.

        Raises DatabaseAway when the rest has to wait.
        """
        try:
            stored = await put(_records(batch, self._events))
        except Garbled as garbled:
            if batch[0].endswith(b"\n"):
                await self._set_aside(segment, batch[0], f"no record: {garbled}")
            else:  # the machine stopped during the write, so nobody got a confirmation
                log.warning("torn record skipped", spool=self.id, file=segment.path.name, size=len(batch[0]))
        except UnknownBusiness as unknown:
            await self._set_aside(segment, batch[0], str(unknown))
        except DatabaseAway:
            raise
        except Exception as error:  # a mistake of ours: tried again with the next replay, and never in the way for ever
            await self._log_failure(segment, batch[0], error)
        else:
            return stored, stored
        return 1, 0

    async def _log_failure(self, segment: SpoolSegment, line: bytes, error: Exception) -> None:
        """Log the error's place and not its text, which may quote the record."""
        kind, frame = type(error).__name__, traceback.extract_tb(error.__traceback__)[-1]
        log.error("replay failed", spool=self.id, error=kind, at=f"{frame.filename}:{frame.lineno}")
        segment.failures += 1
        if segment.failures < MOST_ATTEMPTS:
            raise DatabaseAway("a record could not be stored yet") from error
        await self._set_aside(segment, line, f"failed {segment.failures} times: {kind}")

    async def _set_aside(self, segment: SpoolSegment, line: bytes, reason: str) -> None:
        """Raise DatabaseAway when the record cannot be kept aside, so that it stays in its place."""
        try:
            aside = await self._journal.set_aside(segment, line)
        except OSError as error:
            raise DatabaseAway(f"an unusable record cannot be set aside either: {error}") from error
        log.error("record refused", spool=self.id, file=str(aside), reason=reason)


def _records(batch: list[bytes], events: EventTypes) -> list[tuple[str, InboundEvent]]:
    """Return the events of the first lines, up to an unreadable one. Raises Garbled if that is the first."""
    records: list[tuple[str, InboundEvent]] = []
    for line in batch:
        try:
            records.append(decode(line, events))
        except Garbled:
            if not records:
                raise
            break
    return records
