"""Wake-ups between two processes' stores on one PostgreSQL: heard at once, told together, and only to somebody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import asyncpg
import pytest
from prometheus_client import CollectorRegistry

from bot import process_bells
from bot.conversations import HOLDINGS
from bot.ids import Ids
from bot.process_bells import Ringing
from storage.database.postgres import PostgresDatabase
from storage.database.stores import make_driver_url
from storage.unit import Unit
from tests.processes.waiting import until
from tests.storage.world import SHOP

pytestmark = pytest.mark.postgres

COMMITS = 100


@pytest.fixture
def server(packaged_postgres: str) -> str:
    return packaged_postgres


@dataclass
class Street:
    """Who lives beside each other on one database, and what was said aloud."""

    url: str
    ids: Ids
    stack: AsyncExitStack
    said: list[str] = field(default_factory=list)

    async def move_in(self, me: str, url: str | None = None) -> tuple[PostgresDatabase, Ringing]:
        store = PostgresDatabase(make_driver_url(self.url), self.ids, HOLDINGS)
        self.stack.push_async_callback(store.close)
        bells = Ringing(store, make_driver_url(url or self.url), me, CollectorRegistry())
        await bells.start()
        self.stack.push_async_callback(bells.stop)
        return store, bells

    async def listen(self) -> None:
        connection = await asyncpg.connect(self.url)
        self.stack.push_async_callback(connection.close)
        await connection.add_listener("parley", lambda *told: self.said.append(str(told[3])))


@pytest.fixture
async def street(database: str, ids: Ids) -> AsyncIterator[Street]:
    async with AsyncExitStack() as stack:
        yield Street(database, ids, stack)


async def commit(store: PostgresDatabase, *names: str) -> None:
    async def work(unit: Unit) -> None:
        for name in names:
            unit.wake(name)

    await store.write(SHOP, work)


def true(look: Callable[[], bool]) -> Callable[[], Awaitable[bool]]:
    async def looked() -> bool:
        return look()

    return looked


async def test_many_commits_are_told_together(street: Street) -> None:
    await street.listen()
    (store, bells), (other, others_bells) = await street.move_in("one"), await street.move_in("two")
    await until("both", true(lambda: bells._has_heard_others() and others_bells._has_heard_others()))
    await until("themselves", true(lambda: bells.listening and others_bells.listening))
    other.listen("inbox").clear()
    other.listen("settled").clear()
    for _ in range(COMMITS):
        await commit(store, "inbox", "settled")
    await asyncio.wait_for(other.listen("inbox").wait(), 10)
    assert not other.listen("settled").is_set(), "of use in its own process alone"

    def told() -> list[str]:
        return [line for line in street.said if line.startswith("one") and "inbox" in line]

    await until("the street hears it too", true(lambda: bool(told())))
    assert len(told()) < COMMITS / 2


async def test_what_is_committed_before_one_hears_itself_is_told_all_the_same(street: Street) -> None:
    """The other one may be heard first; what is said then must not wait for its tick."""
    await street.listen()
    store, bells = await street.move_in("one")
    bells._others["two"] = asyncio.get_running_loop().time()
    assert not bells.listening
    await commit(store, "inbox")
    await until("it", true(lambda: "one inbox" in street.said))


async def test_nobody_is_told_where_nobody_else_is(street: Street) -> None:
    await street.listen()
    store, bells = await street.move_in("one")
    await until("itself", true(lambda: bells.listening))
    await commit(store, "inbox")
    assert store.listen("inbox").is_set()
    assert not bells._told


async def test_words_of_strangers_do_no_harm(street: Street) -> None:
    store, bells = await street.move_in("one")
    await until("itself", true(lambda: bells.listening))
    connection = await asyncpg.connect(street.url)
    for words in ("", "   ", "two nothing such", "two sender"):
        await connection.execute("SELECT pg_notify('parley', $1)", words)
    await connection.close()
    await asyncio.wait_for(store.listen("sender").wait(), 10)
    assert bells.listening


async def test_who_does_not_hear_itself_is_not_connected(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pooler takes the LISTEN and gives each statement another connection: it seems to work, and nothing comes."""
    monkeypatch.setattr(process_bells, "BEAT", 0.1)
    monkeypatch.setattr(process_bells, "GONE", 0.3)
    _, bells = await street.move_in("one")
    await until("itself", true(lambda: bells.listening))
    monkeypatch.setattr("storage.database.wakeups.CHANNEL", "nobody hears this")
    await until("that it is deaf", true(lambda: not bells.listening), patience=20)
    assert bells._lost._value.get() >= 1
    monkeypatch.setattr("storage.database.wakeups.CHANNEL", "parley")
    await until("itself again", true(lambda: bells.listening), patience=20)
