"""The tick, which finds work that no bell announced. Changes of the machine's clock must not delay it.

APScheduler's jobs fall due by the machine's clock, and its interval counts from the last one. After the clock is set
back an hour, the next tick would be an hour away; after it is set forward from 1970, as on a machine without a battery,
every second since then would be counted. So a job that is further away than one interval is run at once. The event
loop's time, which ignores the machine's clock, decides when to check.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import SystemClock


class Ticker(AsyncIOScheduler):
    """A scheduler that calls a function at an interval of some seconds, one call at a time, from its start until its
    shutdown."""

    def __init__(self, call: Callable[[], Awaitable[None]], seconds: float) -> None:
        super().__init__(timezone="UTC")
        self._apart = timedelta(seconds=2 * seconds)
        self._wall = SystemClock()
        self.add_job(call, "interval", seconds=seconds, max_instances=1, coalesce=True, misfire_grace_time=None)

    def _process_jobs(self) -> float | None:
        """Run due jobs at each wake-up, at the latest at the next tick; return the seconds until the next one."""
        now = self._wall.now()
        for job in self.get_jobs():
            if abs(job.next_run_time - now) > self._apart:
                job.modify(next_run_time=now)
        seconds: float | None = super()._process_jobs()
        return seconds
