"""How the store on PostgreSQL speaks to its server."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from storage.database import Database
from storage.unit import Unit


@pytest.mark.postgres
@pytest.mark.parametrize("server", ["packaged_postgres"], indirect=True)
async def test_statements_are_compiled_in_no_transaction(store: Database) -> None:
    async def setting(unit: Unit) -> object:
        return (await unit.connection.execute(text("SHOW jit"))).scalar()

    assert [await store.write("b", setting), await store.read("b", setting)] == ["off", "off"]
