"""The database for a command: opened briefly, with the clock that is stored in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import Clock, PushedClock, SystemClock
from bot.config import PREFIX, Mistake, Settings, WrongSettings, mask_url
from bot.ids import Ids
from bot.open_turns import OpenTurns
from bot.unreachable_database import report_unreachable
from bot.vault import Locked, Vault
from bot.vault_roots import open_vault
from storage.businesses.businesses import read_sandbox_now
from storage.database.schema_version import read_version
from storage.database.startup_upgrade import bring_up, check
from storage.database.stores import Database, make_database, sqlite_file
from storage.upkeep.process_clocks import goes_on_from

if TYPE_CHECKING:
    from handlers.conversation import Conversations


class NoDatabase(Exception):
    """The SQLite file does not exist; the message says how to create it."""


@dataclass(frozen=True, slots=True)
class Installation:
    """An open store. If the database is a sandbox's, ``sandbox`` is True and ``clock`` is pushed.

    ``opened`` is its vault, or the error that kept it locked; None if there is no key.
    """

    store: Database
    clock: Clock
    sandbox: bool
    opened: Vault | Locked | None = None

    def vault(self, settings: Settings) -> Vault:
        """Return the vault of this installation.

        Raises WrongSettings if PARLEY_SECRET_KEY is missing (except in a sandbox), and Locked if it is another key.
        """
        key = settings.require_secret(sandbox=self.sandbox)
        if isinstance(self.opened, Locked):
            raise self.opened
        return self.opened or Vault(key)

    def turns(self, settings: Settings, conversations: Conversations) -> OpenTurns:
        """Return turns for reading."""
        from handlers.engine.seeds import Seeds
        from handlers.engine.turn import Tools
        from templates.message_library import Library

        vault = self.vault(settings)
        seeds = Seeds(vault.derive_key("seeds"))
        hashes = (vault.hash_token, vault.older_hashes)
        tools = Tools(Library.load(), seeds, conversations, settings.public_url, *hashes)
        return OpenTurns(self.store, self.clock, tools)


@asynccontextmanager
async def open_briefly(url: str, clock: Clock) -> AsyncIterator[Database]:
    """Open the database of a URL briefly, at any version; ``clock`` is used for its ids."""
    from bot.conversations import HOLDINGS

    store = make_database(url, Ids(clock), HOLDINGS)
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def open_database(settings: Settings, *, create: bool = False) -> AsyncIterator[Installation]:
    """Open the database of the settings, which must be at this version; ``create`` creates a missing SQLite file.

    Raises NoDatabase, OtherVersion, WrongSettings (to create one, but no key or no such folder), Unreachable, and
    SQLite's errors for a file that it cannot use.
    """
    with report_unreachable(settings.database_url):
        await _prepare(settings, create=create)
        clock = await _clock(settings.database_url)
    sandbox = isinstance(clock, PushedClock)
    async with open_briefly(settings.database_url, clock) as store:
        yield Installation(store, clock, sandbox, await _open(settings, store, sandbox=sandbox))


async def _open(settings: Settings, store: Database, *, sandbox: bool) -> Vault | Locked | None:
    """Open the vault. A wrong key is returned, not raised: most commands work without the key."""
    if settings.secret_key is None and not sandbox:
        return None
    try:
        return await open_vault(store, settings.require_secret(sandbox=sandbox), sandbox=sandbox)
    except Locked as locked:
        return locked


async def _prepare(settings: Settings, *, create: bool) -> None:
    url = settings.database_url
    file = sqlite_file(url)
    if file is not None and create and not await is_there(settings):
        require_folder(settings)
        settings.require_secret()  # asked for before anything is made: what is made here is no sandbox's
        make_private(file)
        await bring_up(url)
    elif file is not None and not file.exists():
        makes = "parley migrate makes it, and parley apply FILE.toml fills it"
        raise NoDatabase(f"there is no database {file}, which {PREFIX}DATABASE_URL names; {makes}")
    else:
        await check(url)


async def is_there(settings: Settings) -> bool:
    """Return True if there is a database; a SQLite file may be missing or empty."""
    file = sqlite_file(settings.database_url)
    return file is None or (file.exists() and await read_version(settings.database_url) is not None)


def require_folder(settings: Settings) -> None:
    """Raise WrongSettings if the folder of a SQLite file does not exist, as a mistyped path must not create one."""
    file = sqlite_file(settings.database_url)
    if file is not None and not file.parent.is_dir():
        mend = f"the folder {file.parent} does not exist; create it, or fix the path"
        raise WrongSettings([Mistake(f"{PREFIX}DATABASE_URL", mask_url(settings.database_url), mend)])


def make_private(file: Path) -> None:
    """Create an empty file that only its owner can read, as it will hold customers' messages."""
    file.touch(mode=0o600)


async def _clock(url: str) -> Clock:
    system = SystemClock()
    async with open_briefly(url, system) as store:
        pushed = await store.read("", read_sandbox_now)
        stands = await store.read("", lambda unit: goes_on_from(unit, system.now()))
    return SystemClock(stands) if pushed is None else PushedClock(pushed)
