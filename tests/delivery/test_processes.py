"""Processes beside each other on one PostgreSQL: who serves, who works, and what wakes whom."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
from aiohttp import ClientConnectionError, ClientSession
from sqlalchemy import and_, func, select

from bot.clock import SystemClock
from bot.conversations import CONVERSATIONS, HOLDINGS
from bot.ids import Ids
from bot.vault import Vault
from handlers.actions.business_file_apply import apply_file
from storage.database.stores import Database, make_database
from storage.events.recurring_events import SOURCE
from storage.schema import events, outbox
from storage.sending.outbox import Priority
from storage.unit import Unit
from tests.delivery import shop
from tests.delivery.shop import ANN, NUMBER, TIGER
from tests.processes.place import ROOT
from tests.processes.waiting import until
from tests.providers.peers import free_port
from tests.providers.telegram import TelegramStand
from tests.providers.twilio import TwilioStand

pytestmark = pytest.mark.postgres

NEVER, SOON = 600.0, 0.2  # seconds between two ticks
QUICK = 20.0  # seconds: far below a tick that never comes, far above what a busy machine needs
ENDING = 15.0  # seconds in which a process that is told to end does
PEOPLE = tuple(f"+131455501{number:02}" for number in range(20))


@pytest.fixture
def server(packaged_postgres: str) -> str:
    """SQLite has one process only."""
    return packaged_postgres


@dataclass
class Hall:
    """The processes, their database and the provider."""

    database: str
    folder: Path
    port: int
    store: Database
    twilio: TwilioStand
    environ: dict[str, str]
    stack: AsyncExitStack

    @property
    def log(self) -> Path:
        """Everything that the processes said."""
        return self.folder / "processes.log"

    def start(self, role: str, tick: float, **settings: str) -> subprocess.Popen[str]:
        """A process of its own, killed at the end if it still runs then."""
        return self.stack.enter_context(self._process([f"{role}", str(tick)], settings))

    @contextmanager
    def _process(self, arguments: list[str], settings: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
        command = [sys.executable, "-m", "tests.delivery.pair", *arguments]
        environ = {**os.environ, **self.environ, **settings}
        with (
            self.log.open("a") as log,
            subprocess.Popen(command, cwd=self.folder, env=environ, stdout=log, stderr=log, text=True) as process,
        ):
            try:
                yield process
            finally:
                process.kill()

    async def said(self, what: str, times: int = 1) -> None:
        """Wait until the processes' log says so."""

        async def look() -> bool:
            return self.log.read_text().count(what) >= times

        await until(f"{what!r} in the log", look)

    async def serve(self, **settings: str) -> subprocess.Popen[str]:
        """One that takes news in and does nothing else."""
        process = self.start("serve", NEVER, **settings)

        async def listens() -> bool:
            assert process.poll() is None, self.log.read_text()[-3000:]
            try:
                async with ClientSession() as session, session.get(f"http://127.0.0.1:{self.port}/healthz"):
                    return True
            except ClientConnectionError:
                return False

        await until("the service", listens)
        return process

    async def write(self, text: str, phone: str = ANN) -> None:
        """A person writes."""
        url = f"http://127.0.0.1:{self.port}/channels/twilio/{TIGER}/inbound"
        assert await self.twilio.say(phone, NUMBER, text, url=url) == 200

    async def answered(self, phones: tuple[str, ...] = (ANN,), patience: float = QUICK) -> None:
        """Wait until each of them got something."""

        async def look() -> bool:
            return {one.first("To") for one in self.twilio.messages} >= set(phones)

        await until("the answer", look, patience)

    async def left(self) -> int:
        """The news and the messages that are still to be dealt with; neither recurring work is counted nor what that
        calls, nor a look at a price, minutes later."""

        async def count(unit: Unit) -> int:
            urgent = and_(outbox.c.kind == "message", outbox.c.priority < int(Priority.BULK))
            told = and_(events.c.status == "new", events.c.source != SOURCE)
            queued = await unit.value(select(func.count()).select_from(outbox).where(urgent))
            new = await unit.value(select(func.count()).select_from(events).where(told))
            return int(queued) + int(new)

        return await self.store.read(TIGER, count)

    async def calm(self) -> None:
        """Wait until nothing is left to be done."""

        async def look() -> bool:
            return not await self.left()

        await until("calm", look)


@pytest.fixture
async def hall(database: str, tmp_path: Path) -> AsyncIterator[Hall]:
    """A shop that was applied, and nobody running yet."""
    async with _hall(database, tmp_path) as opened:
        yield opened


