"""The service's clocks. This is the only module that reads a clock; all others get times as arguments.

``now`` is the business's time: it decides what is due and lawful, and a sandbox pushes it forward by hand. It follows
the machine's clock, so it goes back when that is set back. ``get_real_time`` is real time for leases, time-outs,
rate limits and circuits; nobody can push it or set it back. Its date has no meaning outside: all processes on one
database agree on it (bot/clock_agreement.py), even if their machines' clocks were set meanwhile. Dates in signed
requests are compared with ``get_steady_date``.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """The service's clocks: ``now`` is the business's time, ``get_real_time`` real time, ``get_steady_date`` a date
    that setting the machine's clock does not change. All are aware and in UTC. There is one clock per process, built at
    the composition root."""

    def now(self) -> datetime:
        """Return the business's time."""

    def get_real_time(self) -> datetime:
        """Return real time. It never goes back; it jumps forward only to catch up with a process that is ahead."""

    def get_steady_date(self) -> datetime:
        """Return the start date plus the time since the start, which setting the machine's clock does not change."""


class SystemClock:
    """A clock whose business time is the machine's. ``base`` is the database's real time, so that processes agree.

    If ``base`` is None, real time begins at the machine's time. Raises ValueError when ``base`` has no time zone.
    """

    def __init__(self, base: datetime | None = None) -> None:
        self._began = datetime.now(UTC)
        self._base = self._began if base is None else _require_aware(base)
        self._started = time.monotonic()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def get_real_time(self) -> datetime:
        return self._base + self._measure_since_start()

    def get_steady_date(self) -> datetime:
        return self._began + self._measure_since_start()

    def catch_up(self, with_: datetime) -> None:
        """Move real time forward to ``with_`` if another process is ahead: this process was suspended, or began
        behind."""
        self._base += max(with_ - self.get_real_time(), timedelta(0))

    def _measure_since_start(self) -> timedelta:
        return timedelta(seconds=time.monotonic() - self._started)


class PushedClock:
    """A clock whose business time changes only when pushed; real time runs as in SystemClock."""

    def __init__(self, start: datetime, base: datetime | None = None) -> None:
        self._now = _require_aware(start)
        self._real = SystemClock(base)

    def now(self) -> datetime:
        return self._now

    def get_real_time(self) -> datetime:
        return self._real.get_real_time()

    def get_steady_date(self) -> datetime:
        return self._real.get_steady_date()

    def push(self, to: datetime) -> None:
        """Move the business's time forward. Raises ValueError for a time in the past, or without a time zone."""
        later = _require_aware(to)
        if later < self._now:
            raise ValueError(f"the clock is at {self._now.isoformat()} and only moves forward, not to {to.isoformat()}")
        self._now = later


def _require_aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone")
    return moment.astimezone(UTC)
