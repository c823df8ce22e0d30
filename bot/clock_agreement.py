"""The agreement of all processes on one real time (storage/upkeep/process_clocks.py), so that leases mean the same to
all of them, whenever a machine's clock is set.

Each process counts by itself. A process suspended with its machine, or started with a wrong clock, would be behind: it
would wait for hours for leases of a minute, and would seem dead while it works.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from bot.clock import SystemClock
from storage.database.stores import Database
from storage.upkeep.process_clocks import agree, stay_due

log = structlog.get_logger()

BEAT = timedelta(seconds=5)  # how often each tells; less than a spool may be silent for
SET_BACK = timedelta(seconds=2)  # time servers move a clock by less without setting it


class Agreement:
    """This process's part in the agreement."""

    def __init__(self, store: Database, clock: SystemClock) -> None:
        self._store = store
        self._clock = clock
        self._told: datetime | None = None
        self._ahead = clock.now() - clock.get_real_time()  # how far the shop's time is before real time

    async def step(self) -> int:
        """Share the clock when due, and catch up with a process that is ahead. Return 0, as no work is left. Raises
        DatabaseAway."""
        now, elapsed = self._clock.now(), self._clock.get_real_time()
        before = elapsed + self._ahead
        if before - now > SET_BACK:
            log.warning("clock set back", seconds=(before - now).total_seconds())
            await self._store.write("", lambda unit: stay_due(unit, now, before))
        self._ahead = now - elapsed
        if self._told is None or elapsed - self._told >= BEAT:
            furthest = await self._store.write("", lambda unit: agree(unit, elapsed, now))
            self._catch_up(furthest)
            self._told = elapsed
        return 0

    def _catch_up(self, furthest: datetime) -> None:
        behind = self._clock.get_real_time()
        self._clock.catch_up(furthest)
        self._ahead -= self._clock.get_real_time() - behind
