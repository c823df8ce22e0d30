"""The machine's own clock, which an administrator or a time server sets while a process runs.

Only what reads the wall's time sees it: the loop's timers and time.monotonic go on, as they do on a machine.
"""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

import pytest

from bot.clock import SystemClock
from tests.delivery.house import HandClock

READERS = ("bot.clock", "apscheduler.schedulers.base", "apscheduler.triggers.interval")


class Wall:
    """Shows ``shows`` from now on, and goes on from there."""

    def __init__(self, shows: datetime) -> None:
        self._ahead = shows - datetime.now(shows.tzinfo)

    def set(self, by: timedelta) -> None:
        """Somebody sets it on, or back."""
        self._ahead += by

    def hang(self, patch: pytest.MonkeyPatch) -> None:
        """Be the clock that everybody reads."""
        wall = self

        class Read(datetime):
            """What is imported as ``datetime`` where the wall's time is read."""

            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
                return datetime.now(tz) + wall._ahead

        for reader in READERS:
            patch.setattr(f"{reader}.datetime", Read)


class WallClock(HandClock):
    """A house's clock that is the machine's: the shop's time is the wall's, and real time runs."""

    def now(self) -> datetime:
        return SystemClock.now(self)

    def get_real_time(self) -> datetime:
        return SystemClock.get_real_time(self)
