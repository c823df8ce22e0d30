"""A database that is locked or gone, the whole way: news answered, kept, replayed in order, and stored exactly once."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import asyncpg
import pytest
from sqlalchemy import select, text

from bot.conversations import EVENTS
from bot.inbox import Inbox
from bot.intake_lane import Lane
from bot.open_turns import OpenTurns
from bot.spool import BESIDE, MOST, Full, Spool
from bot.spool_files import SpoolInUse
from flows.business import Business
from handlers.conversation import Conversations
from handlers.engine.seeds import Seeds
from handlers.engine.turn import Tools
from handlers.intake.intake import MOST_CARE_IN_ORDER
from handlers.people.inbound_event import InboundEvent
from storage.businesses.businesses import bump
from storage.database.postgres import PostgresDatabase
from storage.database.sqlite import SqliteDatabase
from storage.database.store_contract import Work
from storage.database.stores import DatabaseAway
from storage.events.event_inbox import event_id
from storage.events.inbound_arrival import Inbound
from storage.events.spools import STALE, WAITING, explain_hold, list_stale
from storage.schema import events, messages
from storage.unit import Unit
from templates.message_library import Library
from tests.bot.spooling import NOW, SHOP, StillClock, cart, news, numbered

T = TypeVar("T")

MOMENT = timedelta(seconds=30)


@pytest.fixture
def still() -> StillClock:
    return StillClock()


@pytest.fixture
async def turns(store: SqliteDatabase | PostgresDatabase, still: StillClock) -> OpenTurns:
    """Turns of one business, whose store does not wait long for a locked file."""
    tools = Tools(Library({}), Seeds(b"0" * 32), Conversations(), None, lambda token: token)
    business = Business(SHOP, "Kiln & Co", "US", "America/Chicago", "USD")

    async def apply(unit: Unit) -> None:
        await unit.businesses.put(business, NOW)
        await bump(unit)
        if not unit.postgres:
            await unit.connection.exec_driver_sql("PRAGMA busy_timeout=1")

    await store.write(SHOP, apply)
    return OpenTurns(store, still, tools)


@pytest.fixture
async def spool(turns: OpenTurns, still: StillClock, tmp_path: Path) -> AsyncIterator[Spool]:
    opened = Spool(tmp_path / "spool", still, EVENTS, host="here")
    await opened.beat(turns.store)
    yield opened
    await opened.close()


@pytest.fixture
def inbox(turns: OpenTurns, spool: Spool) -> Inbox:
    return Inbox(turns, spool, alone=True)


@asynccontextmanager
async def outage(database: str, server: str | None) -> AsyncIterator[None]:
    """Another program holds the file; or the server ends all connections and takes no new ones."""
    if server is None:
        other = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.close()
        return
    name = database.partition("?")[0].rpartition("/")[2]
    connection = await asyncpg.connect(server)
    await connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    await connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
    try:
        yield
    finally:
        await connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        await connection.close()


async def stored(turns: OpenTurns) -> tuple[list[str], int]:
    """The external ids of all events in order of arrival, and how many messages there are."""

    async def read(unit: Unit) -> tuple[list[str], int]:
        rows = await unit.rows(select(events.c.external_id).order_by(events.c.arrival))
        return [row.external_id for row in rows], len(await unit.rows(select(messages.c.id)))

    return await turns.store.read(SHOP, read)


async def held(turns: OpenTurns) -> str | None:
    return await turns.store.read("", lambda unit: explain_hold(unit, turns.clock.get_real_time()))


async def test_news_during_an_outage_is_answered_and_stored_once_in_order(
    turns: OpenTurns, spool: Spool, inbox: Inbox, database: str, server: str | None
) -> None:
    await inbox.take(SHOP, news("SM0000"))
    async with outage(database, server):
        taken = [await inbox.take(SHOP, news(name)) for name in numbered(20, 1)]
        assert spool.waiting
        assert await spool.replay(inbox.replay) == 0
    assert [one.id for one in taken] == [event_id(SHOP, "twilio", name) for name in numbered(20, 1)]
    await inbox.take(SHOP, news("SM0021"))  # the database is back, and still nobody overtakes
    assert await stored(turns) == (["SM0000"], 1)
    assert await spool.replay(inbox.replay) == 21
    assert not spool.waiting
    await inbox.take(SHOP, news("SM0022"))
    assert await stored(turns) == (numbered(23), 23)


async def test_those_under_way_when_it_goes_are_kept_too(
    turns: OpenTurns, spool: Spool, inbox: Inbox, database: str, server: str | None
) -> None:
    async with outage(database, server):
        await asyncio.gather(*(inbox.take(SHOP, news(name)) for name in numbered(20)))
    assert await spool.replay(inbox.replay) == 20
    names, count = await stored(turns)
    assert (sorted(names), count) == (numbered(20), 20)


async def test_a_doubled_replay_and_a_redelivery_change_nothing(
    turns: OpenTurns, spool: Spool, inbox: Inbox, database: str, server: str | None, tmp_path: Path
) -> None:
    async with outage(database, server):
        for name in [*numbered(5), *numbered(5)]:
            await inbox.take(SHOP, news(name))
    copies = [(file, file.read_bytes()) for file in sorted((tmp_path / "spool").glob("*.spool"))]
    await spool.replay(inbox.replay)
    await spool.close()
    for file, lines in copies:
        file.write_bytes(lines)  # as if it had crashed before the file was removed
    again = Spool(tmp_path / "spool", turns.clock, EVENTS, host="here")
    assert again.id == spool.id
    assert await again.replay(inbox.replay) == 10
    assert await stored(turns) == (numbered(5), 5)
    await again.close()


async def test_what_needs_a_turn_of_its_own_keeps_its_place(
    turns: OpenTurns, spool: Spool, inbox: Inbox, database: str, server: str | None
) -> None:
    """They ordered, stopped, came back and asked; a business that is gone is in nobody's way."""
    said = {"SM0003": "STOP", "SM0004": "START", "SM0007": "stop", "SM0008": "is it warm?"}
    await inbox.take(SHOP, news("SM0000"))
    async with outage(database, server):
        await spool.append("gone", news("SM9999"))
        for name in numbered(30, 1):
            await spool.append(SHOP, news(name, said.get(name, "haan 2 hai")))
    assert await spool.replay(inbox.replay) == 30
    names, count = await stored(turns)
    assert ([name for name in names if name.startswith("SM")], count) == (numbered(31), 31)


