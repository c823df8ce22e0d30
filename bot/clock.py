"""The two times of the service, and the only module that reads a clock; everything else is handed its times.

``now`` is the shop's time: it decides what is due and lawful, and a sandbox pushes it forward by hand. It is what the
machine's clock shows, so it goes back when that is set back. ``get_real_time`` is real time: leases, time-outs, rate
limits and circuits run on it, and nobody pushes it or sets it back. Its date means nothing outside: all processes on
one database agree on it (bot/clock_agreement.py), also where their machines' clocks were set meanwhile. What comes
signed with a date is compared with ``get_steady_date``.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """The source of both times; one per process, built at the composition root. Both are aware and in UTC."""

    def now(self) -> datetime:
        """Return the shop's time."""

    def get_real_time(self) -> datetime:
        """Real time, which never goes back, and goes on evenly but where others are ahead."""

    def get_steady_date(self) -> datetime:
        """Return the date as it was at the start, and the time since: what setting the machine's clock does not
        change."""


class SystemClock:
    """The shop's time is the wall's. ``base`` is the database's real time, so that processes agree.

    Without ``base`` the wall's time is used. Raises ValueError when ``base`` has no time zone.
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
        """Real time came further elsewhere: this process was suspended, or began behind."""
        self._base += max(with_ - self.get_real_time(), timedelta(0))

    def _measure_since_start(self) -> timedelta:
        return timedelta(seconds=time.monotonic() - self._started)


class PushedClock:
    """The shop's time changes only when pushed; real time goes on as in SystemClock."""

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
        """Move the shop's time on. Raises ValueError for a time in the past, or without a time zone."""
        later = _require_aware(to)
        if later < self._now:
            raise ValueError(f"the clock is at {self._now.isoformat()} and only moves forward, not to {to.isoformat()}")
        self._now = later


def _require_aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone")
    return moment.astimezone(UTC)
