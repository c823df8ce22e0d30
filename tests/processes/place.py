"""Where processes of one service run: their folder, their environment, their times; and each process, that may die."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.delivery import shop
from tests.processes.starter import MOVED
from tests.processes.waiting import until
from tests.providers.peers import free_port

ROOT = Path(__file__).parents[2]
AT_ONCE = 5.0  # seconds after which a web that did not answer is asked again
FAREWELL = 10.0  # seconds in which a starter ends once it gets no more orders


@dataclass(frozen=True, slots=True)
class Starter:
    """Forks processes that have imported everything."""

    process: subprocess.Popen[str]

    def start(self, order: Mapping[str, object]) -> int:
        """The new process's id."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with suppress(BrokenPipeError):  # it says nothing then
            self.process.stdin.write(json.dumps(order) + "\n")
            self.process.stdin.flush()
        told = self.process.stdout.readline()
        assert told, f"the starter ended with {self.process.wait(FAREWELL)}; its own output says why"
        return int(told)


@contextmanager
def starting(module: str = "tests.processes.starter") -> Iterator[Starter]:
    """A starter, ready for orders; ``module`` is what runs ``take_orders``."""
    command = [sys.executable, "-m", module]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Starter(process)
        assert process.stdin is not None
        with suppress(BrokenPipeError):
            process.stdin.close()
        try:
            process.wait(FAREWELL)
        except subprocess.TimeoutExpired:
            process.kill()


@dataclass(kw_only=True)
class Place:
    """What processes of one service on ``database`` share; ``environ`` is added to what they find in theirs."""

    folder: Path
    database: str
    starter: Starter
    environ: dict[str, str]
    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        """Where the web listens, and what providers are told to call."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """Everything that the processes said."""
        return self.folder / "service.log"

    @property
    def settings(self) -> dict[str, str]:
        """What the processes find in their environment."""
        ours = {
            "PARLEY_DATABASE_URL": self.database,
            "PARLEY_SECRET_KEY": shop.KEY,
            "PARLEY_PUBLIC_URL": self.url,
            "PARLEY_PORT": str(self.port),
        }
        return {**shop.SECRETS, **ours, **self.environ}

    def said(self) -> str:
        """The end of the log, for whoever reads why a test failed."""
        return self.log.read_text()[-4000:] if self.log.exists() else ""

    def move(self, now: float, elapsed: float) -> None:
        """Both times of the processes are so many seconds ahead from now on: the shop's, and real time's."""
        fresh = self.folder / f"{MOVED}.new"
        fresh.write_text(f"{now} {elapsed}")
        fresh.replace(self.folder / MOVED)

    async def answers(self) -> bool:
        """Whether the web does."""
        timeout = ClientTimeout(AT_ONCE)
        try:
            async with ClientSession(timeout=timeout) as session, session.get(f"{self.url}/healthz"):
                return True
        except (ClientError, OSError):
            return False

    def fork(self, command: Sequence[str]) -> Process:
        """A process that runs it."""
        places = {"folder": str(self.folder), "log": str(self.log)}
        return Process(self.starter.start({**places, "environ": self.settings, "command": list(command)}))


@dataclass(frozen=True, slots=True)
class Process:
    """One of them; its id is not given to another while a test lasts."""

    pid: int

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """End it as a power cut would; another signal than that asks it to end."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, how)

    def lives(self) -> bool:
        """Whether it is there; one that was just killed is there for a moment more."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    async def gone(self) -> bool:
        """The contrary, to wait for."""
        return not self.lives()

    async def dead(self) -> None:
        """Wait until it is gone."""
        await until(f"the end of process {self.pid}", self.gone)
