"""How the store on PostgreSQL speaks to its server."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from storage.database.postgres import PostgresDatabase
from storage.database.store_contract import PATIENCE
from storage.database.stores import Database, DatabaseAway
from storage.unit import Unit

COMPILES = "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET jit = on', current_database()); END $$"
"""What new connections find, as on most servers; on those of the tests it is off."""


@pytest.mark.postgres
@pytest.mark.parametrize("server", ["packaged_postgres"], indirect=True)
async def test_statements_are_compiled_in_no_transaction(store: Database) -> None:
    async def compile_all(unit: Unit) -> None:
        await unit.connection.execute(text(COMPILES))

    async def setting(unit: Unit) -> object:
        return (await unit.connection.execute(text("SHOW jit"))).scalar()

    assert isinstance(store, PostgresDatabase)
    await store.write("b", compile_all)
    await store.engine.dispose()
    assert [await store.write("b", setting), await store.read("b", setting)] == ["off", "off"]


@pytest.mark.postgres
@pytest.mark.parametrize("server", ["packaged_postgres"], indirect=True)
async def test_a_long_statement_ends_a_webhook_and_not_a_job(store: Database) -> None:
    async def walk(unit: Unit) -> object:
        return (await unit.connection.execute(text("SELECT 'all' FROM pg_sleep(0.2)"))).scalar()

    token = PATIENCE.set(0.05)
    with pytest.raises(DatabaseAway, match="TimeoutError"):
        await store.read("b", walk)
    PATIENCE.set(20.0)
    assert [await store.read("b", walk), await store.write("b", walk)] == ["all", "all"]
    PATIENCE.reset(token)
    await store.read("b", walk, quick=True)
