"""The store on PostgreSQL: a pool of connections; a transaction that met another one is run again.

Transactions are READ COMMITTED on purpose: whoever waited for a person's lock must see what its last holder wrote,
and claims skip what others hold. What is read and then written is locked first, or changed by one statement.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncTransaction, create_async_engine

from storage.database.postgres_address import connect_arguments, plain_address
from storage.database.store_contract import Bells, Work, away
from storage.identity.personal_tables import Holdings
from storage.sql.transaction import IdMaker, RetryTransaction
from storage.unit import Unit

T = TypeVar("T")

# A server that hangs, or a network that swallows packets, is as away as one that refuses: inbound must not wait for it.
_LIMITS = {"timeout": 5, "command_timeout": 10}  # seconds, asyncpg.connect
# Compiling a statement takes longer than any of ours gains by it. It is said by a statement, for a pooler refuses a
# connection that begins with a setting. https://www.postgresql.org/docs/current/jit-decision.html
_UNCOMPILED = "SET jit = off"
_TRIES = 6
# https://www.postgresql.org/docs/current/errcodes-appendix.html: serialization, deadlock, a statement cached before a
# migration, lock not available, and a row that another transaction added first (the next try finds it).
_RUN_AGAIN = frozenset({"40001", "40P01", "0A000", "55P03", "23505"})
_CROWDED = frozenset({"40001", "40P01", "55P03"})
_AWAY = ("08", "53", "57")  # classes: connection, resources, operator intervention
_SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


class PostgresDatabase(Bells):
    """One database for as many processes as needed."""

    def __init__(self, url: str, ids: IdMaker, holdings: Holdings, pool_size: int = 10) -> None:
        super().__init__()
        self.ids = ids
        self._holdings = holdings
        self.engine = create_async_engine(
            plain_address(url),
            pool_size=pool_size,
            max_overflow=5,
            pool_use_lifo=True,  # a connection of before an outage is made anew only where one more is needed
            pool_pre_ping=True,
            connect_args=connect_arguments(url, **_LIMITS),
            hide_parameters=True,
        )
        event.listen(self.engine.sync_engine, "connect", _prepare)

    async def write(self, business: str, work: Work[T], *, ahead: bool = False) -> T:
        """``ahead`` has no effect here: each function has a connection."""
        with _telling():
            return await self._until_done(business, work)

    async def read(self, business: str, work: Work[T]) -> T:
        with _telling():
            async with self.engine.connect() as connection:
                await connection.execution_options(**_SNAPSHOT)
                return await work(Unit(connection, business, self.ids, self._holdings))

    async def close(self) -> None:
        await self.engine.dispose()

    async def _until_done(self, business: str, work: Work[T]) -> T:
        for attempt in range(1, _TRIES):
            try:
                return await self._once(business, work)
            except (DBAPIError, RetryTransaction) as error:
                if not _may_run_again(error):
                    raise
            await asyncio.sleep(0.002 * 2**attempt if attempt > 1 else 0)
        try:
            return await self._once(business, work)
        except DBAPIError as error:
            if _state(error) in _CROWDED:  # nobody's mistake: whoever asked may ask again
                raise RetryTransaction(f"{_TRIES} tries met other transactions ({_state(error)})") from error
            raise

    async def _once(self, business: str, work: Work[T]) -> T:
        async with self.engine.connect() as connection, connection.begin() as transaction:
            unit = Unit(connection, business, self.ids, self._holdings)
            result = await work(unit)
            await _commit(transaction)
        self.committed(unit.wakes)
        return result


def _prepare(connection: Any, _record: object) -> None:
    """Settle how statements run on a new connection, for all transactions."""
    cursor = connection.cursor()
    cursor.execute(_UNCOMPILED)
    cursor.close()
    connection.commit()


async def _commit(transaction: AsyncTransaction) -> None:
    """Commit; when the connection breaks meanwhile, nobody knows whether it was, so it is not run again."""
    with _telling():
        await transaction.commit()


@contextmanager
def _telling() -> Iterator[None]:
    """Say DatabaseAway where the database is, rather than the statement wrong."""
    try:
        yield
    except (DBAPIError, OSError, PoolTimeout) as error:
        if _is_away(error):
            raise away(error) from error
        raise


def _may_run_again(error: Exception) -> bool:
    if isinstance(error, RetryTransaction):
        return True
    return isinstance(error, DBAPIError) and (_state(error) in _RUN_AGAIN or error.connection_invalidated)


def _is_away(error: Exception) -> bool:
    if not isinstance(error, DBAPIError):
        return isinstance(error, OSError | PoolTimeout)
    # Without a statement it came from connecting: no such database, no more connections, shutting down.
    connecting = error.statement is None and not _may_run_again(error)
    broken = error.connection_invalidated or isinstance(error, InterfaceError)
    return connecting or broken or _state(error).startswith(_AWAY)


def _state(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")
