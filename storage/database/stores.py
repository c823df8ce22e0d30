"""The unit of work: ``await store.write(business, fn)`` runs ``fn`` in one transaction, and may run it again.

SQLite has one writer. The writer takes all waiting work in order, gives each function a savepoint and commits them
together; one commit lasts at most 50 ms. PostgreSQL has a pool. It retries a transaction that met another one
(serialization failure, deadlock, a statement cached before a migration). Functions await only the database.
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

__all__ = ["Database", "DatabaseAway", "RetryTransaction", "Work", "make_database", "make_driver_url", "sqlite_file"]

T = TypeVar("T")

_DRIVERS = {"sqlite": "sqlite+aiosqlite", **dict.fromkeys(SCHEMES, DRIVER)}


class Database(Protocol):
    """The database of an installation. ``ids`` makes the ids of its rows."""

    ids: IdMaker

    async def write(self, business: str, work: Work[T], *, ahead: bool = False) -> T:
        """Run ``work`` in one transaction. Raises DatabaseAway and the errors of ``work`` (then nothing is written).

        ``ahead``: before other waiting work, because somebody outside waits.
        """

    async def read(self, business: str, work: Work[T], *, quick: bool = False) -> T:
        """Run ``work`` on a consistent view; the database refuses writing. Raises DatabaseAway.

        ``quick``: a few rows by an index, as polls read; on SQLite without a switch to another thread.
        """

    def listen(self, name: str) -> asyncio.Event:
        """Return an event that is set whenever a committed transaction woke ``name``."""

    def add_bell(self, name: str, bell: str) -> None:
        """Ring ``bell`` each time ``name`` is woken."""

    async def close(self) -> None:
        """Finish the current work and release the connections."""


def make_database(
    url: str, ids: IdMaker, holdings: Holdings, *, fleeting: bool = False
) -> SqliteDatabase | PostgresDatabase:
    """Return the store behind a database URL: ``sqlite:///file`` or ``postgresql://…``. Raises ValueError for another.

    ``holdings`` come from the conversations. A ``fleeting`` SQLite file belongs to this process alone, and is created
    anew if lost.
    """
    full = make_driver_url(url)
    if full.startswith("sqlite"):
        return SqliteDatabase(full, ids, holdings, fleeting=fleeting)
    return PostgresDatabase(full, ids, holdings)


def make_driver_url(url: str) -> str:
    """Return the URL with SQLAlchemy's driver. Raises ValueError for a database Parley does not know."""
    scheme, _, rest = url.partition("://")
    if scheme not in _DRIVERS:
        raise ValueError(f"{scheme}:// is not a known kind of database; use sqlite:///parley.db or postgresql://…")
    return f"{_DRIVERS[scheme]}://{rest}"


def sqlite_file(url: str) -> Path | None:
    """Return the file behind a database URL; None for PostgreSQL."""
    parts = make_url(make_driver_url(url))
    return Path(parts.database or "") if parts.get_backend_name() == "sqlite" else None
