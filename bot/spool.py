"""The spool: inbound events wait on this machine's disk while the database is away, so that no answered event is lost.

It holds people's phone numbers and texts in files of mode 0600 that are removed once replayed (bot/spool_files.py). A
waiting event may be a STOP. So each spool reports in a database row whether events wait in it
(storage/events/spools.py): while some do, or while it cannot report, no marketing is sent. Events that can end no
message wait in a folder of their own and hold nothing back.
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

BESIDE = "beside"  # the folder in a spool's folder

MOST = 200  # records that are handed over together: nobody who comes meanwhile waits longer than for one such commit

# Stores the first of some records, one at least, and says how many; what it raises is about the very first.
Put = Callable[[Sequence[tuple[str, InboundEvent]]], Awaitable[int]]


class Spool:
    """Inbound events in order of arrival, from the first that the database could not take until all are stored."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        events: EventTypes,
        *,
        limit: int = LIMIT,
        host: str | None = None,
        holds: bool = True,
    ) -> None:
        """Own the folder and take over what a dead process left in it. Raises SpoolInUse, OSError.

        ``events`` are the types that a record may hold; ``limit`` is in bytes; ``host`` replaces this machine's name.
        Marketing waits for what it ``holds``; ``beside`` is the spool of what ends no message.
        """
        self._journal = Journal(folder)
        self._holds = holds
        self.beside: Spool = (
            Spool(folder / BESIDE, clock, events, limit=limit, host=host, holds=False) if holds else self
        )
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
        """Return the number of bytes that wait here."""
        return self._journal.size

    @property
    def known(self) -> bool:
        """Return True if other processes hold marketing for the events here, as our row says so or is too old
        to count."""
        return not self.waiting or self._told > 0 or self.cut_off > spools.FRESH

    @property
    def cut_off(self) -> timedelta:
        """Return the time since this spool last reported to the database."""
        return self._clock.get_real_time() - self._seen_at

    async def append(self, business: str, incoming: InboundEvent) -> None:
        """Append an event, and return once it is on disk; simultaneous calls share one fsync. Raises Full."""
        line = encode(business, incoming)
        try:
            self._make_sure(len(line))
            await self._journal.append(line)
        except Full as full:
            log.error("spool refuses", spool=self.id, reason=str(full))
            raise

    async def is_emptied(self) -> bool:
        """Return True if nothing waits, after the record in progress is stored.

        From then on new events may bypass the spool; otherwise one would always be waiting behind another.
        """
        await self._last_stretch_over.wait()
        return not self.waiting

    async def replay(self, put: Put) -> int:
        """Pass all records to ``put`` in order; return how many it stored. Storing one twice must be harmless.

        On DatabaseAway or another failure, the rest stays. A record that failed five times is set aside, like one of an
        unknown business, and the others go on.
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
        """Report in the database that this spool exists and how much waits in it. Call it every few seconds, first
        before any intake.

        It does not fail if the database is away: it measures that time, and after 15 minutes ``append`` refuses.
        """
        elapsed, size = self._clock.get_real_time(), self.size
        if await self._tell(store, lambda tx: spools.touch(tx, self.id, size, elapsed)):
            self._seen_at, self._told = elapsed, size

    async def leave(self, store: Database) -> None:
        """Remove the row of an empty spool after the last event and beat, so that nobody waits for its next one."""
        if self.waiting:
            await self.beat(store)
        else:
            await self._tell(store, lambda tx: spools.drop(tx, self.id))

    async def close(self) -> None:
        """Finish writing and release the folder, with the waiting records, to the next process."""
        if self._holds:
            await self.beside.close()  # first: the next process, which owns our folder, must get this one as well
        await self._journal.close()

    def _make_sure(self, size: int) -> None:
        """Raise Full if there is no room for ``size`` more bytes."""
        if self._holds and self.cut_off >= spools.STALE:
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
        """Yield how many were stored, batch by batch. Raises DatabaseAway if the rest must wait."""
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
        """Store the first lines of a batch; return how many are done with, and how many of those were stored rather
        than set aside.

        Raises DatabaseAway if the rest must wait.
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
        """Log the error's place without its text, which may quote the record."""
        kind, frame = type(error).__name__, traceback.extract_tb(error.__traceback__)[-1]
        log.error("replay failed", spool=self.id, error=kind, at=f"{frame.filename}:{frame.lineno}")
        segment.failures += 1
        if segment.failures < MOST_ATTEMPTS:
            raise DatabaseAway("a record could not be stored yet") from error
        await self._set_aside(segment, line, f"failed {segment.failures} times: {kind}")

    async def _set_aside(self, segment: SpoolSegment, line: bytes, reason: str) -> None:
        """Set an unusable record aside. Raises DatabaseAway if that fails, so that the record stays in its place."""
        try:
            aside = await self._journal.set_aside(segment, line)
        except OSError as error:
            raise DatabaseAway(f"an unusable record cannot be set aside either: {error}") from error
        log.error("record refused", spool=self.id, file=str(aside), reason=reason)


def _records(batch: list[bytes], events: EventTypes) -> list[tuple[str, InboundEvent]]:
    """Parse the first lines, up to an unreadable one. Raises Garbled if the very first is unreadable."""
    records: list[tuple[str, InboundEvent]] = []
    for line in batch:
        try:
            records.append(decode(line, events))
        except Garbled:
            if not records:
                raise
            break
    return records
