"""The tick: what no bell announced is seen by it, so nothing that happens to the machine's clock may hold it up.

APScheduler's jobs fall due by the wall's time, and its interval counts on from the last one. Set back an hour, the
next tick lies an hour ahead; set on from 1970, as a machine without a battery is, each second since then is counted
through. So a job that lies further away than its next tick should is due at once. When to look is told by the loop's
time, which goes on whatever the wall says.
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
        """What the scheduler does whenever it wakes, which is no later than the next tick: seconds until the next."""
        now = self._wall.now()
        for job in self.get_jobs():
            if abs(job.next_run_time - now) > self._apart:
                job.modify(next_run_time=now)
        seconds: float | None = super()._process_jobs()
        return seconds
