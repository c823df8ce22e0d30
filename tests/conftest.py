"""What all tests share: ids and clocks that repeat, real databases, and no failure that goes unseen."""

from __future__ import annotations

import asyncio
import gc
import inspect
import os
import random
import shutil
import sys
import zoneinfo
from collections.abc import AsyncIterator, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import structlog
from hypothesis import HealthCheck, settings

from bot.clock import PushedClock
from bot.ids import Ids
from bot.service_loading import keep_what_is_loaded
from tests import cases
from tests.arranging import mixed, on_one
from tests.quick import MOST, is_slow, quick_ones
from tests.watching import watched

# What speaks to databases is loaded by the first test that has one: it takes longer than most rooms' tests.
if TYPE_CHECKING:
    from storage.database.stores import Database

START = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
_SERVER_STANDS = ("handlers", "transcripts")  # rooms of which no test takes a connection away

# Examples share the database of their test and use names of their own; a slow machine is no failure.
settings.register_profile(
    "parley",
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("parley")
# The same zone data everywhere: the package's, not the machine's.
zoneinfo.reset_tzpath(to=[])
# By itself structlog draws every traceback with colours and frames, which took an eighth of all tests.
structlog.dev.ConsoleRenderer.get_active().exception_formatter = structlog.dev.plain_traceback


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="the quick tests alone: see tests/quick.py")
    parser.addoption("--long", action="store_true", help="also the tests marked long, which only their targets run")
    parser.addoption("--both", action="store_true", help="every case on both databases: see tests/arranging.py")
    parser.addoption("--both-in", action="append", default=[], metavar="ROOM", help="every case of this room on both")


def pytest_configure(config: pytest.Config) -> None:
    """Take some cases of each test with ``--quick``."""
    cases.most = MOST if config.getoption("quick") else None


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With ``--quick`` a file without a quick test is not even read."""
    tests = config.rootpath / "tests"
    slow = config.getoption("quick") and collection_path.is_relative_to(tests)
    return True if slow and is_slow(collection_path.relative_to(tests)) else None


@pytest.hookimpl(trylast=True)  # what -k and -m leave
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the quick tests alone with ``--quick``, and each case on one database without ``--both``."""
    chosen = quick_ones(items, config.rootpath) if config.getoption("quick") else list(items)
    if not config.getoption("long"):
        chosen = [item for item in chosen if item.get_closest_marker("long") is None]
    if not config.getoption("both"):
        chosen = on_one(chosen, config.rootpath, config.getoption("both_in"))
    left_out = {id(item) for item in items} - {id(item) for item in chosen}
    if left_out:
        config.hook.pytest_deselected(items=[item for item in items if id(item) in left_out])
    items[:] = mixed(chosen, config.rootpath)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Nothing that is collected becomes garbage: looking for it was a quarter of the time that collecting takes."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    """What is collected stays until the end; garbage is looked for as seldom as in a service at work."""
    keep_what_is_loaded()
    if "sqlalchemy" in sys.modules:
        from tests import statements

        statements.share()


@pytest.fixture
def clock() -> PushedClock:
    """A clock that stands at START until the test pushes it."""
    return PushedClock(START)


@pytest.fixture
def ids(clock: PushedClock) -> Ids:
    """UUIDv7s from ``clock``, the same ones in every run."""
    return Ids(clock, random.Random(7).getrandbits)


@pytest.fixture(scope="session")
def packaged_postgres() -> Iterator[str]:
    """The PostgreSQL server that all processes of this test run share; without xdist it is this process's own."""
    from tests import databases

    with databases.packaged_server(os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))) as url:
        yield url


@pytest.fixture(scope="session")
def system_postgres() -> Iterator[str]:
    """A server made with the machine's own PostgreSQL."""
    from tests import databases

    programs = databases.system_programs()
    if programs is None:
        pytest.skip("no PostgreSQL of the machine's own under /usr/lib/postgresql")
    with databases.system_server(programs) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("packaged_postgres", marks=pytest.mark.postgres, id="postgres")])
def server(request: pytest.FixtureRequest) -> str | None:
    """What ``database`` stands on: the URL of a PostgreSQL server, or None for a SQLite file."""
    return None if request.param == "sqlite" else request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated SQLite database for tests to copy."""
    from storage.database.migrate import migrate

    file = tmp_path_factory.mktemp("sqlite") / "parley.db"
    asyncio.run(migrate(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def spare_databases() -> dict[str, str]:
    """By server, the empty database that this process keeps for its next test."""
    return {}


def _server_stands(request: pytest.FixtureRequest) -> bool:
    return request.path.relative_to(request.config.rootpath / "tests").parts[0] in _SERVER_STANDS


@pytest.fixture
async def database(
    request: pytest.FixtureRequest,
    server: str | None,
    spare_databases: dict[str, str],
    migrated_file: Path,
    tmp_path: Path,
) -> AsyncIterator[str]:
    """The URL of an empty, migrated database of the test's own; the test runs once on each kind of database."""
    if server is None:
        yield f"sqlite:///{shutil.copy(migrated_file, tmp_path)}"
    else:
        from tests import databases

        url = spare_databases.pop(server, None) or await databases.create(server)
        with databases.trusted() if _server_stands(request) else nullcontext():
            yield url
        await databases.empty(url)
        spare_databases[server] = url


@pytest.fixture
async def store(request: pytest.FixtureRequest, database: str, ids: Ids) -> AsyncIterator[Database]:
    """The store on ``database``; where no test takes a connection away nobody else has the file open."""
    from bot.conversations import HOLDINGS
    from storage.database.stores import make_database

    opened = make_database(database, ids, HOLDINGS, fleeting=_server_stands(request))
    yield opened
    await opened.close()


@pytest.fixture(autouse=True)
def seen_failures(request: pytest.FixtureRequest) -> None:
    """A test fails when a task it started failed and nobody looked; by itself asyncio only logs that."""
    if inspect.iscoroutinefunction(getattr(request, "function", None)):
        request.getfixturevalue("watched_tasks")


@pytest.fixture
async def watched_tasks() -> AsyncIterator[None]:
    async with watched():
        yield
