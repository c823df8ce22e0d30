"""What leaves: by priority, under a lease, when it is due, and never after it was voided."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import event

from bot.conversations import HOLDINGS
from bot.ids import Ids
from flows.delivery import MessageStatus
from flows.policy.departure_facts import Purpose
from storage.database.sqlite import SqliteDatabase
from storage.database.stores import Database, make_database
from storage.sending.message import Message
from storage.sending.outbox import Priority
from storage.sending.sender_queues import list_waiting_senders
from storage.unit import Unit
from tests.storage.world import NOW, OTHER_PHONE, OTHER_SHOP, SHOP, after, do, entry, queued

LEASE = timedelta(minutes=1)


async def sender(unit: Unit) -> UUID:
    return await unit.senders.put("sms", "twilio", "+13145550199", 10.0, NOW)


async def put(unit: Unit, priority: Priority = Priority.SEQUENCE, due: float | None = 0, **values: object) -> Message:
    made = await queued(unit, due_at=None if due is None else after(due), **values)
    await unit.outbox.add(entry(made, await sender(unit), priority=priority))
    return made


async def claimed(unit: Unit, now: float = 0, elapsed: float = 0, most: int = 10) -> list[UUID]:
    found = await unit.outbox.claim(await sender(unit), after(now), after(elapsed), LEASE, most)
    return [one.id for one in found]


async def test_entries_leave_by_priority_then_by_the_time_they_were_due(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        late = await put(unit, Priority.BULK, -10)
        second = await put(unit, Priority.SEQUENCE, -1)
        first = await put(unit, Priority.SEQUENCE, -5)
        answer = await put(unit, Priority.ANSWER, 0)
        await put(unit, Priority.ANSWER, 1)
        await put(unit, Priority.ANSWER, None)
        assert await unit.outbox.depth() == {0: (3, NOW), 3: (2, after(-5)), 4: (1, after(-10))}
        assert await claimed(unit, most=2) == [answer.id, first.id]
        assert await claimed(unit) == [second.id, late.id]
        assert await claimed(unit) == []

    await do(store, tell)
    assert store.listen("sender").is_set()


async def test_a_claim_sorts_nothing(store: Database) -> None:
    """Or it would read a whole campaign, which is due at one moment, for a hundred (https://www.sqlite.org/eqp.html)."""
    if not isinstance(store, SqliteDatabase):
        return
    said: list[tuple[str, Any]] = []
    engine = store._writer.sync_engine
    event.listen(engine, "before_cursor_execute", lambda _c, _u, text, values, *_: said.append((text, values)))
    await do(store, put)
    await do(store, claimed)
    asked = [(text, values) for text, values in said if text.startswith("SELECT") and " ORDER BY outbox." in text]
    assert asked

    async def plan(unit: Unit) -> list[str]:
        found = [await unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values) for text, values in asked]
        return [str(row[-1]) for one in found for row in one]

    told = await do(store, plan)
    assert {one.split("(")[0].strip() for one in told if "outbox" in one} == {"SEARCH outbox USING INDEX ix_outbox_due"}
    assert not [one for one in told if "TEMP B-TREE" in one]


