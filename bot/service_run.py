"""Running a service, or a worker next to one: the database prepared, the web server started, and a clean stop."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from datetime import datetime, timedelta

import structlog
import typer
from aiohttp import web

from bot import service_log
from bot.account_name_check import warn_of_other_names
from bot.app import CLOSING, FINISHING, Crew, Service, assemble, assemble_crew, choose_spool, wait_within
from bot.clock import PushedClock, SystemClock
from bot.concurrent_tasks import all_of
from bot.config import PREFIX, Mistake, Settings, WrongSettings, mask_url
from bot.database import make_private, open_briefly, require_folder
from bot.service_loading import keep_what_is_loaded
from bot.spool_files import make_sure_free
from bot.unreachable_database import report_unreachable
from bot.vault import Vault
from bot.vault_roots import open_vault
from bot.web.connection_door import ConnectionDoor
from bot.web_application import SandboxPages, build_application, build_operator_application
from storage.businesses.businesses import list_tenants, push_clock, read_sandbox_now
from storage.businesses.service_operations import is_lived_in
from storage.database.startup_upgrade import bring_up, check
from storage.database.stores import sqlite_file
from storage.upkeep.process_clocks import goes_on_from

log = structlog.get_logger()

MILLISECOND = timedelta(milliseconds=1)
ANSWERING = 11.5  # seconds for requests under way; an answer to STOP may wait 11

_ONE_PROCESS = (
    "one process serves a SQLite file, and that is parley serve; separate workers need PostgreSQL, "
    "postgresql://user:password@host/database"
)


_FOR_GOOD = "parley: this database becomes a sandbox, for good: to go live, apply the file to another one"


class NotASandbox(Exception):
    """A live database must not run as a sandbox, nor a sandbox's as a live one; the message says what to do."""


def serve(settings: Settings, *, at: datetime | None, migrate: bool, sandbox: SandboxPages | None = None) -> None:
    """Run until SIGTERM or SIGINT; with ``sandbox`` pages, run as a sandbox.

    Raises SpoolInUse, Unreachable, OSError for a taken port, NotASandbox, Locked, OtherVersion.
    """
    asyncio.run(_serve(settings, at=at, migrating=migrate, sandbox=sandbox))


def work(settings: Settings, *, listening: bool = False) -> None:
    """Run a worker next to a service on PostgreSQL until SIGTERM or SIGINT; ``listening`` answers operators' health
    checks.

    Raises WrongSettings on SQLite, Unreachable, NotASandbox, OtherVersion, Locked, OSError for a taken port.
    """
    asyncio.run(_work(settings, listening=listening))


async def _serve(settings: Settings, *, at: datetime | None, migrating: bool, sandbox: SandboxPages | None) -> None:
    service_log.configure(settings)
    make_sure_alone(settings)
    with report_unreachable(settings.database_url):
        await make_ready(settings, migrating=migrating or sandbox is not None)
        clock = await make_clock(settings, sandbox=sandbox is not None, at=at)
        vault = await _unlock(settings, clock)
    await run(assemble(settings, clock, vault), sandbox)


async def _work(settings: Settings, *, listening: bool) -> None:
    if sqlite_file(settings.database_url) is not None:
        raise WrongSettings([Mistake(f"{PREFIX}DATABASE_URL", mask_url(settings.database_url), _ONE_PROCESS)])
    settings.require_secret()
    service_log.configure(settings)
    with report_unreachable(settings.database_url):
        await check(settings.database_url)
        clock = await make_clock(settings, sandbox=False, at=None)
        vault = await _unlock(settings, clock)
    assert isinstance(clock, SystemClock), "no sandbox's clock was asked for"
    await _work_on(assemble_crew(settings, clock, vault), listening=listening)


async def _unlock(settings: Settings, clock: SystemClock | PushedClock) -> Vault:
    sandbox = isinstance(clock, PushedClock)
    async with open_briefly(settings.database_url, clock) as store:
        return await open_vault(store, settings.require_secret(sandbox=sandbox), sandbox=sandbox)


async def _work_on(crew: Crew, *, listening: bool) -> None:
    stop = _make_stop_event()
    runner = _runner(build_operator_application(crew)) if listening else None
    try:
        await crew.start()
        if runner is not None:
            await runner.setup()
            await ConnectionDoor(runner, crew.settings.host, crew.settings.port).start()
        keep_what_is_loaded()
        log.info("working")
        await stop.wait()
    finally:
        try:
            await crew.finish(FINISHING)
            if runner is not None:
                await wait_within(CLOSING, "web", runner.cleanup())
        finally:
            await crew.close()