async def test_what_the_database_refuses_of_one_holds_up_no_other(
    turns: OpenTurns,
    spool: Spool,
    inbox: Inbox,
    store: SqliteDatabase | PostgresDatabase,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A batch that fails is not tried for ever: its first takes a turn of its own, and so on until it works."""
    for name in numbered(10):
        await spool.append(SHOP, news(name))
    write = store.write

    async def refusing(business: str, work: Work[T], *, ahead: bool = False) -> T:
        if ahead and not business:
            raise ValueError("one of them is wrong")
        return await write(business, work, ahead=ahead)

    monkeypatch.setattr(store, "write", refusing)
    assert await spool.replay(inbox.replay) == 10
    assert await stored(turns) == (numbered(10), 10)


async def test_a_long_replay_takes_few_transactions(
    turns: OpenTurns,
    spool: Spool,
    inbox: Inbox,
    store: SqliteDatabase | PostgresDatabase,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    many = 3 * MOST
    await asyncio.gather(*(spool.append(SHOP, news(name)) for name in numbered(many)))
    write, writes = store.write, []

    async def counting(business: str, work: Work[T], *, ahead: bool = False) -> T:
        writes.append(business)
        return await write(business, work, ahead=ahead)

    monkeypatch.setattr(store, "write", counting)
    assert await spool.replay(inbox.replay) == many
    assert (await stored(turns))[0] == numbered(many)
    assert len(writes) <= 6, "three batches, and now and then a sign of life"


async def test_stops_among_hundreds_take_their_place_in_few_transactions(
    turns: OpenTurns,
    spool: Spool,
    inbox: Inbox,
    store: SqliteDatabase | PostgresDatabase,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One after another is stored behind all before it; none makes those behind it be looked at anew."""
    await inbox.take(SHOP, news("SM0000"))
    said = {f"SM{number:04}": ("STOP", "START")[number // 10 % 2] for number in range(5, MOST, 10)}
    for name in numbered(MOST - 1, 1):
        await spool.append(SHOP, news(name, said.get(name, "haan 2 hai")))
    write, hear, counted = store.write, Lane.hear, Counter[str]()

    async def write_counted(business: str, work: Work[T], *, ahead: bool = False) -> T:
        counted["write"] += 1
        return await write(business, work, ahead=ahead)

    def hear_counted(lane: Lane, business: Business, incoming: InboundEvent) -> Inbound:
        counted["hear"] += 1
        return hear(lane, business, incoming)

    monkeypatch.setattr(store, "write", write_counted)
    monkeypatch.setattr(Lane, "hear", hear_counted)
    assert await spool.replay(inbox.replay) == MOST - 1
    names, count = await stored(turns)
    assert ([name for name in names if name.startswith("SM")], count) == (numbered(MOST), MOST)
    assert (counted["hear"], counted["write"] < 10) == (MOST - 1, True)


async def test_a_database_that_goes_away_within_a_batch_repeats_nothing(
    turns: OpenTurns,
    spool: Spool,
    inbox: Inbox,
    store: SqliteDatabase | PostgresDatabase,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Some of it is stored in transactions of their own, as many of its events need care."""
    await inbox.take(SHOP, news("SM0000"))
    many = 2 * MOST_CARE_IN_ORDER + 1
    for name in numbered(many, 1):
        await spool.append(SHOP, news(name, "STOP"))
    write, left = store.write, [1]

    async def write_once(business: str, work: Work[T], *, ahead: bool = False) -> T:
        if ahead and not left:
            raise DatabaseAway("gone again")
        del left[:ahead]
        return await write(business, work, ahead=ahead)

    with monkeypatch.context() as patched:
        patched.setattr(store, "write", write_once)
        assert await spool.replay(inbox.replay) == MOST_CARE_IN_ORDER
    assert spool.waiting
    assert await spool.replay(inbox.replay) == many - MOST_CARE_IN_ORDER
    names, count = await stored(turns)
    assert ([name for name in names if name.startswith("SM")], count) == (numbered(many + 1), many + 1)


@pytest.mark.postgres
@pytest.mark.parametrize("server", ["packaged_postgres"], indirect=True)
async def test_a_replay_waits_for_nobody_whom_another_turn_holds(turns: OpenTurns, inbox: Inbox) -> None:
    """Its transaction holds many people: two such transactions would wait for each other."""
    await inbox.take(SHOP, news("SM0000"))
    held, over = asyncio.Event(), asyncio.Event()

    async def hold(unit: Unit) -> None:
        address = await unit.people.address("sms", "+13145550101")
        assert address is not None
        await unit.people.hold(address.contact)
        held.set()
        await over.wait()

    holding = asyncio.create_task(turns.store.write(SHOP, hold))
    await held.wait()
    lane, business = Lane(turns), (await turns.tenant(SHOP)).business
    stop = [lane.hear(business, news("SM0001", "STOP"))]
    try:
        async with asyncio.timeout(5):
            assert await lane.take_in_order(stop) == []
    finally:
        over.set()
        await holding
    assert len(await lane.take_in_order(stop)) == 1


async def test_carts_wait_beside_it_and_hold_nothing(
    turns: OpenTurns, spool: Spool, inbox: Inbox, database: str, server: str | None
) -> None:
    """Who looks at the row or at the spool sees nothing that marketing waits for; nothing is lost or repeated."""
    await inbox.take(SHOP, cart("c0"))
    async with outage(database, server):
        for name in ("c1", "c2", "c1"):
            await inbox.take(SHOP, cart(name))
    assert (spool.waiting, spool.beside.waiting, inbox.waiting) == (False, True, False)
    await spool.beat(turns.store)
    assert await held(turns) is None
    await inbox.take(SHOP, cart("c3"))  # the database is back, and it does not overtake
    await inbox.take(SHOP, news("SM0000"))
    assert (await stored(turns))[0] == ["c0", "SM0000"]
    assert await inbox.recover() == 4
    assert (await stored(turns))[0] == ["c0", "SM0000", "c1", "c2", "c3"]
    assert not spool.beside.waiting


async def test_what_may_end_messages_is_read_before_what_waits_beside_it(
    turns: OpenTurns, spool: Spool, inbox: Inbox, database: str, server: str | None
) -> None:
    async with outage(database, server):
        await inbox.take(SHOP, cart("c1"))
        await inbox.take(SHOP, news("SM0000", "STOP"))
        await inbox.take(SHOP, cart("c2", completed=True))
        await spool.beat(turns.store)
    await spool.beat(turns.store)
    assert await held(turns) == WAITING
    assert await inbox.recover() == 3
    assert [name for name in (await stored(turns))[0] if name[:2] in {"c1", "c2", "SM"}] == ["SM0000", "c2", "c1"]


async def test_a_stop_that_comes_while_carts_are_read_is_read_next(
    turns: OpenTurns, spool: Spool, inbox: Inbox, store: SqliteDatabase | PostgresDatabase
) -> None:
    for name in ("c1", "c2"):
        await spool.beside.append(SHOP, cart(name))
    await spool.append(SHOP, news("SM0000", "STOP"))
    with pytest.raises(DatabaseAway):
        await inbox._replay_beside([(SHOP, cart("c1"))])
    assert (await stored(turns))[0] == []
    assert await inbox.recover() == 3


async def test_the_next_process_takes_over_what_waits_beside_it(
    turns: OpenTurns, spool: Spool, tmp_path: Path, still: StillClock
) -> None:
    await spool.beside.append(SHOP, cart("c1"))
    with (tmp_path / "spool" / BESIDE / "00000001.spool").open("ab") as file:
        file.write(b'{"business": "ki')  # torn by the crash
    await spool.close()
    after = Spool(tmp_path / "spool", still, EVENTS, host="here")
    assert (after.waiting, after.beside.waiting) == (False, True)
    assert await Inbox(turns, after, alone=True).recover() == 1
    assert (await stored(turns))[0] == ["c1"]
    await after.close()


async def test_the_next_process_owns_all_of_it_or_nothing(
    turns: OpenTurns, spool: Spool, tmp_path: Path, still: StillClock
) -> None:
    """While a cart is still being written, nobody locks the folder, then fails at the cart's, and keeps the lock."""
    writing = asyncio.create_task(spool.beside.append(SHOP, cart("c1")))
    await asyncio.sleep(0)
    closing, refused = asyncio.create_task(spool.close()), list[str]()
    while not closing.done():
        await asyncio.sleep(0)
        try:
            after = Spool(tmp_path / "spool", still, EVENTS, host="here")
        except SpoolInUse as used:
            refused.append(str(used))
        else:
            await after.close()
            break
    await asyncio.gather(writing, closing)
    assert refused
    assert not any(BESIDE in one for one in refused)


async def test_cut_off_for_fifteen_minutes_it_still_takes_carts(
    still: StillClock, inbox: Inbox, spool: Spool, database: str, server: str | None
) -> None:
    """Nobody has to know of them in time."""
    async with outage(database, server):
        still.push(STALE)
        with pytest.raises(Full, match="cut off"):
            await inbox.take(SHOP, news("SM0000"))
        await inbox.take(SHOP, cart("c1"))
    assert spool.beside.waiting


async def test_whoever_comes_at_its_end_does_not_go_through_it(
    turns: OpenTurns, spool: Spool, inbox: Inbox, still: StillClock
) -> None:
    """News comes all the time: were the spool never empty when somebody looks, it would be the way for ever."""
    for name in numbered(5):
        await spool.append(SHOP, news(name))
    late: list[asyncio.Task[object]] = []

    async def put(records: Sequence[tuple[str, InboundEvent]]) -> int:
        late.append(asyncio.create_task(inbox.take(SHOP, news(f"SM1{len(late):03}"))))
        await asyncio.sleep(0)
        return await inbox.replay(records)

    assert await spool.replay(put) == 5
    assert not spool.waiting
    await asyncio.gather(*late)
    assert await stored(turns) == ([*numbered(5), "SM1000"], 6)


async def test_whoever_comes_when_its_end_fails_waits_in_it(turns: OpenTurns, spool: Spool, inbox: Inbox) -> None:
    await spool.append(SHOP, news("SM0000"))
    late: list[asyncio.Task[object]] = []

    async def put(records: Sequence[tuple[str, InboundEvent]]) -> int:
        late.append(asyncio.create_task(inbox.take(SHOP, news("SM0001"))))
        await asyncio.sleep(0)
        raise DatabaseAway("gone again")

    assert await spool.replay(put) == 0
    await asyncio.gather(*late)
    assert await stored(turns) == ([], 0)
    assert await spool.replay(inbox.replay) == 2
    assert await stored(turns) == (numbered(2), 2)


async def test_marketing_waits_from_the_outage_to_the_end_of_the_replay(
    turns: OpenTurns, still: StillClock, spool: Spool, inbox: Inbox, database: str, server: str | None
) -> None:
    assert await held(turns) is None
    async with outage(database, server):
        still.push(MOMENT)
        await inbox.take(SHOP, news("SM0000", "STOP"))
        await spool.beat(turns.store)
    assert "not reported" in (await held(turns) or "")
    await spool.beat(turns.store)
    assert await held(turns) == WAITING
    await spool.replay(inbox.replay)
    await spool.beat(turns.store)
    assert await held(turns) is None


async def test_cut_off_for_fifteen_minutes_it_takes_nothing_until_it_was_heard_again(
    turns: OpenTurns, still: StillClock, spool: Spool, inbox: Inbox, database: str, server: str | None
) -> None:
    async with outage(database, server):
        still.push(STALE - timedelta(seconds=1))
        await spool.beat(turns.store)
        await inbox.take(SHOP, news("SM0000"))
        still.push(timedelta(seconds=1))
        await spool.beat(turns.store)
        with pytest.raises(Full, match="cut off"):
            await inbox.take(SHOP, news("SM0001"))
    assert await held(turns) is None
    (silent,) = await turns.store.read("", lambda unit: list_stale(unit, still.get_real_time()))
    assert (silent.id, silent.seen_at) == (spool.id, NOW)
    await spool.beat(turns.store)
    await inbox.take(SHOP, news("SM0001"))
    await spool.replay(inbox.replay)
    assert (await stored(turns))[0] == numbered(2)


async def test_an_empty_spool_is_forgotten_by_a_clean_stop(turns: OpenTurns, still: StillClock, spool: Spool) -> None:
    await spool.leave(turns.store)
    still.push(MOMENT)
    assert await held(turns) is None


async def test_one_in_which_something_waits_is_not(
    turns: OpenTurns, still: StillClock, spool: Spool, inbox: Inbox, database: str, server: str | None
) -> None:
    async with outage(database, server):
        await inbox.take(SHOP, news("SM0000"))
        await spool.leave(turns.store)
    await spool.leave(turns.store)
    assert await held(turns) == WAITING


@pytest.mark.postgres
@pytest.mark.parametrize("server", ["packaged_postgres"], indirect=True)
async def test_after_it_what_comes_in_a_row_makes_one_connection(
    turns: OpenTurns, database: str, server: str | None
) -> None:
    """Each new one learns types and statements anew, which takes longer than a batch of the spool."""
    pid = text("SELECT pg_backend_pid()")
    begun = asyncio.Barrier(5)

    async def beside(unit: Unit) -> int:
        await begun.wait()
        return int(await unit.value(pid))

    assert len(set(await asyncio.gather(*(turns.store.read("", beside) for _ in range(5))))) == 5
    async with outage(database, server):
        pass
    assert len({await turns.store.write("", lambda unit: unit.value(pid)) for _ in range(5)}) == 1
