"""What arrives together is committed together: one writer takes whatever came while its last commit was under way."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import structlog

from storage.arrivals import Heard, keep
from storage.inbox import Arrival
from storage.store import Away, Store

log = structlog.get_logger()

QUIET = 8  # rounds of the loop: from its socket to our door a request takes four, and so does one that is behind it
MOST = 200  # arrivals of one commit: nobody waits longer for the others than for the disk


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An arrival, and where its caller waits for what becomes of it."""

    heard: Heard
    kept: asyncio.Future[bool | None]


class Arrivals:
    """The way of everything ordinary into the store. It never waits for more to come: only for its last commit."""

    def __init__(self, store: Store, tell: Callable[[Arrival, UUID, bool], None]) -> None:
        """``tell`` is called for each that is committed here: the arrival, its id, whether it was here before."""
        self._store = store
        self._tell = tell
        self._waiting: deque[_Waiting] = deque()
        self._writer: asyncio.Task[None] | None = None

    async def put(self, heard: Heard) -> bool | None:
        """Return when it is committed: whether it was new, or None where it needs a turn of its own. Raises Away."""
        waiting = _Waiting(heard, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write(), name="arrivals")
        return await waiting.kept

    async def _write(self) -> None:
        while self._waiting:
            await self._let_in()
            together = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
            try:
                outcomes = await self._keep([one.heard for one in together])
            except Exception as error:  # told to all who wait: what a database refuses has been dealt with
                for one in together:
                    if not one.kept.done():
                        one.kept.set_exception(error)
                continue
            for one, outcome in zip(together, outcomes, strict=True):
                if not one.kept.done():
                    one.kept.set_result(outcome)
            self._tell_of([one.heard.arrival for one in together], outcomes)

    def _tell_of(self, arrivals: list[Arrival], outcomes: list[bool | None]) -> None:
        """All in a row (see bot/rounds.py), and before any of them is answered: whoever waits goes on after this."""
        try:
            for arrival, new in zip(arrivals, outcomes, strict=True):
                if new is not None:
                    self._tell(arrival, arrival.id, not new)
        except Exception as error:  # they are kept, and those behind them wait for this writer
            log.error("kept and not told", many=len(arrivals), exc_info=error)

    async def _let_in(self) -> None:
        """Whoever is at the door already comes along: the loop goes round until nobody new was there, and never waits.

        A commit costs as much for one as for many, and while requests are read slower than it is done, it would be
        for a few only.
        """
        before, quiet = len(self._waiting), 0
        while quiet < QUIET and before < MOST:
            await asyncio.sleep(0)
            quiet = quiet + 1 if len(self._waiting) == before else 0
            before = len(self._waiting)

    async def _keep(self, together: list[Heard]) -> list[bool | None]:
        """What one of them makes impossible is no reason to refuse the others: each takes a turn of its own then."""
        try:
            return await self._store.write("", lambda unit: keep(unit, together), ahead=True)
        except Away:
            raise
        except Exception as error:
            log.error("arrivals failed", many=len(together), exc_info=error)
            return [None] * len(together)
