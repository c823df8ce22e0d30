"""Checks of the installation: settings, zone data, the database and its disk, clocks, spools."""

from __future__ import annotations

import shutil
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

from bot.clock import Clock
from bot.config import Settings
from bot.examination.doctor_finding import Finding, do, fine
from flows.count_phrase import format_count
from storage.businesses import service_operations
from storage.database.stores import Database
from storage.events import spools

# Parts of Canada stopped changing their clocks in November 2026: https://data.iana.org/time-zones/tzdb/NEWS (2026f)
OLDEST_ZONES = (2026, 6)
LEAST_FREE = 1024**3  # bytes, and never less than twice the database: an upgrade copies it first
LARGEST_SKEW = timedelta(seconds=5)
AHEAD = timedelta(minutes=5)


def check_settings(settings: Settings, zones: str | None = None) -> list[Finding]:
    """Return the results for the settings and the machine; ``zones`` is the version of tzdata, by default the installed
    one's."""
    return [_check_public(settings.public_url), _zones(zones or version("tzdata"))]


def _check_public(url: str | None) -> Finding:
    if url is None:
        return fine("PARLEY_PUBLIC_URL is not set: Telegram is polled, links are short only with a link_domain")
    if not url.startswith("https://"):
        return do(f"PARLEY_PUBLIC_URL is {url}: put a TLS proxy before Parley and use https; Telegram needs it")
    return fine(f"PARLEY_PUBLIC_URL is {url}; it is proven when a provider calls")


def _zones(found: str) -> Finding:
    parts = tuple(int(part) for part in found.split(".")[:2] if part.isdigit())
    if parts < OLDEST_ZONES:
        return do(f"the time zone data is version {found}, and quiet hours need 2026.6: pip install -U tzdata")
    return fine(f"zone data {found}")


async def check_database(store: Database, file: Path | None, clock: Clock, real: Clock) -> list[Finding]:
    """Check the database, its disk, clocks and spools. ``file`` is SQLite's, ``clock`` the business's, ``real`` the
    machine's. Raises DatabaseAway."""
    lines = [fine("the database answers and has the right version")]
    broken = await store.read("", service_operations.find_flaws)
    lines += [do(f"the database is damaged: stop Parley and restore a backup: {flaw}") for flaw in broken]
    if file is not None:
        lines.append(_disk(file))
    return [*lines, *await _clocks(store, clock, real), *await _spools(store, real)]


def _disk(file: Path) -> Finding:
    free, needed = shutil.disk_usage(file.parent).free, max(LEAST_FREE, 2 * file.stat().st_size)
    told = f"{free / LEAST_FREE:.1f} GiB are free for the database"
    return fine(told) if free >= needed else do(f"{told}, and it may need {needed / LEAST_FREE:.1f}: make room")


async def _clocks(store: Database, clock: Clock, real: Clock) -> list[Finding]:
    served, newest = (
        await store.read("", service_operations.read_server_time),
        await store.read("", service_operations.find_newest_time),
    )
    lines = []
    if served is not None and abs(served - real.now()) > LARGEST_SKEW:
        skew = abs(served - real.now()).total_seconds()
        lines.append(do(f"this clock and the database's are {skew:.0f} s apart: synchronise both with NTP"))
    if newest is not None and newest > clock.now() + AHEAD:
        lines.append(do(f"the newest message is from {newest:%Y-%m-%d %H:%M} UTC, in the future: set the clock right"))
    return lines or [fine(f"the clock says {clock.now():%Y-%m-%d %H:%M} UTC")]


async def _spools(store: Database, real: Clock) -> list[Finding]:
    silent = await store.read("", lambda tx: spools.list_stale(tx, real.get_real_time()))
    return [
        do(
            f"spool {spool.id} last reported at {spool.seen_at:%Y-%m-%d %H:%M} UTC with "
            f"{format_count(spool.size, 'byte')}: start Parley on that machine to read it"
        )
        for spool in silent
        if spool.size
    ]