async def test_a_lease_that_ran_out_is_claimed_again_and_a_settled_entry_is_gone(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        made = await put(unit)
        assert await claimed(unit, elapsed=0) == [made.id]
        assert await claimed(unit, now=500, elapsed=0.9) == [], "the shop's time does not end a lease"
        assert await claimed(unit, elapsed=1) == [made.id]
        await unit.outbox.settle(made.id)
        assert await claimed(unit, elapsed=99) == []

    await do(store, tell)


async def test_two_workers_never_claim_the_same(store: Database, database: str, ids: Ids) -> None:
    async def fill(unit: Unit) -> None:
        for _ in range(40):
            await put(unit)

    await do(store, fill)
    stores = [make_database(database, ids, HOLDINGS) for _ in range(3)]

    async def work(other: Database) -> list[UUID]:
        taken: list[UUID] = []
        while found := await do(other, lambda unit: claimed(unit, most=3)):
            taken += found
        return taken

    taken = await asyncio.gather(*(work(other) for other in stores))
    together = [one for some in taken for one in some]
    assert len(together) == len(set(together))
    rest = await do(store, lambda unit: claimed(unit, most=50))
    assert len(together) + len(rest) == 40
    for other in stores:
        await other.close()


async def test_waiting_backing_off_and_trying_again(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        made = await put(unit)
        await claimed(unit)
        await unit.outbox.wait(made.id, after(30))
        assert await claimed(unit, now=29) == []
        assert await claimed(unit, now=30) == [made.id]
        await unit.outbox.back_off(made.id, after(5))
        assert await claimed(unit, now=30, elapsed=4) == []
        assert await claimed(unit, now=30, elapsed=5) == [made.id]
        await unit.outbox.retry_at(made.id, after(60))
        assert await claimed(unit, now=59, elapsed=9) == []
        (again,) = await unit.outbox.claim(await sender(unit), after(60), after(9), LEASE, 1)
        assert (again.id, again.attempts, again.mistakes) == (made.id, 1, 0)
        await unit.outbox.wait(made.id, None)
        assert await claimed(unit, now=999, elapsed=99) == []
        assert await unit.outbox.release(after(61)) == 1
        assert await claimed(unit, now=61, elapsed=99) == [made.id]

    await do(store, tell)


async def test_a_mistake_is_counted_and_the_fifth_parks(store: Database) -> None:
    pauses = [1 / 12, 1 / 3, 4 / 3, 16 / 3]  # minutes

    async def tell(unit: Unit) -> None:
        made, elapsed = await put(unit), 0.0
        for pause in [*pauses, None]:
            (one,) = await unit.outbox.claim(await sender(unit), NOW, after(elapsed), LEASE, 1)
            assert await unit.outbox.stumble(one, NOW, after(elapsed)) is (pause is None)
            assert await claimed(unit, elapsed=elapsed + (pause or 0) - 0.01) == []
            elapsed += pause or 0
        assert await claimed(unit, elapsed=9999) == []
        assert await unit.messages.by_ids([made.id]) == {made.id: made}

    await do(store, tell)


async def test_what_a_provider_was_tried_with_is_no_mistake_of_ours(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        made = await put(unit)
        for _ in range(4):
            await unit.outbox.retry_at(made.id, NOW)
        for mistake in range(1, 6):
            (one,) = await unit.outbox.claim(await sender(unit), NOW, after(60 * mistake), LEASE, 1)
            assert await unit.outbox.stumble(one, NOW, after(60 * mistake)) is (mistake == 5)

    await do(store, tell)


async def test_voiding_takes_out_what_was_not_handed_over(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        run = unit.ids.make()
        theirs = await put(unit, run=run)
        answer = await put(unit, run=run, purpose=Purpose.TRANSACTIONAL)
        leaving = await put(unit, run=run, status=MessageStatus.SENDING)
        other_run = await put(unit, run=unit.ids.make())
        made = await queued(unit, OTHER_PHONE)
        await unit.outbox.add(entry(made, await sender(unit)))
        reply = await put(unit, Priority.ANSWER, run=run, purpose=Purpose.TRANSACTIONAL)
        assert await unit.outbox.void(after(1), run=run) == 2
        assert await unit.outbox.void(after(1), run=run) == 0
        assert await unit.outbox.void(after(2), contact=theirs.contact) == 1
        found = await unit.messages.by_ids([one.id for one in (theirs, answer, leaving, other_run, made)])
        assert [found[one.id].status for one in (theirs, answer, leaving, other_run, made)] == [
            MessageStatus.VOID,
            MessageStatus.VOID,
            MessageStatus.SENDING,
            MessageStatus.VOID,
            MessageStatus.QUEUED,
        ]
        assert set(await claimed(unit)) == {reply.id, leaving.id, made.id}

    await do(store, tell)


async def test_an_answer_ends_with_its_run_unless_that_goes_on_in_another(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        over, merged = [await unit.runs.start("f", key, None, None, "{}", NOW) for key in ("over", "merged")]
        said = [await put(unit, Priority.ANSWER, run=one.id, purpose=Purpose.TRANSACTIONAL) for one in (over, merged)]
        assert await unit.outbox.void(after(1), run=over.id) == 0, "it goes on"
        await unit.runs.advance(over, "{}", None, NOW, "bought")
        await unit.runs.advance(merged, "{}", None, NOW, "merged")
        assert [await unit.outbox.void(after(1), run=one.id) for one in (over, merged)] == [1, 0]
        assert await claimed(unit) == [said[1].id]

    await do(store, tell)


async def test_senders_with_work_are_found_over_all_businesses(store: Database) -> None:
    async def with_work(now: float = 0, elapsed: float = 0) -> set[str]:
        found = await do(store, lambda unit: list_waiting_senders(unit, after(now), after(elapsed)))
        return {one.business for one in found}

    for business, due in ((SHOP, 0), (OTHER_SHOP, 10)):
        await do(store, lambda unit, due=due: put(unit, due=due), business)  # type: ignore[misc]
    assert await with_work() == {SHOP}
    assert await with_work(now=10) == {SHOP, OTHER_SHOP}
    await do(store, claimed)
    assert await with_work(now=10) == {OTHER_SHOP}
    assert await with_work(now=10, elapsed=1) == {SHOP, OTHER_SHOP}

    async def trouble(unit: Unit) -> None:
        if unit.business == SHOP:
            await unit.senders.pause(await sender(unit), "wrong token", NOW)
        else:
            await unit.senders.rest_until(await sender(unit), after(5))

    for business in (SHOP, OTHER_SHOP):
        await do(store, trouble, business)
    assert await with_work(now=10, elapsed=4) == set()
    assert await with_work(now=10, elapsed=5) == {OTHER_SHOP}


async def test_voiding_one_template_of_a_run_leaves_its_other_messages(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        run = unit.ids.make()
        said = [await put(unit, run=run, template=name) for name in ("payment_reminder", "payment_returned")]
        assert await unit.outbox.void(after(1), run=run, template="payment_reminder") == 1
        assert await claimed(unit) == [said[1].id]

    await do(store, tell)