@asynccontextmanager
async def _hall(database: str, folder: Path) -> AsyncIterator[Hall]:
    clock, port = SystemClock(), free_port()
    async with AsyncExitStack() as stack:
        twilio = await stack.enter_async_context(TwilioStand(clock=clock.now))
        telegram = await stack.enter_async_context(TelegramStand(clock=clock.now, people=dict(shop.PEOPLE)))
        store = make_database(database, Ids(clock), HOLDINGS)
        stack.push_async_callback(store.close)
        await apply_file(
            CONVERSATIONS, store, shop.read(shop.file()), Vault(shop.KEY), clock.now(), clock.get_real_time()
        )
        environ = {
            "PYTHONPATH": str(ROOT),
            "PARLEY_DATABASE_URL": database,
            "PARLEY_SECRET_KEY": shop.KEY,
            "PARLEY_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "PARLEY_PORT": str(port),
            "PARLEY_TWILIO_API_URL": twilio.url,
            "PARLEY_TELEGRAM_API_URL": telegram.url,
        }
        yield Hall(database, folder, port, store, twilio, environ, stack)


async def test_a_worker_tells_operators_how_it_is_doing_and_finishes_what_it_holds(hall: Hall) -> None:
    port = free_port()
    await hall.serve()
    working = hall.start("worker", SOON, WORKER_PORT=str(port))
    await hall.write("help")
    await hall.answered()
    async with ClientSession(f"http://127.0.0.1:{port}") as session:
        async with session.get("/readyz") as answer:
            assert (answer.status, await answer.json()) == (200, {"status": "ready"})
        async with session.get("/metrics") as answer:
            told = await answer.text()
        async with session.post(f"/channels/twilio/{TIGER}/inbound") as answer:
            assert answer.status == 404
    assert 'parley_handed_over_total{channel="sms",code="",outcome="taken"} 1.0' in told
    hall.twilio.heard.clear()
    hall.twilio.fail(slow=True)
    await hall.write("help", PEOPLE[0])
    await asyncio.wait_for(hall.twilio.heard.wait(), 60)
    working.send_signal(signal.SIGTERM)
    hall.twilio.gate.set()
    assert await asyncio.wait_for(asyncio.to_thread(working.wait), ENDING) == 0
    assert len(hall.twilio.messages) == 2
    assert await hall.left() == 0


async def test_who_cannot_listen_says_so_and_polls(hall: Hall) -> None:
    nobody = f"postgresql://parley:pw@127.0.0.1:{free_port()}/parley"
    await hall.serve(PARLEY_LISTEN_URL=nobody)
    hall.start("worker", SOON, PARLEY_LISTEN_URL=nobody)
    await hall.write("help")
    await hall.answered(patience=60)
    await hall.said("no wake-ups, polling", 2)
    async with ClientSession() as session, session.get(f"http://127.0.0.1:{hall.port}/metrics") as answer:
        told = await answer.text()
    assert "parley_listening 0.0" in told
    assert "pw@" not in hall.log.read_text()


async def test_a_commit_wakes_another_process_also_after_its_listener_was_cut_off(hall: Hall) -> None:
    await hall.serve()
    hall.start("worker", NEVER)
    await hall.said("listening for wake-ups", 2)
    await _met(hall)
    await hall.write("help", PEOPLE[0])
    await hall.answered(PEOPLE[:1])
    await _cut_listeners(hall.database)
    await hall.said("no wake-ups, polling", 2)
    await hall.said("listening for wake-ups", 4)
    await _met(hall)
    await hall.write("help")
    await hall.answered()


async def test_workers_come_and_die_at_will(hall: Hall) -> None:
    """Some are killed in the middle of their work; what they held is done by others, and everybody is answered."""
    await hall.serve()
    doomed = [hall.start("worker", SOON) for _ in range(2)]
    await hall.said("working", 2)
    await asyncio.gather(*(hall.write("help", phone) for phone in PEOPLE[:10]))
    for process in doomed:
        process.kill()
    hall.start("worker", SOON)
    await asyncio.gather(*(hall.write("help", phone) for phone in PEOPLE[10:]))
    await hall.answered(PEOPLE, patience=150)
    await hall.calm()
    assert len(hall.twilio.messages) == len(PEOPLE)


async def _met(hall: Hall) -> None:
    """A process tells of itself at once when it hears of another: give both that moment.

    What is said reaches all in one order. So who answers a second stranger has heard what both answered to the first.
    """
    connection = await asyncpg.connect(hall.database)
    for stranger in ("a-stranger", "another-stranger"):
        heard: set[str] = set()
        await connection.add_listener("parley", hear := lambda *told, to=heard: to.add(str(told[3]).split()[0]))

        async def both(said: set[str] = heard, stranger: str = stranger) -> bool:
            return len(said - {stranger}) >= 2

        await connection.execute("SELECT pg_notify('parley', $1)", stranger)
        await until("both", both)
        await connection.remove_listener("parley", hear)
    await connection.close()


async def _cut_listeners(database: str) -> None:
    connection = await asyncpg.connect(database)
    await connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND query LIKE '%pg_notify%' AND pid <> pg_backend_pid()"
    )
    await connection.close()
