"""PostgreSQL is told how large its tables have become, and not over again."""

from __future__ import annotations

from sqlalchemy import text

from storage.database.stores import Database
from storage.unit import Unit
from storage.upkeep.table_statistics import Statistics
from tests.storage.sending.test_fanout import crowd
from tests.storage.world import do


async def test_tables_that_have_grown_are_counted_once(store: Database) -> None:
    await crowd(store, 400)

    async def known(unit: Unit) -> float:
        return float(await unit.value(text("SELECT reltuples FROM pg_class WHERE relname = 'contacts'")))

    async def renew(unit: Unit) -> list[str]:
        return await unit.of(Statistics).renew()

    grown = await do(store, renew)
    filled = {"addresses", "contacts", "permissions"}
    # A table that an earlier test filled and emptied keeps its pages until a vacuum, so it may be named again.
    assert filled.isdisjoint(await do(store, renew))
    if await do(store, lambda unit: _is_postgres(unit)):
        assert filled <= set(grown)
        assert await do(store, known) == 400
    else:
        assert grown == []


async def _is_postgres(unit: Unit) -> bool:
    return unit.postgres
