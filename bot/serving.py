"""Running a service, or a worker beside one: the database made ready, the web opened, and a clean stop."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import signal
import webbrowser
from datetime import datetime
from pathlib import Path

import structlog
import typer
from aiohttp import web

from bot import observe
from bot.app import FINISHING, Crew, Service, assemble, assemble_crew, spool_of, within
from bot.clock import PushedClock, SystemClock
from bot.config import PREFIX, Mistake, Settings, WrongSettings, masked
from bot.database import make_private, sqlite_file
from bot.gathering import all_of
from bot.ids import Ids
from bot.mounting import application
from bot.reach import reaching
from bot.simulator.sample import BUSINESS, first_moment, live_a_month
from bot.spool_files import make_sure_free
from storage.businesses import all_tenants, push_clock, sandbox_now
from storage.migrate import check, migrate
from storage.operations import is_lived_in, server_time
from storage.store import open_store

log = structlog.get_logger()

ANSWERING = 11.0  # seconds for requests under way; an answer to STOP may wait 10

_ONE_PROCESS = (
    "one process serves a SQLite file, and that is parley serve; workers beside it need PostgreSQL, "
    "postgresql://user:password@host/database"
)


class NotASandbox(Exception):
    """A live database must not be played with, nor a sandbox's served live; the message says what to do."""


def serve(settings: Settings, *, sandbox: bool, at: datetime | None, migrate: bool) -> None:
    """Run until SIGTERM or SIGINT.

    Raises spool_files.Occupied, reach.Unreachable, OSError for a taken port, NotASandbox, storage.migrate.OtherVersion.
    """
    asyncio.run(_serve(settings, sandbox=sandbox, at=at, migrating=migrate))


def work(settings: Settings) -> None:
    """Work beside a service on PostgreSQL until SIGTERM or SIGINT.

    Raises WrongSettings on SQLite, reach.Unreachable, NotASandbox, storage.migrate.OtherVersion.
    """
    asyncio.run(_work(settings))


def demo(settings: Settings, *, open_browser: bool, fresh: bool) -> None:
    """The sample business in a sandbox, with its page; ``fresh`` begins with a new database."""
    asyncio.run(_demo(settings, open_browser=open_browser, fresh=fresh))


async def _serve(settings: Settings, *, sandbox: bool, at: datetime | None, migrating: bool) -> None:
    observe.configure(settings)
    _make_sure_alone(settings)
    with reaching(settings.database_url):
        await _make_ready(settings, migrating=migrating or sandbox)
        clock = await _clock(settings, sandbox=sandbox, at=at)
    await _run(assemble(settings, clock))


async def _work(settings: Settings) -> None:
    if sqlite_file(settings.database_url) is not None:
        raise WrongSettings([Mistake(f"{PREFIX}DATABASE_URL", masked(settings.database_url), _ONE_PROCESS)])
    settings.require_secret()
    observe.configure(settings)
    with reaching(settings.database_url):
        await check(settings.database_url)
        clock = await _clock(settings, sandbox=False, at=None)
    assert isinstance(clock, SystemClock), "no sandbox's clock was asked for"
    await _work_on(assemble_crew(settings, clock))


async def _work_on(crew: Crew) -> None:
    stop = _stopping()
    try:
        await crew.start()
        log.info("working")
        await stop.wait()
    finally:
        try:
            await crew.finish(FINISHING)
        finally:
            await crew.close()


async def _demo(settings: Settings, *, open_browser: bool, fresh: bool) -> None:
    observe.configure(settings.model_copy(update={"log_level": "warning"}))
    _make_sure_alone(settings)
    file = sqlite_file(settings.database_url)
    if fresh and file is not None:
        _remove(file)
    if file is not None and not file.exists():
        await _make_sample(settings, file)
    service = await _demo_service(settings)
    if BUSINESS not in await service.turns.tenants():  # PostgreSQL, or a file of somebody's own
        await _live(service)
    await _run(service, page=True, open_browser=open_browser)


async def _demo_service(settings: Settings) -> Service:
    with reaching(settings.database_url):
        await _make_ready(settings, migrating=True)
        await _make_sure_its_own(settings)
        clock = await _clock(settings, sandbox=True, at=first_moment(SystemClock().now()))
    return assemble(settings, clock)


