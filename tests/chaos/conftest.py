"""How long and how large the chaos is: short by itself, as told by ``make chaos``."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.chaos.postgres import Postgres, lasting_server
from tests.processes.place import Starter, starting


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "chaos: several processes, killed and cut off at random; `make chaos` for long")


@dataclass(frozen=True, slots=True)
class Size:
    """``seconds`` that a storm lasts at least, ``people`` in the race of STOPs, and the ``seed`` of both."""

    seconds: float
    people: int
    seed: int
    long: bool


@pytest.fixture(scope="session")
def size(pytestconfig: pytest.Config) -> Size:
    """What the environment says: CHAOS_SECONDS, CHAOS_PEOPLE, CHAOS_SEED."""
    given = os.environ
    long = "CHAOS_SECONDS" in given
    seed = int(given.get("CHAOS_SEED") or random.SystemRandom().randrange(10**6))
    return Size(float(given.get("CHAOS_SECONDS") or "0"), int(given.get("CHAOS_PEOPLE") or "10000"), seed, long)


@pytest.fixture(scope="session")
def chaos_server() -> Iterator[Postgres]:
    """A server that may be restarted."""
    with lasting_server(f"chaos-{os.getpid()}") as server:
        yield server


@pytest.fixture(scope="session")
def starter() -> Iterator[Starter]:
    """One starter for all fleets."""
    with starting() as starter:
        yield starter


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL the spool stands in the working folder."""
    monkeypatch.chdir(tmp_path)
