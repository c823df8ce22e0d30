"""The service in a process of its own, which can be killed and started again on the same database."""

from __future__ import annotations

import asyncio
import os
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
from bot.conversations import CONVERSATIONS, HOLDINGS
from bot.ids import Ids
from bot.vault import Vault
from handlers.actions.api_keys import create_key
from handlers.actions.business_file_apply import apply_file
from storage.database.stores import Database, make_database
from storage.unit import Unit
from tests.delivery import shop
from tests.delivery.launcher import Point
from tests.delivery.shop import TIGER
from tests.processes.place import ROOT, Place, Process, Starter
from tests.processes.waiting import until

T = TypeVar("T")

MOMENT = timedelta(seconds=61)  # longer than a lease, and than the pause before a provider is asked
A_WHILE = 0.3  # seconds in which a service that has anything to do does it, unless the machine is busy
MOST_LEASES = 30


@dataclass(kw_only=True)
class Served(Place):
    """One service and its database. ``moved`` is how far the shop's time and real time are pushed, in seconds."""

    store: Database
    moved: list[float] = field(default_factory=lambda: [0.0, 0.0])
    process: Process | None = None
    key: str = ""
    _told: int = 0

    def now(self) -> datetime:
        """The shop's time."""
        return SystemClock().now() + timedelta(seconds=self.moved[0])

    async def apply(self, text: str) -> None:
        """Apply a business file and make a key for events."""
        vault, now = Vault(shop.KEY), self.now()
        await apply_file(CONVERSATIONS, self.store, shop.read(text), vault, now, now)
        self.key = await self.store.write(TIGER, lambda unit: create_key(unit, ("events", "read"), now, vault))

    def push(self, now: timedelta = timedelta(0), elapsed: timedelta = timedelta(0)) -> None:
        """Move the times of its processes on."""
        self.moved[0] += now.total_seconds()
        self.moved[1] += elapsed.total_seconds()
        self.move(*self.moved)

    @contextmanager
    def command(self, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        """The command as anybody runs it, with the real time; its output goes to the log, but for what it prints."""
        environ = {**os.environ, **self.settings, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "bot", *arguments]
        with (
            self.log.open("a") as log,
            subprocess.Popen(
                command, cwd=self.folder, env=environ, stdout=subprocess.PIPE, stderr=log, text=True
            ) as process,
        ):
            self.process = Process(process.pid)
            try:
                yield process
            finally:
                process.kill()
                self.process = None

    async def run(self, *arguments: str) -> str:
        """A command that ends by itself: what it printed."""
        with self.command(*arguments) as process:
            printed, _ = await asyncio.to_thread(process.communicate)
            assert process.returncode == 0, self.said()
            return printed

    async def listening(self) -> None:
        """Wait until it listens."""
        await until("the service", self._listens, told=self.said)

    async def start(self, point: Point = Point.NEVER) -> None:
        """Start a process, which dies at ``point``, and wait until it listens, or died before anybody saw that."""
        self.push()
        self.process = self.fork([point.value])
        if point is Point.NEVER:
            await self.listening()
        else:
            await until("the service", self._listens_or_died, told=self.said)

    async def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process is not None
        self.process.kill()
        await self.dead()

    async def dead(self) -> None:
        """Wait until the process is gone."""
        assert self.process is not None
        await self.process.dead()
        self.process = None

    async def is_gone(self) -> bool:
        """Whether its process ended."""
        assert self.process is not None
        return await self.process.gone()

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

    async def calm(self, is_calm: Callable[[], Awaitable[bool]]) -> None:
        """Time passes, a lease at a time, until nothing is left to do."""
        for lease in range(MOST_LEASES):
            with suppress(AssertionError):
                await until("calm", is_calm, patience=A_WHILE * (1 + lease))
                return
            self.push(elapsed=MOMENT)
        raise AssertionError(f"it is never calm: {self.log.read_text()[-3000:]}")

    async def read(self, work: Callable[[Unit], Awaitable[T]]) -> T:
        """Look into its database."""
        return await self.store.read(TIGER, work)

    async def _listens_or_died(self) -> bool:
        return await self.is_gone() or await self.answers()

    async def _listens(self) -> bool:
        assert not await self.is_gone(), f"the service ended: {self.said()}"
        return await self.answers()


async def serving(
    database: str, folder: Path, launcher: Starter, environ: dict[str, str], text: str
) -> AsyncIterator[Served]:
    """A service that is applied and not yet started; killed at the end."""
    clock = SystemClock()
    store = make_database(database, Ids(clock), HOLDINGS)
    served = Served(folder=folder, database=database, starter=launcher, environ=environ, store=store)
    served.push(now=shop.MORNING - clock.now())
    await served.apply(text)
    yield served
    if served.process is not None:
        await served.kill()
    await store.close()
