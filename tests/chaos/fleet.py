"""Four processes on one database: ``parley serve`` and three workers, killed and started again at will."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from aiohttp import ClientError, ClientSession

from tests.delivery import shop
from tests.delivery.service import ROOT, until
from tests.providers.peers import free_port

SERVE = 0  # the one with the web
SIZE = 4


@contextmanager
def starting() -> Iterator[subprocess.Popen[str]]:
    """A starter, ready for orders."""
    command = [sys.executable, "-m", "tests.chaos.starter"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as starter:
        yield starter
        assert starter.stdin is not None
        starter.stdin.close()


@dataclass
class Fleet:
    """``pids`` holds who lives. ``pushed`` is how far real time is moved, in seconds, for all of them at once."""

    folder: Path
    database: str
    provider: str
    starter: subprocess.Popen[str]
    shift: timedelta
    port: int = field(default_factory=free_port)
    pids: dict[int, int] = field(default_factory=dict)
    pushed: float = 0.0

    @property
    def url(self) -> str:
        """Where the web listens, and what the provider is told to call."""
        return f"http://127.0.0.1:{self.port}"

    def push(self, seconds: float) -> None:
        """Let real time pass for them, and the shop's with it."""
        self.pushed += seconds
        fresh = self.folder / "moved.new"
        fresh.write_text(f"{self.shift.total_seconds() + self.pushed} {self.pushed}")
        fresh.replace(self.folder / "moved")

    def start(self, which: int) -> None:
        """Start one, unless it lives."""
        if self.lives(which):
            return
        assert self.starter.stdin is not None
        assert self.starter.stdout is not None
        order = {
            "folder": str(self.folder),
            "log": str(self.log),
            "environ": {
                **shop.SECRETS,
                "PARLEY_DATABASE_URL": self.database,
                "PARLEY_SECRET_KEY": shop.KEY,
                "PARLEY_PUBLIC_URL": self.url,
                "PARLEY_PORT": str(self.port),
                "PARLEY_TWILIO_API_URL": self.provider,
                "PARLEY_LOG_LEVEL": "warning",
            },
            "command": ["serve" if which == SERVE else "worker"],
        }
        self.starter.stdin.write(json.dumps(order) + "\n")
        self.starter.stdin.flush()
        self.pids[which] = int(self.starter.stdout.readline())

    async def start_all(self) -> None:
        """All of them, and the web answers."""
        for which in range(SIZE):
            self.start(which)
        await until("the web", self._answers)

    def kill(self, which: int, how: signal.Signals = signal.SIGKILL) -> None:
        """End one as a power cut would; another signal than that asks it to end."""
        if which in self.pids:
            with suppress(ProcessLookupError):
                os.kill(self.pids[which], how)

    def lives(self, which: int) -> bool:
        """Whether its process is there; one that was just killed is there for a moment more."""
        if which not in self.pids:
            return False
        try:
            os.kill(self.pids[which], 0)
        except ProcessLookupError:
            del self.pids[which]
            return False
        return True

    async def end(self) -> None:
        """Kill all and wait until they are gone."""
        for which in range(SIZE):
            self.kill(which)
        await until("their end", self._are_gone)

    @property
    def log(self) -> Path:
        """Everything that they said."""
        return self.folder / "service.log"

    def said(self) -> str:
        """The end of it, for whoever reads why a test failed."""
        return self.log.read_text()[-4000:] if self.log.exists() else ""

    async def _are_gone(self) -> bool:
        return not any(self.lives(which) for which in range(SIZE))

    async def _answers(self) -> bool:
        if not self.lives(SERVE):  # it refuses to start without its database
            self.start(SERVE)
        try:
            async with ClientSession() as session, session.get(f"{self.url}/healthz"):
                return True
        except (ClientError, OSError):
            return False
