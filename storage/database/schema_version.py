"""The version of a database, found without Alembic.

The version name in a database is not trusted: its tables are compared with the tables that the program needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.database import table_check
from storage.database.postgres_address import connect_arguments, strip_parameters
from storage.database.stores import make_driver_url
from storage.schema import metadata

STEPS = Path(__file__).parents[1] / "migrations"
RELEASE_0_2_0 = "0002"
LAST_DEVELOPMENT = "0058"
"""Development versions between 0.1.0 and 0.2.0 took the steps 0002 to 0058. Release 0.2.0 takes them as one, 0002, with
the same tables as 0058. Later steps begin at 0059, so that no two share a name.
"""
_DEVELOPMENT = frozenset(f"{number:04d}" for number in range(3, 58))
_UPGRADES_DEVELOPMENT = "commit 0cfd395"  # the last one with all these steps
_TABLE = "alembic_version"


class OtherVersion(Exception):
    """The database is not of this version: older, newer, or with other tables; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Upgrade:
    """The result of an upgrade: the applied revisions, oldest first, and the place of the earlier copy."""

    steps: list[str]
    copy: Path | None


def get_head() -> str | None:
    """Return the revision of this version of the program; None only before the first step is written.

    Steps are named by their revisions, in order.
    """
    names = (file.stem for file in (STEPS / "versions").glob("[0-9]*.py"))
    return max((name.partition("_")[0] for name in names), default=None)


async def read_version(url: str) -> str | None:
    """Return the revision that a database names; None when it has no tables of ours."""
    return (await look(url))[0]


def read_revision(connection: Connection) -> str | None:
    """Return the version name in the database."""
    if not inspect(connection).has_table(_TABLE):
        return None
    found: str | None = connection.scalar(text(f"SELECT version_num FROM {_TABLE}"))  # noqa: S608 - a constant
    return found


def list_lacks(connection: Connection) -> list[str]:
    """Return how the tables differ from the needs of this version."""
    return table_check.list_differences(connection, metadata)


def refuse_mismatch(found: str | None, lacking: list[str]) -> OtherVersion:
    """Return the refusal of a database whose tables do not match its version name."""
    go_on = "Continue with the Parley version that made it"
    if found in (RELEASE_0_2_0, LAST_DEVELOPMENT):
        go_on = f"Run `parley migrate` of {_UPGRADES_DEVELOPMENT} on it first if it is of a development version"
    return OtherVersion(
        f"the database says it is {found}, but its tables differ: {table_check.describe_differences(lacking)}. A "
        f"development version or a manual change made them; nothing was changed. {go_on}, "
        "restore a backup, or name another database in PARLEY_DATABASE_URL"
    )


def refuse_development(found: str | None) -> None:
    """Raise OtherVersion for a development database between 0.1.0 and 0.2.0, which no step upgrades."""
    if found in _DEVELOPMENT:
        raise OtherVersion(
            f"the database is at {found}, a step of development versions between 0.1.0 and 0.2.0; nothing was changed. "
            f"Run `parley migrate` of {_UPGRADES_DEVELOPMENT} on it first, or start anew: name another database in "
            "PARLEY_DATABASE_URL"
        )


def step_of(found: str | None) -> str | None:
    """Return the step of this program that makes the tables of ``found``."""
    return RELEASE_0_2_0 if found == LAST_DEVELOPMENT else found


async def look(url: str) -> tuple[str | None, list[str]]:
    """Return the database's revision; for this version's revision also the lacks of its tables."""
    engine = open_engine(url, "BEGIN")
    try:
        async with engine.connect() as connection:
            found = await connection.run_sync(read_revision)
            return found, await connection.run_sync(list_lacks) if found == get_head() else []
    finally:
        await engine.dispose()


def open_engine(url: str, begin: str) -> AsyncEngine:
    """Open a plain engine: with foreign keys enforced, rebuilding a table on SQLite would empty those that
    point to it.
    """
    full = make_driver_url(url)
    if full.startswith("sqlite"):
        engine = create_async_engine(full)
    else:
        engine = create_async_engine(strip_parameters(full), connect_args=connect_arguments(full))
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _disable_driver_transactions)
        event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _disable_driver_transactions(connection: Any, _record: Any) -> None:
    """Stop the driver from beginning transactions, so that changes of tables are undone with the rest."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=60000")
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.close()
