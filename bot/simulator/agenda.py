"""The planned actions of people, by time: the clock is pushed from one to the next."""

from __future__ import annotations

import heapq
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.app import Service
    from bot.workers import Sandbox

Act = Callable[[], Awaitable[object]]


def get_driver(service: Service) -> Sandbox:
    """Return the driver of a sandbox's clock. Raises ValueError for a live service."""
    if service.sandbox is None:
        raise ValueError("only a sandbox has a clock that can be pushed")
    return service.sandbox


class Agenda:
    """Planned actions by time; those of the same time run in the order they were planned."""

    def __init__(self, service: Service) -> None:
        """Raise ValueError for a live service."""
        self._sandbox = get_driver(service)
        self._clock = service.clock
        self._acts: list[tuple[datetime, int, Act]] = []
        self._planned = count()

    @property
    def now(self) -> datetime:
        """Return the clock's time."""
        return self._clock.now()

    def at(self, moment: datetime, act: Act) -> None:
        """Plan an action for ``moment``."""
        heapq.heappush(self._acts, (moment, next(self._planned), act))

    def later(self, minutes: float, act: Act) -> None:
        """Plan an action in ``minutes`` minutes from now, rounded to seconds."""
        self.at(self.now + timedelta(seconds=round(minutes * 60)), act)

    async def play(self, until: datetime) -> None:
        """Run all actions planned until then, and their consequences; then set the clock to ``until``."""
        while self._acts and self._acts[0][0] <= until:
            at, _, act = heapq.heappop(self._acts)
            if at > self.now:
                await self._sandbox.play(at)
            await act()
        await self._sandbox.play(until)
