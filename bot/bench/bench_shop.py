"""The business of a benchmark: an SMS sender without pacing, a Shopify store, and a database of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, text

from bot import database
from bot.bench import stopwatch
from bot.bench.bench_account import ACCOUNT, NUMBER, TOKEN
from bot.clock import SystemClock
from bot.config import load
from bot.conversations import CONVERSATIONS
from bot.vault import Vault
from flows.business import Business, ChannelSettings, StoreSettings
from flows.channels import SMS
from flows.connections import StoreProvider
from handlers.actions.business_file_apply import apply_file
from handlers.business_file import BusinessFile
from storage.businesses.businesses import list_tenants
from storage.database.migrate import migrate
from storage.database.stores import Database, sqlite_file
from storage.schema import metadata
from storage.sending.senders import UNPACED
from storage.unit import Unit

BUSINESS = "bench"
DOMAIN = "bench.myshopify.com"
SHOPIFY_SECRET = "shpss_bench"  # noqa: S105 - of the benchmark alone
KEY = "a key for benchmarks only, whose secrets open nothing"
CHUNK = 2_000  # rows of one statement
ADDRESS = "https://bench.example"  # never called: it only makes links and receipts' addresses as long as real ones

SHOP = Business(
    id=BUSINESS,
    name="Tiger Tees",
    country="US",
    timezone="America/Chicago",
    currency="USD",
    support="help@bench.example",
    channels=(ChannelSettings(SMS.name, "twilio", NUMBER, ACCOUNT, rate=UNPACED),),
    stores=(StoreSettings(StoreProvider.SHOPIFY.value, DOMAIN),),
)
SECRETS = {"sms.auth_token": TOKEN, "shopify.webhook_secret": SHOPIFY_SECRET, "shopify.access_token": "shpat_bench"}


class Lived(Exception):
    """The database is in use by a real business; the message says what to do."""


def make_environment(database_url: str, **settings: str) -> dict[str, str]:
    """Return the environment of a service on that database; ``settings`` adds variables by name."""
    return {"PARLEY_DATABASE_URL": database_url, "PARLEY_SECRET_KEY": KEY, "PARLEY_PUBLIC_URL": ADDRESS, **settings}


@contextmanager
def make_folder() -> Iterator[Path]:
    """Yield a folder for the benchmark's files, removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as name:
        yield Path(name)


def open_store(database_url: str) -> AbstractAsyncContextManager[Database]:
    """Return a store to prepare and inspect the database."""
    return database.open_briefly(database_url, SystemClock())


async def prepare_business(
    database_url: str, business: Business = SHOP, secrets: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Migrate the database, delete the rows of an earlier run, and apply the business.

    A missing SQLite file is created; ``secrets`` are added to the bench's own. Raises Lived if the database holds
    another business.
    """
    await migrate(database_url)
    clock = SystemClock()
    async with open_store(database_url) as store:
        known = {tenant.business.id for tenant in await store.read("", list_tenants)}
        if known - {BUSINESS}:
            others = ", ".join(sorted(known - {BUSINESS}))
            raise Lived(f"this database holds {others}; a benchmark empties its own: give it another --database-url")
        await store.write("", lambda unit: clear_tables(unit, metadata.sorted_tables))
        vault = Vault(load(make_environment(database_url)).require_secret())
        await apply_file(
            CONVERSATIONS,
            store,
            BusinessFile(business, {**SECRETS, **secrets}),
            vault,
            clock.now(),
            clock.get_real_time(),
        )


async def find_sender(store: Database, channel: str = SMS.name) -> UUID:
    """Return the sender of the business on that channel."""
    found = await store.read(BUSINESS, lambda unit: unit.senders.find_for_channel(channel))
    assert found is not None, "the business was applied with that channel"
    return found.id


async def time_read(store: Database, work: Any) -> float:
    """Return the milliseconds of a read transaction."""
    began = stopwatch.read_stopwatch()
    await store.read(BUSINESS, work)
    return (stopwatch.read_stopwatch() - began) * 1000


async def put(store: Database, *tables: tuple[Table, Sequence[dict[str, Any]]]) -> None:
    """Insert rows of the business into each of these tables, one chunk per transaction."""
    for table, rows in tables:
        for start in range(0, len(rows), CHUNK):
            adding = partial(Unit.add_all, table=table, rows=rows[start : start + CHUNK])
            await store.write(BUSINESS, adding)


async def settle_down(database_url: str, *, counted: bool = False) -> None:
    """Do the maintenance that a running database would have done after so many changes.

    ``counted``: also gather PostgreSQL's statistics, as its autovacuum does within a minute after many changes.
    """
    if sqlite_file(database_url) is None:
        async with open_store(database_url) as store:
            for what in ("CHECKPOINT", *(("ANALYZE",) if counted else ())):
                await store.write("", lambda unit, what=what: unit.run(text(what)))  # type: ignore[misc]


async def clear_tables(unit: Unit, which: Collection[Table]) -> None:
    """Delete all rows of some tables, and of the tables that refer to them."""
    chosen = with_pointing(which)
    if unit.postgres:
        names = ", ".join(table.name for table in chosen)
        await unit.run(text(f"TRUNCATE {names}"))
        return
    for table in reversed(chosen):
        await unit.run(delete(table))


def with_pointing(which: Collection[Table]) -> list[Table]:
    """Return some tables and all that refer to them, referenced tables first."""
    chosen: list[Table] = []
    for table in metadata.sorted_tables:
        if table in which or any(key.column.table in chosen for key in table.foreign_keys):
            chosen.append(table)
    return chosen


def describe_database(database_url: str | None) -> Mapping[str, str]:
    """Return the database for a sheet's settings, without anything secret; None is a temporary SQLite file."""
    return {"database": "SQLite" if database_url is None or sqlite_file(database_url) is not None else "PostgreSQL"}
