"""PostgreSQL is copied and brought back by its own tools, as docs/operations/backups.md says; nothing leaves twice."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bot.clock import SystemClock
from bot.conversations import HOLDINGS
from bot.ids import Ids
from flows.business import Business
from flows.delivery import MessageStatus
from storage.businesses.service_operations import count_in_doubt
from storage.database.migrate import migrate
from storage.database.stores import Database, make_database
from storage.events import spools
from storage.unit import Unit
from tests import databases
from tests.storage.world import SHOP, entry, queued

pytestmark = pytest.mark.system_postgres
ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL of the machine's own that archives its log, as a user who may run one."""

    programs: Path
    folder: Path
    user: str | None

    @property
    def url(self) -> str:
        return f"postgresql://postgres:@/parley?host={self.folder}"

    def run(self, program: str, *arguments: object) -> None:
        """One of PostgreSQL's programs."""
        command = [str(self.programs / program), *(str(one) for one in arguments)]
        environ = os.environ | {"PGHOST": str(self.folder), "PGUSER": "postgres"}
        log = self.folder / "tools.log"
        with log.open("ab") as told:
            ended = subprocess.run(command, check=False, stdout=told, stderr=told, user=self.user, cwd="/", env=environ)
        assert ended.returncode == 0, log.read_text()[-2000:]

    def start(self, data: Path) -> None:
        archive = f"-c archive_mode=on -c archive_command='cp %p {self.folder}/archive/%f'"
        fast = "-c fsync=off -c max_wal_size=64MB"
        options = f"-c listen_addresses='' -k {self.folder} {archive} {fast}"
        self.run("pg_ctl", "-D", data, "-o", options, "-l", self.folder / "log", "-w", "start")

    def stop(self, data: Path) -> None:
        self.run("pg_ctl", "-D", data, "-m", "fast", "-w", "stop")


@pytest.fixture
def server() -> Iterator[Server]:
    """Started, with an empty database; stopped afterwards, whichever of its folders it then runs on."""
    programs = databases.system_programs()
    if programs is None:
        pytest.skip("no PostgreSQL of the machine's own under /usr/lib/postgresql")
    with tempfile.TemporaryDirectory(prefix="parley-tests-", ignore_cleanup_errors=True) as root:
        user = "nobody" if os.getuid() == 0 else None
        made = Server(programs, Path(root), user)
        (made.folder / "archive").mkdir()
        if user:
            shutil.chown(root, user)
            shutil.chown(made.folder / "archive", user)
        made.run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "-D", made.folder / "data")
        made.start(made.folder / "data")
        try:
            made.run("createdb", "parley")
            yield made
        finally:
            for data in (made.folder / "data", made.folder / "restored"):
                if (data / "postmaster.pid").exists():
                    made.stop(data)


async def fill(server: Server) -> None:
    """Three messages wait to leave."""
    await migrate(server.url)

    async def write(unit: Unit) -> None:
        now = SystemClock().now()
        await unit.businesses.put(Business(SHOP, "Kiln", "US", "America/Chicago", "USD"), now)
        sender = await unit.senders.put("sms", "twilio", "+13145550100", 1, now)
        for _ in range(3):
            await unit.outbox.add(entry(await queued(unit, due_at=now), sender))

    await on(server, lambda store: store.write(SHOP, write))


async def leave(server: Server) -> None:
    """They leave, and so does what the backup does not know of."""

    async def write(unit: Unit) -> None:
        for message in await unit.messages.page(None, None, None, 10):
            await unit.messages.reach(message.id, MessageStatus.SENT, SystemClock().now())
            await unit.outbox.settle(message.id)
        await queued(unit)

    await on(server, lambda store: store.write(SHOP, write))


async def on(server: Server, work: Any) -> Any:
    store: Database = make_database(server.url, Ids(SystemClock()), HOLDINGS)
    try:
        return await work(store)
    finally:
        await store.close()


def hold(server: Server) -> subprocess.CompletedProcess[str]:
    """``parley restore --in-place``."""
    ours = {"PARLEY_DATABASE_URL": server.url, "PARLEY_SECRET_KEY": "k" * 32, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot", "restore", "--in-place", "--json"]
    return subprocess.run(command, env=os.environ | ours, cwd="/", capture_output=True, text=True, check=False)


async def make_sure_all_is_held(server: Server) -> None:
    ended = await asyncio.to_thread(hold, server)
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)["held"][SHOP]
    assert (found["messages"], found["kept"]) == ({"sms": 3}, 0)
    assert await on(server, lambda store: store.read("", count_in_doubt)) == {"sms": 3}


async def test_a_dump(server: Server) -> None:
    await fill(server)
    dump = server.folder / "parley.dump"
    await asyncio.to_thread(server.run, "pg_dump", "--format=custom", "--file", dump, "parley")
    await leave(server)
    for program in (
        ("dropdb", "parley"),
        ("createdb", "parley"),
        ("pg_restore", "--exit-on-error", "-d", "parley", dump),
    ):
        await asyncio.to_thread(server.run, *program)
    await make_sure_all_is_held(server)


async def test_a_point_in_time(server: Server) -> None:
    """A base backup and the archived log, played to a moment before the mistake."""
    data, restored = server.folder / "data", server.folder / "restored"
    await asyncio.to_thread(server.run, "pg_basebackup", "-D", restored, "--checkpoint=fast")
    await fill(server)
    connection = await asyncpg.connect(server.url)
    moment = await connection.fetchval("SELECT clock_timestamp()::text")
    await connection.close()
    await asyncio.to_thread(time.sleep, 0.05)
    await leave(server)
    await asyncio.to_thread(server.stop, data)  # what was not archived yet is, before it ends
    recovery = f"restore_command = 'cp {server.folder}/archive/%f %p'\nrecovery_target_time = '{moment}'\n"
    with (restored / "postgresql.auto.conf").open("a") as settings:
        settings.write(f"{recovery}recovery_target_action = promote\n")
    (restored / "recovery.signal").touch()
    await asyncio.to_thread(server.start, restored)
    await _promoted(server)
    await make_sure_all_is_held(server)


async def _promoted(server: Server) -> None:
    connection = await asyncpg.connect(server.url)
    for _ in range(200):
        if not await connection.fetchval("SELECT pg_is_in_recovery()"):
            break
        await asyncio.sleep(0.05)
    await connection.close()


async def test_not_while_a_service_runs(server: Server) -> None:
    await fill(server)
    seen = SystemClock().get_real_time() + timedelta(minutes=2)  # the program may take long to start
    await on(server, lambda store: store.write("", lambda unit: spools.touch(unit, "host:1", 0, seen)))
    ended = await asyncio.to_thread(hold, server)
    assert (ended.returncode, "stop all of them" in ended.stderr) == (1, True)
