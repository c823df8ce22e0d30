"""The store on PostgreSQL: a pool of connections, and a retry for transactions that conflict.

Transactions are READ COMMITTED on purpose: after waiting for a person's lock, a transaction must see the last holder's
writes. Claims skip rows that others hold. Rows that are read and then written are locked first, or changed by one
statement.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncTransaction, create_async_engine

from storage.database.postgres_address import connect_arguments, strip_parameters
from storage.database.store_contract import PATIENCE, QUICK, Bells, Work, wrap_away
from storage.identity.personal_tables import Holdings
from storage.sql.transaction import IdMaker, RetryTransaction
from storage.unit import Unit

T = TypeVar("T")

# Compiling a statement takes longer than it saves for ours. A statement sets this, because a pooler refuses connections
# that begin with a setting. https://www.postgresql.org/docs/current/jit-decision.html
_UNCOMPILED = "SET jit = off"
_TRIES = 6
# https://www.postgresql.org/docs/current/errcodes-appendix.html: serialization, deadlock, a statement cached before a
# migration, lock not available, and a row that another transaction added first (the next try finds it).
_RUN_AGAIN = frozenset({"40001", "40P01", "0A000", "55P03", "23505"})
_CROWDED = frozenset({"40001", "40P01", "55P03"})
_AWAY = ("08", "53", "57")  # classes: connection, resources, operator intervention
_SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


class PostgresDatabase(Bells):
    """One database for any number of processes."""

    def __init__(self, url: str, ids: IdMaker, holdings: Holdings) -> None:
        super().__init__()
        self.ids = ids
        self._holdings = holdings
        self._url = url
        self._engines = {QUICK: _make_engine(url, QUICK)}

    @property
    def engine(self) -> AsyncEngine:
        """Return the connections whose statements may take as long as PATIENCE says."""
        patience = PATIENCE.get()
        return self._engines.get(patience) or self._engines.setdefault(patience, _make_engine(self._url, patience))

    async def write(self, business: str, work: Work[T], *, ahead: bool = False) -> T:
        """Run a function in one transaction. ``ahead`` has no effect here: each function has a connection."""
        with _translate_errors():
            return await self._run_until_done(business, work)

    async def read(self, business: str, work: Work[T], *, quick: bool = False) -> T:
        with _translate_errors():
            engine = self._engines[QUICK] if quick else self.engine
            async with engine.connect() as connection:
                await connection.execution_options(**_SNAPSHOT)
                return await work(Unit(connection, business, self.ids, self._holdings))

    async def close(self) -> None:
        for engine in self._engines.values():
            await engine.dispose()

    async def _run_until_done(self, business: str, work: Work[T]) -> T:
        for attempt in range(1, _TRIES):
            try:
                return await self._run_once(business, work)
            except (DBAPIError, RetryTransaction) as error:
                if not _may_run_again(error):
                    raise
            await asyncio.sleep(0.002 * 2**attempt if attempt > 1 else 0)
        try:
            return await self._run_once(business, work)
        except DBAPIError as error:
            if _state(error) in _CROWDED:  # nobody's mistake: the caller may retry
                raise RetryTransaction(f"{_TRIES} tries met other transactions ({_state(error)})") from error
            raise

    async def _run_once(self, business: str, work: Work[T]) -> T:
        async with self.engine.connect() as connection, connection.begin() as transaction:
            unit = Unit(connection, business, self.ids, self._holdings)
            result = await work(unit)
            await _commit(transaction)
        self.note_commit(unit.wakes)
        return result


def _make_engine(url: str, patience: float) -> AsyncEngine:
    engine = create_async_engine(
        strip_parameters(url),
        pool_size=10,
        max_overflow=5,
        pool_use_lifo=True,  # a connection from before an outage is renewed only when one more is needed
        pool_pre_ping=True,
        connect_args=connect_arguments(url, timeout=5, command_timeout=patience),
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    """Set how statements run on a new connection, for all transactions."""
    cursor = connection.cursor()
    cursor.execute(_UNCOMPILED)
    cursor.close()
    connection.commit()


async def _commit(transaction: AsyncTransaction) -> None:
    """Commit; if the connection breaks meanwhile, the outcome is unknown, so there is no second try."""
    with _translate_errors():
        await transaction.commit()


@contextmanager
def _translate_errors() -> Iterator[None]:
    """Raise DatabaseAway if the database is away, rather than the statement wrong."""
    try:
        yield
    except (DBAPIError, OSError, PoolTimeout) as error:
        if _is_away(error):
            raise wrap_away(error) from error
        raise


def _may_run_again(error: Exception) -> bool:
    if isinstance(error, RetryTransaction):
        return True
    return isinstance(error, DBAPIError) and (_state(error) in _RUN_AGAIN or error.connection_invalidated)


def _is_away(error: Exception) -> bool:
    if not isinstance(error, DBAPIError):
        return isinstance(error, OSError | PoolTimeout)
    # Errors without a statement come from connecting: no such database, no more connections, shutting down.
    connecting = error.statement is None and not _may_run_again(error)
    broken = error.connection_invalidated or isinstance(error, InterfaceError)
    return connecting or broken or _state(error).startswith(_AWAY)


def _state(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")
