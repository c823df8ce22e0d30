"""The service in processes of its own, which can be killed and started again on the same database.

A process cannot be waited for by a value, so this module alone waits in real time: shortly, and never for ever.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import ClientConnectionError, ClientSession

from bot.clock import SystemClock
from bot.ids import Ids
from bot.vault import Vault
from handlers.actions.apply import apply_file
from handlers.actions.keys import create_key
from storage.store import Store, open_store
from storage.unit import Unit
from tests.delivery import shop
from tests.delivery.launcher import Point
from tests.delivery.shop import TIGER
from tests.providers.peers import free_port

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
GLANCE = 0.02  # seconds between two looks
PATIENCE = 90.0  # seconds after which what is waited for will not come: longer than a lease


async def until(what: str, look: Callable[[], Awaitable[T]], patience: float = PATIENCE) -> T:
    """What ``look`` finds, as soon as it finds something that is true."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + patience
    while not (found := await look()):
        if loop.time() > ends:
            raise AssertionError(f"{what} did not come within {patience} s")
        await asyncio.sleep(GLANCE)
    return found


@contextmanager
def launching() -> Iterator[subprocess.Popen[str]]:
    """A launcher, ready to start services."""
    command = [sys.executable, "-m", "tests.delivery.launcher"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as launcher:
        yield launcher
        assert launcher.stdin is not None
        launcher.stdin.close()


@dataclass
class Served:
    """One service and its database. ``moved`` is how far the shop's time and real time are pushed, in seconds."""

    database: str
    folder: Path
    environ: dict[str, str]
    launcher: subprocess.Popen[str]
    store: Store
    port: int = field(default_factory=free_port)
    moved: list[float] = field(default_factory=lambda: [0.0, 0.0])
    pid: int | None = None
    key: str = ""
    _told: int = 0

    @property
    def url(self) -> str:
        """Where it listens, and what providers are told to call."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """Everything that its processes said."""
        return self.folder / "service.log"

    def now(self) -> datetime:
        """The shop's time."""
        return SystemClock().now() + timedelta(seconds=self.moved[0])

    async def apply(self, text: str) -> None:
        """Apply a business file and make a key for events."""
        vault, now = Vault(shop.KEY), self.now()
        await apply_file(self.store, shop.read(text), vault, now, now)
        self.key = await self.store.write(TIGER, lambda unit: create_key(unit, ("events", "read"), now, vault))

    def push(self, now: timedelta = timedelta(0), elapsed: timedelta = timedelta(0)) -> None:
        """Move the times of its processes on."""
        self.moved[0] += now.total_seconds()
        self.moved[1] += elapsed.total_seconds()
        fresh = self.folder / "moved.new"
        fresh.write_text(f"{self.moved[0]} {self.moved[1]}")
        fresh.replace(self.folder / "moved")

    @property
    def settings(self) -> dict[str, str]:
        """What its processes find in their environment."""
        ours = {
            "PARLEY_DATABASE_URL": self.database,
            "PARLEY_SECRET_KEY": shop.KEY,
            "PARLEY_PUBLIC_URL": self.url,
            "PARLEY_PORT": str(self.port),
        }
        return ours | self.environ

    @contextmanager
    def command(self, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        """The command as anybody runs it, with the real time; its output goes to the log, but for what it prints."""
        environ = {**os.environ, **shop.SECRETS, **self.settings, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "bot", *arguments]
        with (
            self.log.open("a") as log,
            subprocess.Popen(
                command, cwd=self.folder, env=environ, stdout=subprocess.PIPE, stderr=log, text=True
            ) as process,
        ):
            self.pid = process.pid
            try:
                yield process
            finally:
                process.kill()
                self.pid = None

    async def run(self, *arguments: str) -> str:
        """A command that ends by itself: what it printed."""
        with self.command(*arguments) as process:
            printed, _ = await asyncio.to_thread(process.communicate)
            assert process.returncode == 0, self.log.read_text()[-3000:]
            return printed

    async def listening(self) -> None:
        """Wait until it listens."""
        await until("the service", self._listens)

    async def start(self, point: Point = Point.NEVER) -> None:
        """Start a process, which dies at ``point``, and wait until it listens."""
        assert self.launcher.stdin is not None
        assert self.launcher.stdout is not None
        self.push()
        places = {"folder": str(self.folder), "log": str(self.log), "moved": str(self.folder / "moved")}
        order = {**self.settings, **places, "point": point.value}
        self.launcher.stdin.write(json.dumps(order) + "\n")
        self.launcher.stdin.flush()
        self.pid = int(self.launcher.stdout.readline())
        await self.listening()

    async def kill(self) -> None:
        """End it as a power cut would."""
        assert self.pid is not None
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        await self.dead()

    async def dead(self) -> None:
        """Wait until the process is gone."""
        await until("the end of the service", self.is_gone)
        self.pid = None

    async def tell(self, kind: str, data: dict[str, Any]) -> int:
        """Post an event; the answer's status, 0 when the service died over it."""
        self._told += 1
        envelope = {"id": f"evt_{self._told}", "type": kind, "occurred_at": self.now().isoformat(), "data": data}
        headers = {"Authorization": f"Bearer {self.key}"}
        try:
            async with (
                ClientSession() as session,
                session.post(f"{self.url}/api/v1/events", json=envelope, headers=headers) as answer,
            ):
                return answer.status
        except ClientConnectionError:
            return 0

    async def read(self, work: Callable[[Unit], Awaitable[T]]) -> T:
        """Look into its database."""
        return await self.store.read(TIGER, work)

    async def _listens(self) -> bool:
        if await self.is_gone():
            raise AssertionError(f"the service ended: {self.log.read_text()[-3000:]}")
        try:
            async with ClientSession() as session, session.get(f"{self.url}/healthz"):
                return True
        except ClientConnectionError:
            return False

    async def is_gone(self) -> bool:
        """Whether its process ended."""
        assert self.pid is not None
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        return False


async def serving(
    database: str, folder: Path, launcher: subprocess.Popen[str], environ: dict[str, str], text: str
) -> AsyncIterator[Served]:
    """A service that is applied and not yet started; killed at the end."""
    clock = SystemClock()
    store = open_store(database, Ids(clock))
    served = Served(database, folder, environ, launcher, store)
    served.push(now=shop.MORNING - clock.now())
    await served.apply(text)
    yield served
    if served.pid is not None:
        await served.kill()
    await store.close()
