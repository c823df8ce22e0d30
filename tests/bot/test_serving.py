"""Which database may be played with, who serves it already, and how a service ends."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from structlog.testing import capture_logs

from bot.__main__ import main
from bot.app import FINISHING
from bot.clock import PushedClock
from bot.commands.failures import format_one_line
from bot.config import Settings
from bot.demo import _demo, _demo_service
from bot.ids import Ids
from bot.service_run import ANSWERING, NotASandbox, _stop, make_clock
from storage.businesses.businesses import list_tenants, read_sandbox_now
from storage.database.stores import Database
from storage.unit import Unit
from tests.bot.installed import HEAD
from tests.bot.simulator.shop import TIGER
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.providers.peers import free_port
from tests.storage.world import NOW, do, happened, queued

ROOT = Path(__file__).parents[2]
PATIENCE = 30  # seconds for a process on a slow machine


@pytest.mark.parametrize("lived", [queued, lambda unit: happened(unit, "pending")], ids=["a message", "an event"])
async def test_a_database_that_served_people_is_not_played_with(
    store: Database, database: str, lived: Callable[[Unit], Awaitable[object]]
) -> None:
    await do(store, lived)
    with pytest.raises(NotASandbox, match="another one"):
        await make_clock(Settings(database_url=database), sandbox=True, at=NOW)


async def test_a_sandbox_goes_on_from_where_it_stood_and_is_not_served_live(store: Database, database: str) -> None:
    settings = Settings(database_url=database)
    begun = await make_clock(settings, sandbox=True, at=NOW)
    again = await make_clock(settings, sandbox=True, at=None)
    assert isinstance(begun, PushedClock)
    assert begun.now() == NOW
    assert NOW < again.now() <= NOW + timedelta(milliseconds=1)
    assert Ids(begun).make() < Ids(again).make(), "what is said after a restart stands below what was said before"
    with pytest.raises(NotASandbox, match="--sandbox") as refused:
        await make_clock(settings, sandbox=False, at=None)
    assert "name another one in PARLEY_DATABASE_URL, then parley apply FILE.toml" in str(refused.value)
    assert ("remove " in str(refused.value)) is database.startswith("sqlite")


async def test_a_business_that_was_never_served_becomes_a_sandbox_with_a_word(
    house: House, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(database_url=database)
    await make_clock(settings, sandbox=True, at=NOW)
    assert capsys.readouterr().err.endswith(
        "parley: this database becomes a sandbox, for good: to go live, apply the file to another one\n"
    )
    await make_clock(settings, sandbox=True, at=None)
    assert "for good" not in capsys.readouterr().err


def test_a_locked_database_is_told_with_what_to_do(tmp_path: Path) -> None:
    """The second of two `parley migrate` at once waits for the first, and says so where that takes too long."""
    file = tmp_path / "parley.db"
    with closing(sqlite3.connect(file)) as first, closing(sqlite3.connect(file)) as other:
        first.execute("BEGIN IMMEDIATE")
        other.execute("PRAGMA busy_timeout=1")
        with pytest.raises(sqlite3.OperationalError) as locked:
            other.execute("BEGIN IMMEDIATE")
    assert format_one_line(locked.value).startswith(
        "another process works on this database, perhaps another `parley migrate`"
    )


def test_a_taken_port_is_told_with_what_to_do() -> None:
    assert "--port" in format_one_line(OSError(errno.EADDRINUSE, "Address already in use"))


async def test_a_taken_port_is_named() -> None:
    server = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        with pytest.raises(OSError, match="in use") as taken:
            await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", port)
    assert format_one_line(taken.value).startswith(f"port {port} of 127.0.0.1 is taken, ")
    assert "PARLEY_PORT" in format_one_line(taken.value)


async def test_the_demo_tells_of_a_taken_port_before_it_makes_anything(tmp_path: Path) -> None:
    server = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'demo.db'}", host="127.0.0.1", port=port)
    async with server:
        with pytest.raises(OSError, match="in use"):
            await _demo(settings, TIGER, open_browser=False, fresh=False)
    assert os.listdir(tmp_path) == []


async def test_the_demo_brings_no_sample_beside_somebody_s_business(house: House, database: str) -> None:
    """Nothing is changed: the database was applied to, and is to be served live."""
    store = house.service.turns.store
    with pytest.raises(NotASandbox, match="this database holds tiger-real, and the demo has its own shop"):
        await _demo_service(Settings(database_url=database), TIGER)
    assert [one.business.id for one in await store.read("", list_tenants)] == ["tiger-real"]
    assert await store.read("", read_sandbox_now) is None


@pytest.fixture
async def house(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """A business that was applied and never served, on each kind of database."""
    monkeypatch.chdir(tmp_path)
    async with open_house(database, text=HEAD.replace('"tiger"', '"tiger-real"')) as opened:
        yield opened


def test_the_demo_says_so_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "shop.toml").write_text(HEAD.replace('"tiger"', '"tiger-real"'), encoding="utf-8")
    environ = _environ(tmp_path, "mine.db")
    assert _run(tmp_path, environ, "apply", "shop.toml").returncode == 0
    ended = _run(tmp_path, environ, "demo", "--no-open")
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
    assert ended.stderr.startswith("parley: this database holds tiger-real, and the demo has its own shop: ")


SECOND = (
    ["serve"],
    ["serve", "--sandbox", "--at", "2030-01-01T00:00:00Z"],
    ["demo", "--no-open"],
    ["demo", "--no-open", "--fresh"],
)


def test_a_second_one_says_who_is_running_and_changes_nothing(
    tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = Path(shutil.copy(migrated_file, tmp_path / "mine.db"))
    environ = _environ(tmp_path, "mine.db")
    monkeypatch.chdir(tmp_path)
    for name in ("PARLEY_DATABASE_URL", "PARLEY_SECRET_KEY"):
        monkeypatch.setenv(name, environ[name])
    with _serving(tmp_path, environ, "--sandbox", "--at", "2026-03-02T15:00:00Z") as running:
        for second in SECOND:
            with pytest.raises(SystemExit, match="1"):
                main([*second, "--port", str(free_port())])
            assert capsys.readouterr() == (
                "",
                f"parley: Parley is already running here: process {running.pid} holds {tmp_path}/mine.db.spool; "
                "stop it first, or use another database (PARLEY_DATABASE_URL)\n",
            )
        assert file.exists()
        with pytest.raises(SystemExit):
            main(["doctor"])
        assert "the clock says 2026-03-02 15:00 UTC" in capsys.readouterr().out


def test_a_worker_says_that_one_process_serves_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PARLEY_DATABASE_URL", "sqlite:///mine.db")
    with pytest.raises(SystemExit, match="2"):
        main(["worker"])
    assert capsys.readouterr() == (
        "",
        "parley: PARLEY_DATABASE_URL = 'sqlite:///mine.db': one process serves a SQLite file, and that is parley serve;"
        " separate workers need PostgreSQL, postgresql://user:password@host/database\n",
    )
    assert not (tmp_path / "mine.db").exists()


@pytest.mark.parametrize("command", [["serve"], ["serve", "--sandbox"], ["demo", "--no-open"]], ids=" ".join)
def test_a_folder_that_is_not_there_is_told_and_not_made(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PARLEY_DATABASE_URL", f"sqlite:///{tmp_path}/nowhere/dir/x.db")
    monkeypatch.setenv("PARLEY_SECRET_KEY", "k" * 32)
    with pytest.raises(SystemExit, match="2"):
        main(command)
    assert f"the folder {tmp_path}/nowhere/dir does not exist; create it, or fix the path" in capsys.readouterr().err
    assert not (tmp_path / "nowhere").exists()


def test_whoever_comes_after_a_dead_one_is_let_in(tmp_path: Path, migrated_file: Path) -> None:
    shutil.copy(migrated_file, tmp_path / "mine.db")
    environ = _environ(tmp_path, "mine.db")
    with _serving(tmp_path, environ, "--sandbox") as running:
        running.kill()
        running.wait()
    with _serving(tmp_path, environ, "--sandbox") as again:
        assert (tmp_path / "mine.db.spool/lock").read_text() == str(again.pid)


@dataclass
class Hanging:
    """A service under way: a request that is not answered and a call that does not end, until they are let go."""

    runner: web.AppRunner
    go: asyncio.Event


@asynccontextmanager
async def _hanging(house: House) -> AsyncIterator[Hanging]:
    heard, go = asyncio.Event(), asyncio.Event()

    async def hang(_: web.Request) -> web.Response:
        heard.set()
        await go.wait()
        return web.Response(text="done")

    app = web.Application()
    app.router.add_get("/", hang)
    runner, port = web.AppRunner(app, access_log=None, shutdown_timeout=ANSWERING), free_port()
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    house.twilio.fail(slow=True)
    await house.service.workers.start()
    await house.post(await house.address("sms", shop.ANN), "hanging")
    async with ClientSession() as session:
        asked = asyncio.create_task(session.get(f"http://127.0.0.1:{port}/"))
        await asyncio.gather(heard.wait(), house.twilio.heard.wait())
        yield Hanging(runner, go)
        await asyncio.gather(asked, return_exceptions=True)


async def test_web_and_workers_share_one_deadline(mended: House) -> None:
    """A request and a call that both hang are waited for beside each other, and no longer than told."""
    time = asyncio.get_running_loop().time
    async with _hanging(mended) as hanging:
        began = time()
        with capture_logs() as logs:
            await _stop(hanging.runner, mended.service, 1.0)
        took = time() - began
        hanging.go.set()
    assert 1.0 <= took < 1.9, "one after the other they take two seconds"
    cut = {one.get("what") or one.get("task") for one in logs if one["event"] == "cut short"}
    assert cut == {"web", "tiger sms"}


async def test_what_ends_in_time_is_waited_for(mended: House) -> None:
    async with _hanging(mended) as hanging:
        with capture_logs() as logs:
            stopping = asyncio.create_task(_stop(hanging.runner, mended.service, FINISHING))
            await asyncio.sleep(0)
            mended.twilio.gate.set()
            hanging.go.set()
            await stopping
    assert [one for one in logs if one["event"] == "cut short"] == []
    assert len(mended.twilio.messages) == 1


@pytest.fixture
async def mended(migrated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """A shop whose providers answer when told to."""
    monkeypatch.chdir(tmp_path)
    async with open_house(f"sqlite:///{shutil.copy(migrated_file, tmp_path)}") as opened:
        yield opened


def _environ(folder: Path, file: str) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
    return ours | {
        "PYTHONPATH": str(ROOT),
        "PARLEY_DATABASE_URL": f"sqlite:///{folder / file}",
        "PARLEY_SECRET_KEY": shop.KEY,
    }


def _run(folder: Path, environ: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environ, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


@contextmanager
def _serving(folder: Path, environ: dict[str, str], *options: str) -> Iterator[subprocess.Popen[str]]:
    """A service that says that it serves; ended when the block ends."""
    command = [sys.executable, "-m", "bot", "serve", "--port", str(free_port()), *options]
    with subprocess.Popen(command, cwd=folder, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as served:  # fmt: skip  # noqa: E501
        assert served.stdout is not None
        try:
            assert any("serving" in line for line in served.stdout), "it ended before it served"
            yield served
        finally:
            if served.poll() is None:
                served.send_signal(signal.SIGTERM)
