"""The tick: it finds work without a bell, so no change of the machine's clock may delay it.

APScheduler's jobs fall due by the wall's time, and its interval counts on from the last one. Set back an hour, the next
tick is an hour ahead; set on from 1970, as a machine without a battery is, each second since then is counted through.
So a job further away than its next tick is due at once. The loop's time, which ignores the wall, decides when to look.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import SystemClock


class Ticker(AsyncIOScheduler):
    """Calls once in so many seconds, one call at a time, from its start until its shutdown."""

    def __init__(self, call: Callable[[], Awaitable[None]], seconds: float) -> None:
        super().__init__(timezone="UTC")
        self._apart = timedelta(seconds=2 * seconds)
        self._wall = SystemClock()
        self.add_job(call, "interval", seconds=seconds, max_instances=1, coalesce=True, misfire_grace_time=None)

    def _process_jobs(self) -> float | None:
        """Run due jobs at each wake-up, at the latest at the next tick; return the seconds until the next."""
        now = self._wall.now()
        for job in self.get_jobs():
            if abs(job.next_run_time - now) > self._apart:
                job.modify(next_run_time=now)
        seconds: float | None = super()._process_jobs()
        return seconds
