"""The demo: a sample business in a sandbox, with a month of history."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path

import typer

from bot import service_log
from bot.app import Service, assemble, choose_spool
from bot.clock import SystemClock
from bot.config import Settings
from bot.database import open_briefly
from bot.photos.photo_home_choice import FOLDER
from bot.service_run import NotASandbox, make_clock, make_ready, make_sure_alone, make_sure_nobody_listens, run
from bot.simulator.demo_businesses import play_month
from bot.simulator.sample_business import Sample
from bot.simulator.sandbox_routes import build_pages
from bot.spool_files import make_sure_free
from bot.unreachable_database import report_unreachable
from storage.businesses.businesses import list_tenants
from storage.database.stores import sqlite_file


def run_demo(settings: Settings, sample: Sample, *, open_browser: bool, fresh: bool) -> None:
    """Run a sample business in a sandbox, with its page; ``fresh`` begins with a new database.

    Raises OSError for a taken port, before anything is created.
    """
    asyncio.run(_demo(settings, sample, open_browser=open_browser, fresh=fresh))


async def _demo(settings: Settings, sample: Sample, *, open_browser: bool, fresh: bool) -> None:
    service_log.configure(settings.model_copy(update={"log_level": "warning"}))
    make_sure_alone(settings)
    await make_sure_nobody_listens(settings)
    file = sqlite_file(settings.database_url)
    if fresh and file is not None:
        _remove(file)
    if file is not None and not file.exists():
        await _make_sample(settings, sample, file)
    service = await _demo_service(settings, sample)
    if sample.business not in await service.turns.tenants():  # PostgreSQL, or a file of somebody's own
        await _play_month(service, sample)
    await run(service, build_pages, open_browser=open_browser)


async def _demo_service(settings: Settings, sample: Sample, *, fleeting: bool = False) -> Service:
    with report_unreachable(settings.database_url):
        await make_ready(settings, migrating=True)
        await _make_sure_its_own(settings, sample)
        clock = await make_clock(settings, sandbox=True, at=sample.find_first_moment(SystemClock().now()))
    return assemble(settings, clock, fleeting=fleeting)


async def _make_sure_its_own(settings: Settings, sample: Sample) -> None:
    """Check that the sample's database holds no other business. Raises NotASandbox."""
    async with open_briefly(settings.database_url, SystemClock()) as store:
        known = sorted(tenant.business.id for tenant in await store.read("", list_tenants))
    if known and sample.business not in known:
        raise NotASandbox(
            f"this database holds {', '.join(known)}, and the demo has its own shop: "
            "use another database, PARLEY_DATABASE_URL=sqlite:///demo.db, or play with yours: parley serve --sandbox"
        )


async def _make_sample(settings: Settings, sample: Sample, file: Path) -> None:
    """Play the month in a temporary file, so that an interrupted one is never used."""
    making = file.with_name(f"{file.name}.making")
    make_sure_free(choose_spool(making))  # another demo may be playing it at this moment
    _remove(making)
    service = await _demo_service(
        settings.model_copy(update={"database_url": f"sqlite:///{making}"}), sample, fleeting=True
    )
    await _play_month(service, sample)
    await service.stop()
    _take_place(making, file)


def _take_place(making: Path, file: Path) -> None:
    """Move the photos first and the database last, so that a database never lacks its photos; leftover photos are
    replaced."""
    if choose_photo_folder(making).exists():
        shutil.rmtree(choose_photo_folder(file), ignore_errors=True)
        choose_photo_folder(making).rename(choose_photo_folder(file))
    with making.open("rb+") as played:  # nothing waited for the disk before
        os.fsync(played.fileno())
    making.rename(file)
    _remove(making)


async def _play_month(service: Service, sample: Sample) -> None:
    typer.echo("Making 30 days of a sample shop, once. This takes about half a minute …")
    await play_month(service, sample)


def _remove(file: Path) -> None:
    """Remove a SQLite database with its spool and photos."""
    for name in (file.name, f"{file.name}-wal", f"{file.name}-shm"):
        file.with_name(name).unlink(missing_ok=True)
    for folder in (choose_spool(file), choose_photo_folder(file)):
        shutil.rmtree(folder, ignore_errors=True)


def choose_photo_folder(file: Path) -> Path:
    """Return the default folder of a SQLite file's photos."""
    return file.with_name(f"{file.name}.{FOLDER}")
