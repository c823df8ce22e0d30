"""Houses to test in, and a folder of their own for what a process keeps beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.delivery.house import House, open_house
from tests.processes.place import Starter, starting


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL the spool stands in the working folder."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    """The shop at ten in the morning; the test runs once on each kind of database."""
    async with open_house(database) as opened:
        yield opened


@pytest.fixture(scope="session")
def launcher() -> Iterator[Starter]:
    """One launcher for all crashes: it has imported everything."""
    with starting("tests.delivery.launcher") as launcher:
        yield launcher