def _make_stop_event() -> asyncio.Event:
    """Return an event that is set when this process gets a signal to end."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop


async def run(service: Service, sandbox: SandboxPages | None = None, *, open_browser: bool = False) -> None:
    """Serve until this process gets a signal to end; ``sandbox`` adds its pages."""
    stop = _make_stop_event()
    runner = _runner(build_application(service, sandbox))
    await runner.setup()
    site = ConnectionDoor(runner, service.settings.host, service.settings.port)
    try:
        await service.start()
        await site.start()
        keep_what_is_loaded()
        _announce(service, page=sandbox is not None, open_browser=open_browser)
        names = asyncio.create_task(warn_of_other_names(service.turns, service.accounts.channel), name="names")
        await stop.wait()
        names.cancel()
    finally:
        await _stop(runner, service, FINISHING)


def _runner(app: web.Application) -> web.AppRunner:
    return web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=ANSWERING)


async def _stop(runner: web.AppRunner, service: Service, longest: float) -> None:
    """Stop the web server and the workers at the same time, so that both share the same ``longest`` seconds."""
    try:
        await all_of([wait_within(longest, "web", runner.cleanup()), service.finish(longest)])
    finally:
        await service.close()


async def make_sure_nobody_listens(settings: Settings) -> None:
    """Check that the port is free now, so that a long preparation fails early. Raises OSError."""
    door = await asyncio.get_running_loop().create_server(asyncio.Protocol, settings.host, settings.port)
    door.close()
    await door.wait_closed()


def make_sure_alone(settings: Settings) -> None:
    """Check that no other process serves the file, before a migration, push or removal. Raises SpoolInUse, or
    WrongSettings if the folder is missing."""
    require_folder(settings)
    file = sqlite_file(settings.database_url)
    if file is not None:
        make_sure_free(choose_spool(file))


def _announce(service: Service, *, page: bool, open_browser: bool) -> None:
    url = f"http://{service.settings.host}:{service.settings.port}"
    log.info("serving", url=url, sandbox=service.sandbox is not None)
    if page:
        typer.echo(f"Parley's simulator page is at {url}/sim   (Ctrl-C stops it)")
    if open_browser:
        import webbrowser  # the demo alone opens one

        with contextlib.suppress(webbrowser.Error):
            webbrowser.open(f"{url}/sim")


async def make_ready(settings: Settings, *, migrating: bool) -> None:
    """Migrate a SQLite database to this version; migrate PostgreSQL only if ``migrating``, else check its version."""
    file = sqlite_file(settings.database_url)
    if file is not None:
        make_private(file)
    if file is not None or migrating:
        done = await bring_up(settings.database_url)
        if done.copy is not None:
            log.info("upgraded", steps=done.steps, copy=str(done.copy))
    else:
        await check(settings.database_url)


def _explain_sandbox(settings: Settings) -> str:
    """Format the error for serving a sandbox's database live: its clock was pushed and its people are invented."""
    file = sqlite_file(settings.database_url)
    other = f"remove {file}" if file is not None else "make an empty database"
    return (
        f"this database is a sandbox for good: continue with serve --sandbox. To go live, {other} or name another "
        f"one in {PREFIX}DATABASE_URL, then parley apply FILE.toml and parley serve"
    )


async def make_clock(settings: Settings, *, sandbox: bool, at: datetime | None) -> SystemClock | PushedClock:
    """Return the clock, which continues from the database's time, or from ``at`` if that is later."""
    system = SystemClock()
    async with open_briefly(settings.database_url, system) as store:
        stands = await store.read("", read_sandbox_now)
        if not sandbox:
            if stands is not None:
                raise NotASandbox(_explain_sandbox(settings))
            return SystemClock(await store.read("", lambda unit: goes_on_from(unit, system.now())))
        if stands is None and await store.read("", is_lived_in):
            raise NotASandbox(
                "this database holds people, their actions or consents, and would be a sandbox for good; "
                "use another one: PARLEY_DATABASE_URL=sqlite:///try.db"
            )
        applied = await store.read("", list_tenants)
        if applied and stands is None:
            typer.echo(_FOR_GOOD, err=True)
        # A millisecond on, so that what this process makes sorts behind what another one made at the same moment.
        begins = None if stands is None else stands + MILLISECOND
        start = max(moment for moment in (begins, at) if moment) if begins or at else system.now()
        await store.write("", lambda unit: push_clock(unit, start))
        return PushedClock(start)
