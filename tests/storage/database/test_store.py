"""The unit of work, on every database: whole or not at all, alone or in a crowd, and honest when it cannot."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.conversations import HOLDINGS
from bot.ids import Ids
from storage.businesses import businesses
from storage.database.sqlite import SqliteDatabase
from storage.database.stores import Database, DatabaseAway, RetryTransaction, make_database, make_driver_url
from storage.unit import Unit
from tests.storage.world import NOW, PHONE, SHOP, do, person

# Takes many times as long as the work of the others.
LONG = "WITH RECURSIVE n (x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n LIMIT 100000) SELECT max(x) FROM n"


async def add_one(unit: Unit) -> int:
    """Read, add, write: what loses updates unless nobody else gets in between."""
    await unit.people.hold(contact := (await person(unit))[0])
    found = await unit.people.get(contact)
    assert found is not None
    count = (found.orders or 0) + 1
    await unit.people.save_details(contact, {"orders": count}, NOW)
    return count


async def orders(unit: Unit) -> int:
    address = await unit.people.address(PHONE.channel, PHONE.value)
    found = await unit.people.get(address.contact) if address else None
    return (found.orders or 0) if found else 0


async def test_four_hundred_increments_by_four_tasks_are_four_hundred(store: Database) -> None:
    await do(store, person)

    async def task() -> None:
        for _ in range(100):
            await do(store, add_one)

    await asyncio.gather(*(task() for _ in range(4)))
    assert await store.read(SHOP, orders) == 400


async def test_functions_that_wait_together_each_get_their_own_result(store: Database) -> None:
    found = await asyncio.gather(*(do(store, add_one) for _ in range(20)))
    assert sorted(found) == list(range(1, 21))


async def test_what_somebody_outside_waits_for_goes_ahead(store: Database) -> None:
    done: list[str] = []

    async def work(_: Unit, name: str) -> None:
        done.append(name)

    waiting = [store.write(SHOP, lambda unit, n=name: work(unit, n)) for name in ("a", "b")]  # type: ignore[misc]
    await asyncio.gather(*waiting, store.write(SHOP, lambda unit: work(unit, "ahead"), ahead=True))
    assert sorted(done) == ["a", "ahead", "b"]
    assert done[0] == "ahead" or not isinstance(store, SqliteDatabase)


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
async def test_what_goes_ahead_lets_the_others_go_on(store: Database) -> None:
    done: list[int] = []
    ahead = 0

    async def work(_: Unit, number: int) -> None:
        done.append(number)

    async def nothing(_: Unit) -> None:
        return

    async def knock() -> None:
        nonlocal ahead
        while len(done) < 20:
            ahead += 1
            await store.write(SHOP, nothing, ahead=True)

    await asyncio.gather(knock(), *(store.write(SHOP, lambda unit, n=n: work(unit, n)) for n in range(20)))  # type: ignore[misc]
    assert done == list(range(20))
    assert ahead <= 40


@pytest.mark.parametrize("many", [1, 4])  # with four, some always wait
@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
async def test_the_others_get_as_long_as_what_goes_ahead_took(store: Database, many: int) -> None:
    done: list[int] = []
    ahead = 0

    async def work(_: Unit, number: int) -> None:
        done.append(number)

    async def count_long(unit: Unit) -> None:
        await unit.value(text(LONG))

    async def knock() -> None:
        nonlocal ahead
        while len(done) < 20 and ahead < 100:
            ahead += 1
            await store.write(SHOP, count_long, ahead=True)

    others = [store.write(SHOP, lambda unit, n=n: work(unit, n)) for n in range(20)]  # type: ignore[misc]
    await asyncio.gather(*(knock() for _ in range(many)), *others)
    assert done == list(range(20))
    assert ahead < 10 * many


@pytest.mark.parametrize("quick", [False, True])
async def test_a_read_sees_what_is_committed_and_cannot_write(store: Database, quick: bool) -> None:
    await do(store, add_one)
    assert await store.read(SHOP, orders, quick=quick) == 1
    with pytest.raises(DBAPIError):
        await store.read(SHOP, add_one, quick=quick)
    assert await store.read(SHOP, orders) == 1


async def test_one_that_fails_is_undone_alone(store: Database) -> None:
    async def fail(unit: Unit) -> None:
        await add_one(unit)
        raise ValueError("no")

    results = await asyncio.gather(*(do(store, work) for work in (add_one, fail, add_one)), return_exceptions=True)
    assert [type(result) for result in results] == [int, ValueError, int]
    assert await store.read(SHOP, orders) == 2


class Abandoned(BaseException):
    """No Exception: what an assertion of a test raises is none either."""


async def test_whatever_work_raises_nobody_waits_for_ever(store: Database) -> None:
    async def fail(_: Unit) -> None:
        raise Abandoned

    with pytest.raises(Abandoned):
        await asyncio.wait_for(do(store, fail), 30)
    assert await do(store, add_one) == 1


async def test_a_wrong_statement_fails_alone(store: Database) -> None:
    async def wrong(unit: Unit) -> None:
        await unit.connection.execute(text("SELECT nothing FROM nowhere"))

    results = await asyncio.gather(do(store, wrong), do(store, add_one), return_exceptions=True)
    assert isinstance(results[0], DBAPIError)
    assert results[1] == 1


async def test_a_cancelled_caller_does_not_stop_the_others(store: Database) -> None:
    impatient = asyncio.create_task(do(store, add_one))
    patient = asyncio.create_task(do(store, add_one))
    await asyncio.sleep(0)
    impatient.cancel()
    assert await patient >= 1
    assert await do(store, add_one) >= 2


async def test_a_wake_up_rings_only_after_the_commit(store: Database) -> None:
    bell = store.listen("sender")

    async def wake(unit: Unit) -> None:
        unit.wake("sender")
        assert not bell.is_set()

    async def wake_and_fail(unit: Unit) -> None:
        unit.wake("sender")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await do(store, wake_and_fail)
    assert not bell.is_set()
    await do(store, wake)
    assert bell.is_set()


async def test_readers_do_not_wait_for_a_writer_and_see_what_is_committed(store: Database) -> None:
    await do(store, add_one)
    inside, read = asyncio.Event(), asyncio.Event()

    async def slow(unit: Unit) -> None:
        await add_one(unit)
        inside.set()
        await read.wait()

    writing = asyncio.create_task(do(store, slow))
    await inside.wait()
    assert await store.read(SHOP, orders) == 1
    read.set()
    await writing
    assert await store.read(SHOP, orders) == 2


async def test_a_read_is_one_view_of_the_database(store: Database) -> None:
    await do(store, add_one)

    async def twice(unit: Unit) -> tuple[int, int]:
        first = await orders(unit)
        await do(store, add_one)
        return first, await orders(unit)

    assert await store.read(SHOP, twice) == (1, 1)


async def test_a_read_may_not_write(store: Database) -> None:
    with pytest.raises(DBAPIError, match=r"(?i)read-?only"):
        await store.read(SHOP, businesses.bump)


async def test_closing_lets_the_work_under_way_finish(store: Database, database: str, ids: Ids) -> None:
    writing = asyncio.create_task(do(store, add_one))
    await asyncio.sleep(0)
    assert await writing == 1
    await store.close()
    again = make_database(database, ids, HOLDINGS)
    assert await again.read(SHOP, orders) == 1
    await again.close()


@pytest.mark.parametrize("url", ["mysql://x", "parley.db", "sqlite+aiosqlite:///x"])
def test_another_database_is_refused_with_what_to_write(url: str) -> None:
    with pytest.raises(ValueError, match=r"sqlite:///parley\.db"):
        make_driver_url(url)


class TestSqlite:
    """What only a file can suffer."""

    @pytest.fixture
    def server(self) -> None:
        return None

    async def test_a_file_that_stays_locked_is_away_and_comes_back(self, store: Database, database: str) -> None:
        assert isinstance(store, SqliteDatabase)
        await do(store, add_one)
        await _be_impatient(store)
        other = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        results = await asyncio.gather(do(store, add_one), do(store, add_one), return_exceptions=True)
        assert [type(result) for result in results] == [DatabaseAway, DatabaseAway]
        assert "locked" in str(results[0])
        other.execute("ROLLBACK")
        other.close()
        assert await do(store, add_one) == 2

    async def test_a_file_that_is_no_database_is_away(self, tmp_path: Path, ids: Ids) -> None:
        file = tmp_path / "letter.db"
        file.write_text("Dear database, " * 100)
        store = make_database(f"sqlite:///{file}", ids, HOLDINGS)
        with pytest.raises(DatabaseAway, match="not a database"):
            await do(store, add_one)
        with pytest.raises(DatabaseAway, match="not a database"):
            await store.read(SHOP, orders)
        await store.close()


class TestPostgres:
    """What only a server can do to us."""

    @pytest.fixture(
        params=[
            pytest.param("packaged_postgres", marks=pytest.mark.postgres, id="postgres"),
            pytest.param("system_postgres", marks=pytest.mark.system_postgres),
        ]
    )
    def server(self, request: pytest.FixtureRequest) -> str:
        return str(request.getfixturevalue(request.param))

    @pytest.mark.parametrize(
        ("state", "tries"), [("40001", 3), ("40P01", 3), ("55P03", 3), ("23505", 3), ("22012", 1), ("23503", 1)]
    )
    async def test_who_met_another_transaction_is_run_again(self, store: Database, state: str, tries: int) -> None:
        seen: list[int] = []

        async def work(unit: Unit) -> int:
            seen.append(await add_one(unit))
            if len(seen) < 3:
                raising = f"DO $$ BEGIN RAISE EXCEPTION 'met' USING ERRCODE = '{state}'; END $$"
                await unit.connection.execute(text(raising))
            return seen[-1]

        if tries == 1:
            with pytest.raises(DBAPIError, match="met"):
                await do(store, work)
        else:
            assert await do(store, work) == 1
        assert seen == [1] * tries

    async def test_work_that_was_overtaken_is_run_again_a_few_times(self, store: Database) -> None:
        tries: list[int] = []

        async def work(unit: Unit) -> None:
            tries.append(await add_one(unit))
            raise RetryTransaction("somebody was quicker")

        with pytest.raises(RetryTransaction):
            await do(store, work)
        assert tries == [1] * 6

    @pytest.mark.parametrize(
        ("state", "told"),
        [("40001", RetryTransaction), ("40P01", RetryTransaction), ("55P03", RetryTransaction), ("23505", DBAPIError)],
    )
    async def test_who_meets_others_every_time_hears_so_and_a_mistake_stays_one(
        self, store: Database, state: str, told: type[Exception]
    ) -> None:
        async def work(unit: Unit) -> None:
            raising = f"DO $$ BEGIN RAISE EXCEPTION 'met' USING ERRCODE = '{state}'; END $$"
            await unit.connection.execute(text(raising))

        with pytest.raises(told, match=r"met"):
            await do(store, work)

    async def test_a_connection_cut_in_the_middle_is_run_again(self, store: Database, database: str) -> None:
        cuts: list[int] = []

        async def work(unit: Unit) -> int:
            count = await add_one(unit)
            if not cuts:
                cuts.append(await unit.value(text("SELECT pg_backend_pid()")))
                await _execute(database, f"SELECT pg_terminate_backend({cuts[0]}, 5000)")
            await unit.value(text("SELECT 1"))
            return count

        assert await do(store, work) == 1
        assert await store.read(SHOP, orders) == 1

    async def test_a_server_that_is_not_there_is_away(self, tmp_path: Path, ids: Ids) -> None:
        store = make_database(f"postgresql://postgres:@/parley?host={tmp_path}", ids, HOLDINGS)
        with pytest.raises(DatabaseAway):
            await do(store, add_one)
        with pytest.raises(DatabaseAway):
            await store.read(SHOP, orders)
        await store.close()

    async def test_a_database_that_was_shut_is_away(self, store: Database, database: str, server: str) -> None:
        await do(store, add_one)
        name = database.partition("?")[0].rpartition("/")[2]
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
        await _execute(server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false", f"{cut} '{name}'")
        with pytest.raises(DatabaseAway):
            await do(store, add_one)
        await _execute(server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        assert await do(store, add_one) == 2

    async def test_two_who_make_the_same_person_at_once_make_one(self, store: Database) -> None:
        both = asyncio.Barrier(2)
        tries: list[str] = []

        async def meet(unit: Unit) -> Any:
            known = await unit.people.find_known([PHONE])
            if not known and len(tries) < 2:
                tries.append("met")
                await both.wait()
            return await unit.people.resolve([PHONE], NOW)

        first, second = await asyncio.gather(do(store, meet), do(store, meet))
        assert first == second


async def _be_impatient(store: SqliteDatabase) -> None:
    """Give up on a locked file at once, rather than after five seconds."""

    async def lower(unit: Unit) -> None:
        await unit.connection.exec_driver_sql("PRAGMA busy_timeout=1")

    await store.write(SHOP, lower)


async def _execute(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    for statement in statements:
        await connection.execute(statement)
    await connection.close()
