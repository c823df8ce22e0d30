"""The database as a command uses it: opened for a moment, with the clock that stands in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from bot.clock import Clock, PushedClock, SystemClock
from bot.config import Settings
from bot.ids import Ids
from bot.reach import reaching
from bot.turns import OpenTurns
from bot.vault import Vault
from handlers.seeds import Seeds
from handlers.turn import Tools
from storage.businesses import sandbox_now
from storage.migrate import check, migrate, version
from storage.store import Store, driver_url, open_store
from templates.library import Library


class NoDatabase(Exception):
    """The SQLite file is not there; the message says what makes it."""


@dataclass(frozen=True, slots=True)
class Database:
    """An open store. ``clock`` is pushed, and ``sandbox`` true, where the database is a sandbox's."""

    store: Store
    clock: Clock
    sandbox: bool

    def vault(self, settings: Settings) -> Vault:
        """The vault of this installation. Raises WrongSettings without PARLEY_SECRET_KEY, but in a sandbox."""
        return Vault(settings.require_secret(sandbox=self.sandbox))

    def turns(self, settings: Settings) -> OpenTurns:
        """Turns for looking at what there is; they know no flows, so nothing can be played with them."""
        vault = self.vault(settings)
        seeds = Seeds(vault.keyed("seeds"))
        tools = Tools(Library.load(), seeds, (), settings.public_url, vault.hash_token)
        return OpenTurns(self.store, self.clock, tools)


@asynccontextmanager
async def open_database(settings: Settings, *, create: bool = False) -> AsyncIterator[Database]:
    """Open the database of the settings, which must be at this version; ``create`` makes a SQLite file that is missing.

    Raises NoDatabase, storage.migrate.OtherVersion, WrongSettings when it would make one without a key,
    reach.Unreachable, and what SQLite raises for a file that it cannot use.
    """
    with reaching(settings.database_url):
        await _prepare(settings, create=create)
        clock = await _clock(settings.database_url)
    store = open_store(settings.database_url, Ids(clock))
    try:
        yield Database(store, clock, isinstance(clock, PushedClock))
    finally:
        await store.close()


async def _prepare(settings: Settings, *, create: bool) -> None:
    url = settings.database_url
    file = sqlite_file(url)
    if file is not None and create and (not file.exists() or await version(url) is None):
        settings.require_secret()  # asked for before anything is made: what is made here is no sandbox's
        make_private(file)
        await migrate(url)
    elif file is not None and not file.exists():
        raise NoDatabase(f"there is no database {file}; parley migrate makes it, and parley apply FILE.toml fills it")
    else:
        await check(url)


def make_private(file: Path) -> None:
    """Make an empty file, with its folder, that its owner alone may read: it will hold what customers say."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)


async def _clock(url: str) -> Clock:
    system = SystemClock()
    store = open_store(url, Ids(system))
    try:
        pushed = await store.read("", sandbox_now)
    finally:
        await store.close()
    return system if pushed is None else PushedClock(pushed)


def sqlite_file(url: str) -> Path | None:
    """The file behind a database URL; None for PostgreSQL."""
    parts = make_url(driver_url(url))
    return Path(parts.database or "") if parts.get_backend_name() == "sqlite" else None
