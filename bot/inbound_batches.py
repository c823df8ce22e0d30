"""The writer of inbound events: each commit stores all that arrived during the one before it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import structlog

from handlers.people.inbound_event import IntakeResult
from storage.database.stores import DatabaseAway

T = TypeVar("T")
log = structlog.get_logger()

QUIET = 8  # rounds of the loop: from its socket to our door a request takes four, and so does one that is behind it
MOST = 200  # arrivals of one commit: nobody waits longer for the others than for the disk


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[T]):
    """An inbound event, and the future that its caller awaits."""

    event: T
    taken: asyncio.Future[IntakeResult | None]


class InboundBatches(Generic[T]):
    """Inbound events that are stored together. It never waits for more to come, only for its last commit."""

    def __init__(
        self,
        take: Callable[[Sequence[T]], Awaitable[list[IntakeResult | None]]],
        tell: Callable[[T, IntakeResult], None],
    ) -> None:
        """``take`` is ``Lane.take_incoming``; ``tell`` is called for each event that is committed here."""
        self._take = take
        self._tell = tell
        self._waiting: deque[_Waiting[T]] = deque()
        self._writer: asyncio.Task[None] | None = None

    async def put(self, event: T) -> IntakeResult | None:
        """Return the event's result after the commit; None if it must be taken in alone. Raises DatabaseAway."""
        waiting = _Waiting(event, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write(), name="arrivals")
        return await waiting.taken

    async def _write(self) -> None:
        while self._waiting:
            await self._let_in()
            together = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
            try:
                outcomes = await self._keep([one.event for one in together])
            except Exception as error:  # told to all who wait: what a database refuses has been dealt with
                for one in together:
                    if not one.taken.done():
                        one.taken.set_exception(error)
                continue
            for one, outcome in zip(together, outcomes, strict=True):
                if not one.taken.done():
                    one.taken.set_result(outcome)
            self._tell_of([one.event for one in together], outcomes)

    def _tell_of(self, events: list[T], outcomes: list[IntakeResult | None]) -> None:
        """Log all results together (see bot/batcher.py), before the first caller wakes up."""
        try:
            for event, taken in zip(events, outcomes, strict=True):
                if taken is not None:
                    self._tell(event, taken)
        except Exception as error:  # they are kept, and those behind them wait for this writer
            log.error("kept and not told", many=len(events), exc_info=error)

    async def _let_in(self) -> None:
        """Let in requests that have already arrived: yield to the event loop until no more come, without sleeping.

        A commit costs as much for one as for many. If requests were read more slowly than committed, each commit would
        have only a few.
        """
        before, quiet = len(self._waiting), 0
        while quiet < QUIET and before < MOST:
            await asyncio.sleep(0)
            quiet = quiet + 1 if len(self._waiting) == before else 0
            before = len(self._waiting)

    async def _keep(self, together: list[T]) -> list[IntakeResult | None]:
        """Store all together; if one fails, store each alone, so that the others are not refused."""
        try:
            return await self._take(together)
        except DatabaseAway:
            raise
        except Exception as error:
            log.error("arrivals failed", many=len(together), exc_info=error)
            return [None] * len(together)
