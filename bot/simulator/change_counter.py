"""A counter of changes, so that every listening page notices all of them, at any rate."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bot.clock import Clock

GATHER = 0.1  # seconds that merge changes into one
NET = 2.0  # seconds: what rang no bell (another process's work, a pause) is seen within this


class Changes:
    """A counter that follows the clock and a bell that others clear. Listeners compare counts, so they miss nothing."""

    def __init__(self, bell: asyncio.Event, clock: Clock) -> None:
        self.count = 0
        self.over = False
        self._bell = bell
        self._clock = clock
        self._more = asyncio.Event()

    @asynccontextmanager
    async def follow(self) -> AsyncIterator[None]:
        """Count changes until the block ends."""
        task = asyncio.create_task(self._follow(), name="page-changes")
        try:
            yield
        finally:
            self.over = True  # wait_for may swallow a cancellation (github.com/python/cpython/issues/86296)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def wait_after(self, seen: int) -> int:
        """Return the count as soon as it differs from ``seen``, or after a while; at once after ``end``."""
        with suppress(TimeoutError):
            while self.count == seen and not self.over:
                await asyncio.wait_for(self._more.wait(), NET)
        return self.count

    def end(self) -> None:
        """Release all listeners."""
        self.over = True
        self._announce()

    async def _follow(self) -> None:
        shown = self._clock.now()
        while not self.over:
            rang = await self._has_rung()
            if not rang and self._clock.now() == shown:
                continue
            shown = self._clock.now()
            self._announce()
            # The bell may ring and be cleared while we gather, so what came meanwhile is announced unseen.
            await asyncio.sleep(GATHER)
            self._announce()

    async def _has_rung(self) -> bool:
        """Return True if the bell rang before the next look at the clock was due."""
        try:
            return await asyncio.wait_for(self._bell.wait(), GATHER)
        except TimeoutError:
            return False

    def _announce(self) -> None:
        self.count += 1
        self._more.set()
        self._more = asyncio.Event()
