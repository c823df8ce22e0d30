"""The storage tests run on one database more: the machine's own PostgreSQL, an older release that others built."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import PushedClock
from storage.database.stores import Database
from tests.sourced import Souvenirs, turns_of
from tests.storage.house import MONDAY
from tests.storage.world import open_shops
from tests.upgrades.stored import bring_to, fresh


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("packaged_postgres", marks=pytest.mark.postgres, id="postgres"),
        pytest.param("system_postgres", marks=pytest.mark.system_postgres),
    ]
)
def server(request: pytest.FixtureRequest) -> str | None:
    """What ``database`` stands on: the URL of a PostgreSQL server, or None for a SQLite file."""
    return None if request.param == "sqlite" else request.getfixturevalue(request.param)


@pytest.fixture
async def shops(store: Database) -> None:
    """Both shops are applied: queues are looked at shop by shop."""
    await open_shops(store)


@pytest.fixture
async def house(store: Database) -> Souvenirs:
    """The souvenir shop on a Monday morning."""
    clock = PushedClock(MONDAY)
    return await Souvenirs(turns_of(store, clock), clock).open()


@pytest.fixture
async def old(server: str | None, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a database at the first step, as release 0.1.0 left it."""
    async with fresh(server, tmp_path) as url:
        await bring_to(url, "0001")
        yield url