async def _make_sure_its_own(settings: Settings) -> None:
    """The sample goes into a database of its own, never beside somebody's business. Raises NotASandbox."""
    store = open_store(settings.database_url, Ids(SystemClock()))
    try:
        known = sorted(tenant.business.id for tenant in await store.read("", all_tenants))
    finally:
        await store.close()
    if known and BUSINESS not in known:
        raise NotASandbox(
            f"this database holds {', '.join(known)}, and the demo brings a shop of its own: "
            "give it another one, PARLEY_DATABASE_URL=sqlite:///demo.db, or play with yours: parley serve --sandbox"
        )


async def _make_sample(settings: Settings, file: Path) -> None:
    """The month is played in a file of another name, so that one that was interrupted is never taken for whole."""
    making = file.with_name(f"{file.name}.making")
    make_sure_free(spool_of(making))  # another demo may be playing it at this moment
    _remove(making)
    service = await _demo_service(settings.model_copy(update={"database_url": f"sqlite:///{making}"}))
    await _live(service)
    await service.stop()
    making.rename(file)
    _remove(making)


async def _live(service: Service) -> None:
    typer.echo("Making 30 days of a sample shop, once. This takes about a minute …")
    await live_a_month(service)


def _remove(file: Path) -> None:
    """A SQLite database with what lies beside it."""
    for name in (file.name, f"{file.name}-wal", f"{file.name}-shm"):
        file.with_name(name).unlink(missing_ok=True)
    shutil.rmtree(spool_of(file), ignore_errors=True)


def _stopping() -> asyncio.Event:
    """Set when this process is told to end."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop


async def _run(service: Service, *, page: bool = False, open_browser: bool = False) -> None:
    stop = _stopping()
    runner = web.AppRunner(application(service), access_log=None, handle_signals=False, shutdown_timeout=ANSWERING)
    await runner.setup()
    site = web.TCPSite(runner, service.settings.host, service.settings.port)
    try:
        await service.start()
        await site.start()
        _announce(service, page=page, open_browser=open_browser)
        await stop.wait()
    finally:
        await _stop(runner, service, FINISHING)


async def _stop(runner: web.AppRunner, service: Service, longest: float) -> None:
    """The web answers what it took while the workers finish what they hold: beside each other, in the same seconds."""
    try:
        await all_of([within(longest, "web", runner.cleanup()), service.finish(longest)])
    finally:
        await service.close()


def _make_sure_alone(settings: Settings) -> None:
    """Before anything is migrated, pushed or removed.

    Raises Occupied when another process serves the same file, WrongSettings when its folder is not there.
    """
    file = sqlite_file(settings.database_url)
    if file is not None:
        if not file.parent.is_dir():  # a slip of the pen is no wish for a new folder
            mend = f"the folder {file.parent} does not exist; make it, or mend the path"
            raise WrongSettings([Mistake(f"{PREFIX}DATABASE_URL", masked(settings.database_url), mend)])
        make_sure_free(spool_of(file))


def _announce(service: Service, *, page: bool, open_browser: bool) -> None:
    url = f"http://{service.settings.host}:{service.settings.port}"
    log.info("serving", url=url, sandbox=service.sandbox is not None)
    if page:
        typer.echo(f"Parley's demo is at {url}/sim   (Ctrl-C stops it)")
    if open_browser:
        with contextlib.suppress(webbrowser.Error):
            webbrowser.open(f"{url}/sim")


async def _make_ready(settings: Settings, *, migrating: bool) -> None:
    """SQLite is brought to this version by itself; PostgreSQL only when told to."""
    file = sqlite_file(settings.database_url)
    if file is not None:
        make_private(file)
    if file is not None or migrating:
        await migrate(settings.database_url)
    else:
        await check(settings.database_url)


async def _clock(settings: Settings, *, sandbox: bool, at: datetime | None) -> SystemClock | PushedClock:
    """The clock that stands in the database goes on from there, or from ``at`` when that is later."""
    system = SystemClock()
    store = open_store(settings.database_url, Ids(system))
    try:
        stands = await store.read("", sandbox_now)
        if not sandbox:
            if stands is not None:
                raise NotASandbox("this database is a sandbox's; serve it with --sandbox, or use another database")
            return SystemClock(await store.read("", server_time))  # leases and rates go by the database's time
        if stands is None and await store.read("", is_lived_in):
            raise NotASandbox(
                "this database has served people; play with another one: PARLEY_DATABASE_URL=sqlite:///try.db"
            )
        start = max(moment for moment in (stands, at) if moment) if stands or at else system.now()
        await store.write("", lambda unit: push_clock(unit, start))
        return PushedClock(start)
    finally:
        await store.close()
