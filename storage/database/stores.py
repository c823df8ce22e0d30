"""The unit of work: ``await store.write(business, fn)`` runs ``fn`` in one transaction, and may run it again.

SQLite has one writer. It takes whatever waits, in order, gives each function a savepoint and commits them together;
one commit lasts at most 50 ms. PostgreSQL has a pool, and a transaction that met another one (serialization failure,
deadlock, a statement cached before a migration) is run again.
Inside a function nothing is awaited but the database.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy import make_url

from storage.database.postgres import PostgresDatabase
from storage.database.postgres_address import DRIVER, SCHEMES
from storage.database.sqlite import SqliteDatabase
from storage.database.store_contract import DatabaseAway, Work
from storage.identity.personal_tables import Holdings
from storage.sql.transaction import IdMaker, RetryTransaction

__all__ = ["Database", "DatabaseAway", "RetryTransaction", "Work", "driver_url", "make_database", "sqlite_file"]

T = TypeVar("T")

_DRIVERS = {"sqlite": "sqlite+aiosqlite", **dict.fromkeys(SCHEMES, DRIVER)}


class Database(Protocol):
    """The database of an installation. ``ids`` makes the ids of its rows."""

    ids: IdMaker

    async def write(self, business: str, work: Work[T], *, ahead: bool = False) -> T:
        """Run ``work`` in one transaction. Raises DatabaseAway, or whatever ``work`` raises (then nothing is written).

        ``ahead``: before what waits, for somebody outside waits for it.
        """

    async def read(self, business: str, work: Work[T]) -> T:
        """Run ``work`` on a consistent view; the database refuses writing. Raises DatabaseAway."""

    def listen(self, name: str) -> asyncio.Event:
        """An event that is set whenever a committed transaction woke ``name``."""

    def also(self, name: str, bell: str) -> None:
        """Let whoever wakes ``name`` ring ``bell``."""

    async def close(self) -> None:
        """Let the work under way finish and give back the connections."""


def make_database(
    url: str, ids: IdMaker, holdings: Holdings, *, fleeting: bool = False
) -> SqliteDatabase | PostgresDatabase:
    """The store behind a database URL: ``sqlite:///file`` or ``postgresql://…``. Raises ValueError for another.

    ``holdings`` are what conversations bring to it. A SQLite file that is ``fleeting`` is this process's alone, and
    made anew where it is lost half-way.
    """
    full = driver_url(url)
    if full.startswith("sqlite"):
        return SqliteDatabase(full, ids, holdings, fleeting=fleeting)
    return PostgresDatabase(full, ids, holdings)


def driver_url(url: str) -> str:
    """The URL with the driver that SQLAlchemy is to use. Raises ValueError for a database Parley does not know."""
    scheme, _, rest = url.partition("://")
    if scheme not in _DRIVERS:
        raise ValueError(f"{scheme}:// is no database Parley knows; use sqlite:///parley.db or postgresql://…")
    return f"{_DRIVERS[scheme]}://{rest}"


def sqlite_file(url: str) -> Path | None:
    """The file behind a database URL; None for PostgreSQL."""
    parts = make_url(driver_url(url))
    return Path(parts.database or "") if parts.get_backend_name() == "sqlite" else None
