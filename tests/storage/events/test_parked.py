"""What failed five times is listed with what it is about, and tried anew once it is released."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

import pytest

from flows.engine import Wait
from flows.events import Customer, CustomerConsented
from storage.database.stores import Database
from storage.events.due_runs import claim_waits
from storage.events.event_inbox import MOST_ATTEMPTS, Arrival, claim_events
from storage.events.parked_work import Parked, Queue, Stuck, count_parked, list_parked, release
from storage.sending.outbox import MOST_MISTAKES, OutboxEntry, Priority
from storage.unit import Unit
from tests.single import events_by_status
from tests.storage.sending.test_outbox import LEASE, sender
from tests.storage.world import NOW, OTHER_SHOP, SHOP, after, do, entry, person, queued

BROKEN = "KeyError: 'total'"

pytestmark = pytest.mark.usefixtures("shops")


@dataclass(frozen=True)
class Lot:
    """One parked thing of each kind."""

    event: UUID
    wait: UUID
    message: UUID
    call: UUID


async def lot(unit: Unit) -> Lot:
    """All of them failed five times; beside each stands one that did not."""
    contact, _ = await person(unit)
    broken, _ = [await _told(unit, name) for name in ("evt_1", "evt_2")]
    await unit.inbox.fail(broken, MOST_ATTEMPTS - 1, BROKEN, after(30))
    run = await unit.runs.start("recovery", "k", contact, None, "{}", NOW)
    await unit.runs.wait(run, [Wait("step:2", NOW), Wait("other", after(1000))], NOW)
    (due,) = await claim_waits(unit, NOW, NOW, LEASE, 10)
    await unit.runs.fail_wait(due.id, MOST_ATTEMPTS - 1, after(30), NOW)
    line = await sender(unit)
    made, other = await queued(unit), await queued(unit)
    call = OutboxEntry(unit.ids.make(), "call", line, Priority.SEQUENCE, NOW, None, contact, False, run.id)
    await unit.calls.add(call.id, "discount", "d1", run.id, contact, {"code": "TEN"}, NOW)
    for one in (entry(made, line), call, entry(other, line)):
        await unit.outbox.add(one)
    for one in (entry(made, line), call):
        assert await unit.outbox.stumble(replace(one, mistakes=MOST_MISTAKES - 1), NOW, NOW)
    return Lot(broken, due.id, made.id, call.id)


async def _told(unit: Unit, name: str) -> UUID:
    event = unit.ids.make()
    news = CustomerConsented(Customer(id="c1"), (), NOW)
    await unit.inbox.add(Arrival(event, "api", name, NOW, None, news, lane=event))
    return event


async def ready(unit: Unit) -> set[UUID]:
    """Everything that its worker would take now."""
    events = [one.id for one in await claim_events(unit, NOW, LEASE, 10)]
    waits = [one.id for one in await claim_waits(unit, NOW, NOW, LEASE, 10)]
    entries = [one.id for one in await unit.outbox.claim(await sender(unit), NOW, NOW, LEASE, 10)]
    return {*events, *waits, *entries}


async def test_it_is_counted_of_one_business_or_of_all(store: Database) -> None:
    await do(store, lot)
    await do(store, lot, OTHER_SHOP)
    assert await store.read("", count_parked) == Stuck(events=2, waits=2, outbox=4)
    assert await store.read("", lambda unit: count_parked(unit, SHOP)) == Stuck(1, 1, 2)
    assert await store.read("", lambda unit: count_parked(unit, most=1)) == Stuck(1, 1, 1)


async def test_each_is_listed_with_what_it_is_about(store: Database) -> None:
    made = await do(store, lot)
    assert await store.read(SHOP, lambda unit: list_parked(unit, 10)) == [
        Parked(Queue.EVENT, made.event, "api customer.consented", NOW, BROKEN),
        Parked(Queue.WAIT, made.wait, "recovery step:2", NOW),
        Parked(Queue.OUTBOX, made.message, "sms cart_reminder", NOW),
        Parked(Queue.OUTBOX, made.call, "call for a discount", NOW),
    ]
    assert len(await store.read(SHOP, lambda unit: list_parked(unit, 1))) == 3
    assert await store.read(OTHER_SHOP, lambda unit: list_parked(unit, 10)) == []


async def test_released_they_are_taken_at_once_and_may_fail_five_times_anew(store: Database) -> None:
    made = await do(store, lot)
    for name in ("inbox", "timers", "sender"):
        store.listen(name).clear()
    released = await do(store, release)
    assert dict(released) == {Queue.EVENT: made.event, Queue.WAIT: made.wait, Queue.OUTBOX: released[-1][1]}
    assert {identity for _, identity in released} == {made.event, made.wait, made.message, made.call}
    assert all(store.listen(name).is_set() for name in ("inbox", "timers", "sender"))
    assert await store.read(SHOP, lambda unit: list_parked(unit, 10)) == []
    assert await do(store, release) == []

    async def look(unit: Unit) -> None:
        assert await ready(unit) >= {made.event, made.wait, made.message, made.call}

    await do(store, look)
    (event,) = await do(store, lambda unit: claim_events(unit, NOW + 2 * LEASE, LEASE, 1))
    (wait,) = await do(store, lambda unit: claim_waits(unit, NOW, NOW + 2 * LEASE, LEASE, 1))
    assert (event.attempts, wait.attempts) == (0, 0)


@pytest.mark.parametrize("kind", ["event", "wait", "message", "call"])
async def test_one_is_released_alone(store: Database, kind: str) -> None:
    made = await do(store, lot)
    chosen: UUID = getattr(made, kind)
    ((_, identity),) = await do(store, lambda unit: release(unit, chosen))
    assert identity == chosen
    rest = {one.id for one in await store.read(SHOP, lambda unit: list_parked(unit, 10))}
    assert rest == {made.event, made.wait, made.message, made.call} - {chosen}


async def test_another_shop_and_an_unknown_id_release_nothing(store: Database) -> None:
    made = await do(store, lot)
    assert await do(store, lambda unit: release(unit, made.event), OTHER_SHOP) == []
    assert await do(store, release, OTHER_SHOP) == []
    assert await do(store, lambda unit: release(unit, UUID(int=7))) == []
    assert len(await store.read(SHOP, lambda unit: list_parked(unit, 10))) == 4


async def test_what_could_not_be_read_stays(store: Database) -> None:
    """It holds nothing that could be acted upon."""

    async def garbled(unit: Unit) -> None:
        event = unit.ids.make()
        await unit.inbox.add(Arrival(event, "shopify", "x", NOW, b"{", None, lane=event, reason="no JSON"))

    await do(store, garbled)
    assert await do(store, release) == []
    assert await store.read(SHOP, events_by_status) == {"unreadable": 1}
