"""What a scrape asks, on every database: right up to its bounds, and along the indexes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import event, update

from bot.ids import Ids
from flows.delivery import MessageStatus
from storage.businesses.service_operations import make_first_id
from storage.database.sqlite import SqliteDatabase
from storage.database.stores import Database
from storage.events.parked_work import Stuck
from storage.schema import outbox, waits
from storage.sending.outbox import Priority
from storage.unit import Unit
from storage.upkeep import metric_figures
from storage.upkeep.metric_figures import Condition, Count, Depth
from tests.storage.world import NOW, OTHER_SHOP, after, do, happened, open_shops, queued, waiting

DAY = timedelta(days=1)


async def fill_outbox(unit: Unit) -> None:
    sms = await unit.senders.put("sms", "twilio", "+13145550100", 1, NOW)
    chat = await unit.senders.put("telegram", "telegram", "bot", 30, NOW)
    for minutes in (-5, -9, 5):
        await waiting(unit, sms, due_at=after(minutes))
    await waiting(unit, chat, due_at=after(-2))
    await waiting(unit, chat, due_at=None, priority=Priority.ANSWER)
    stuck = await waiting(unit, sms, due_at=after(-60))
    here = update(outbox).where(outbox.c.id == stuck)
    await unit.run(here.values(parked_at=NOW, not_before=NOW))


async def test_depth_by_priority(store: Database) -> None:
    await do(store, fill_outbox)
    await do(store, fill_outbox, OTHER_SHOP)
    found = await store.read("", lambda unit: metric_figures.load_depths(unit, NOW))
    empty = [Depth(int(one), 0, 0, None) for one in (Priority.TRANSACTIONAL, Priority.SHOPKEEPER)]
    sequence = Depth(Priority.SEQUENCE, waiting=10, due=8, since=after(-9))
    assert found == [Depth(Priority.ANSWER, 2, 0, None), *empty, sequence, Depth(Priority.BULK, 0, 0, None)]


async def test_depth_stands_at_its_bound(store: Database) -> None:
    await do(store, fill_outbox)
    found = await store.read("", lambda unit: metric_figures.load_depths(unit, NOW, most=2))
    assert found[Priority.SEQUENCE] == Depth(Priority.SEQUENCE, waiting=3, due=3, since=after(-9))


async def test_messages_of_the_last_day(store: Database) -> None:
    async def fill(unit: Unit) -> None:
        await queued(unit)
        for _ in range(2):
            await queued(unit, status=MessageStatus.FAILED, code="30003")
        await queued(unit, id=make_first_id(NOW - 2 * DAY))

    await open_shops(store)
    await do(store, fill)
    await do(store, queued, OTHER_SHOP)
    found = await store.read("", lambda unit: metric_figures.counts(unit, NOW - DAY))
    assert sorted(found, key=lambda one: one.status) == [
        Count("out", "sms", "failed", "30003", 2),
        Count("out", "sms", "queued", None, 2),
    ]
    newest = await store.read("", lambda unit: metric_figures.counts(unit, NOW - DAY, most=1))
    assert sum(one.many for one in newest) == 2


async def test_what_is_stuck_and_how_old(store: Database) -> None:
    async def fill(unit: Unit) -> None:
        for status in ("new", "new", "done", "parked", "unreadable"):
            await happened(unit, status, minutes=-3)
        run = await unit.runs.start("recovery", str(unit.ids.make()), None, None, "{}", NOW)
        for due_at, parked_at in ((after(-7), None), (after(-8), NOW), (after(7), None), (None, None)):
            times = {"due_at": due_at, "parked_at": parked_at, "created_at": NOW}
            await unit.add(waits, id=unit.ids.make(), run=run.id, name="step", **times)
        await fill_outbox(unit)
        await queued(unit, status=MessageStatus.UNKNOWN)
        await queued(unit, status=MessageStatus.SENDING)

    await open_shops(store)
    await do(store, fill)
    found = await store.read("", lambda unit: metric_figures.load_figures(unit, NOW, NOW, DAY, 5))
    assert (found.parked, found.in_doubt) == (Stuck(events=1, waits=1, outbox=1), {"sms": 1})
    assert found.events == {"new": 2, "parked": 1, "unreadable": 1}
    assert (found.oldest_event, found.oldest_wait) == (after(-3), after(-7))
    assert found.senders == [Condition("sms", "working", 1), Condition("telegram", "working", 1)]


async def test_an_empty_database(store: Database) -> None:
    found = await store.read("", lambda unit: metric_figures.load_figures(unit, NOW, NOW, DAY, 5))
    assert (found.messages, found.senders, found.in_doubt, found.oldest_event) == ([], [], {}, None)


async def test_nothing_without_end_is_read_whole(store: Database, ids: Ids) -> None:
    """SQLite says how it finds rows: no table that grows is scanned (https://www.sqlite.org/eqp.html)."""
    if not isinstance(store, SqliteDatabase):
        return
    await open_shops(store)
    await do(store, fill_outbox)
    said: list[tuple[str, Any]] = []
    engine = store._reader.sync_engine
    event.listen(engine, "before_cursor_execute", lambda _c, _u, text, values, *_: said.append((text, values)))
    await store.read("", lambda unit: metric_figures.load_figures(unit, NOW, NOW, DAY, 5))
    plans = []
    for statement, values in list(said):
        if statement.startswith("SELECT"):
            rows = await store.read("", lambda unit, s=statement, v=values: _plan(unit, s, v))  # type: ignore[misc]
            plans += [row for row in rows if row.startswith("SCAN")]
    large = ("outbox", "messages", "events", "waits")
    assert [plan for plan in plans if plan.split()[1] in large and "INDEX" not in plan] == [
        "SCAN waits"  # of what is parked: one row for each conversation under way, and there is no index for it
    ]


async def _plan(unit: Unit, statement: str, values: Any) -> list[str]:
    found = await unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
    return [str(row._mapping["detail"]) for row in found.all()]
