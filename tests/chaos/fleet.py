"""Four processes on one database: ``parley serve`` and three workers, killed and started again at will."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from tests.processes.place import Place, Process
from tests.processes.waiting import until

SERVE = 0  # the one with the web
SIZE = 4


@dataclass(kw_only=True)
class Fleet(Place):
    """``members`` holds who was started. ``pushed`` is how far real time is moved, in s, for all of them at once."""

    shift: timedelta
    members: dict[int, Process] = field(default_factory=dict)
    pushed: float = 0.0

    def push(self, seconds: float) -> None:
        """Let real time pass for them, and the shop's with it."""
        self.pushed += seconds
        self.move(self.shift.total_seconds() + self.pushed, self.pushed)

    def start(self, which: int) -> None:
        """Start one, unless it lives."""
        if not self.lives(which):
            self.members[which] = self.fork(["serve" if which == SERVE else "worker"])

    def start_missing(self) -> None:
        """Start whoever does not live."""
        for which in range(SIZE):
            self.start(which)

    async def start_all(self) -> None:
        """All of them, and the web answers."""
        self.start_missing()
        await until("the web", self._serves, told=self.said)

    def kill(self, which: int, how: signal.Signals = signal.SIGKILL) -> None:
        """End one as a power cut would; another signal than that asks it to end."""
        if which in self.members:
            self.members[which].kill(how)

    def lives(self, which: int) -> bool:
        """Whether its process is there."""
        return which in self.members and self.members[which].lives()

    @property
    def living(self) -> Sequence[int]:
        """Who lives."""
        return [which for which in range(SIZE) if self.lives(which)]

    @property
    def pids(self) -> dict[str, int]:
        """Of those who were started, by name."""
        return {f"worker {which}" if which else "serve": one.pid for which, one in self.members.items()}

    async def end(self) -> None:
        """Kill all and wait until they are gone."""
        for process in self.members.values():
            process.kill()
        for process in self.members.values():
            await process.dead()

    async def _serves(self) -> bool:
        self.start(SERVE)  # it refuses to start without its database
        return await self.answers()
