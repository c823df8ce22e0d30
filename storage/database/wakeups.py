"""The connection between the processes on one PostgreSQL: all processes receive each message, including the sender. It
only carries wake-ups.

A message without a listener is lost (https://www.postgresql.org/docs/current/sql-notify.html), so receivers also poll
from time to time. A pooler that gives each statement another connection accepts LISTEN and delivers nothing: a process
that does not receive its own messages is not connected (https://www.pgbouncer.org/features.html).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from storage.database.postgres_address import connect_arguments, strip_parameters
from storage.database.store_contract import DatabaseAway, wrap_away

CHANNEL = "parley"
_LIMITS = {"timeout": 5, "command_timeout": 5}  # seconds, asyncpg.connect
_CLOSING = 1.0  # seconds
# Errors of asyncpg and SQLAlchemy for a server that is gone, refuses or hangs; a time-out is an OSError.
_TROUBLE = (asyncpg.PostgresError, asyncpg.InterfaceError, DBAPIError, OSError)


class WakeupWire:
    """One connection that sends and receives wake-ups."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def say(self, words: str) -> None:
        """Send a message of at most 8 000 bytes to all listeners, in a separate commit. Raises DatabaseAway."""
        try:
            await self._connection.execute("SELECT pg_notify($1, $2)", CHANNEL, words)
        except _TROUBLE as error:
            raise wrap_away(error) from error


@asynccontextmanager
async def open_wire(url: str, hear: Callable[[str], None], lost: Callable[[], None]) -> AsyncIterator[WakeupWire]:
    """Open a separate connection outside every pool; ``lost`` is called when the server ends it. Raises
    DatabaseAway.
    """
    limits = connect_arguments(url, **_LIMITS)
    engine = create_async_engine(strip_parameters(url), poolclass=NullPool, connect_args=limits, hide_parameters=True)
    try:
        async with engine.connect() as pooled:
            connection: Any = (await pooled.get_raw_connection()).driver_connection
            await connection.add_listener(CHANNEL, lambda _connection, _pid, _channel, words: hear(words))
            connection.add_termination_listener(lambda _connection: lost())
            try:
                yield WakeupWire(connection)
            finally:
                with suppress(*_TROUBLE):
                    await connection.close(timeout=_CLOSING)
    except DatabaseAway:
        raise
    except _TROUBLE as error:
        raise wrap_away(error) from error
    finally:
        await engine.dispose()
