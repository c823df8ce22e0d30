"""What a database that was brought back holds, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from bot.ids import Ids
from flows.business import Business
from flows.delivery import MessageStatus
from storage.businesses import service_operations
from storage.businesses.page_sessions import PageSessions
from storage.database.stores import Database
from storage.events import spools
from storage.events.parked_work import Stuck, count_parked, release
from storage.people.people import Identity
from storage.people.record_codes import RecordCodes
from storage.schema import events, outbox, waits
from storage.sending.outbox import Priority
from storage.unit import Unit
from storage.upkeep.restored_database import HeldWork, forget_spools, hold, is_served
from tests.storage.world import NOW, OTHER_SHOP, SHOP, after, do, entry, queued

TAKEN, LATER = NOW, after(60)


@pytest.fixture
async def shops(store: Database) -> Database:
    for shop in (SHOP, OTHER_SHOP):
        business = Business(shop, shop.title(), "US", "America/Chicago", "USD")
        await do(store, lambda unit, one=business: unit.businesses.put(one, NOW), shop)  # type: ignore[misc]
    return store


async def waiting(unit: Unit, **values: Any) -> UUID:
    status = values.pop("status", MessageStatus.QUEUED)
    made = await queued(unit, status=status)
    await unit.outbox.add(entry(made, made.id, **values))
    return made.id


async def asked(unit: Unit, kind: str) -> UUID:
    """A call that is due."""
    call = unit.ids.make()
    await unit.calls.add(call, kind, str(call), None, None, {}, NOW)
    made = entry(
        await queued(unit), call, id=call, kind="call", address=None, contact=None, marketing=False, due_at=NOW
    )
    await unit.outbox.add(made)
    return call


@pytest.mark.parametrize(
    ("values", "held"),
    [
        pytest.param({"due_at": after(-5)}, True, id="overdue"),
        pytest.param({"due_at": after(59)}, True, id="due meanwhile"),
        pytest.param({"due_at": None}, True, id="waiting for an event"),
        pytest.param({"due_at": after(30), "marketing": False, "priority": Priority.ANSWER}, True, id="an answer"),
        pytest.param({"due_at": after(90), "status": MessageStatus.SENDING}, True, id="being sent"),
        pytest.param({"due_at": after(90), "status": MessageStatus.UNKNOWN}, True, id="unknown then"),
        pytest.param({"due_at": after(61)}, False, id="due later"),
    ],
)
async def test_messages(shops: Database, values: dict[str, Any], held: bool) -> None:
    identity = await do(shops, lambda unit: waiting(unit, **values))
    found = await do(shops, lambda unit: hold(unit, TAKEN, LATER))
    assert found == HeldWork(messages={"sms": 1} if held else {}, kept=0 if held else 1)
    message = await do(shops, lambda unit: unit.messages.get(identity))
    assert message is not None
    judged = (await do(shops, lambda unit: unit.verdicts.find_verdicts([identity])))[identity]
    left = await do(shops, lambda unit: unit.value(select(func.count()).select_from(outbox)))
    if held:
        assert (message.status, message.code, message.left_at, left) == (MessageStatus.UNKNOWN, "restored", TAKEN, 0)
        assert [one.verdict.rule for one in judged] == ["restored"]
        assert await shops.read("", service_operations.count_in_doubt) == {"sms": 1}
    else:
        assert (message.status, judged, left) == (values.get("status", MessageStatus.QUEUED), [], 1)


async def test_more_than_a_batch(shops: Database, ids: Ids, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.upkeep.restored_database.BATCH", 3)

    async def fill(unit: Unit) -> None:
        for _ in range(8):
            await waiting(unit, due_at=NOW)

    await do(shops, fill)
    assert (await do(shops, lambda unit: hold(unit, TAKEN, LATER))).messages == {"sms": 8}
    assert await do(shops, lambda unit: hold(unit, TAKEN, LATER)) == HeldWork()


async def test_conversations_events_and_calls_are_parked_and_can_be_put_back(shops: Database) -> None:
    async def fill(unit: Unit) -> None:
        run = await unit.runs.start("recovery", "a", None, None, "{}", NOW)
        for due in (after(10), after(90), None):
            await unit.add(waits, id=unit.ids.make(), run=run.id, name="step", due_at=due, created_at=NOW)
        for status in ("new", "done"):
            one = unit.ids.make()
            values = {"type": "test", "lane": one, "arrival": one, "status": status, "source": "api"}
            await unit.add(events, id=one, external_id=str(one), occurred_at=NOW, received_at=NOW, **values)
        await asked(unit, "discount")
        await asked(unit, "price")
        await asked(unit, "edit_message")

    await do(shops, fill)
    assert await do(shops, lambda unit: hold(unit, TAKEN, LATER)) == HeldWork(conversations=1, events=1, calls=1)
    assert await shops.read("", count_parked) == Stuck(events=1, waits=1, outbox=1)
    assert len(await do(shops, release)) == 3
    assert await shops.read("", count_parked) == Stuck(0, 0, 0)


async def test_only_its_own_shop_is_held_and_paused(shops: Database) -> None:
    await do(shops, lambda unit: waiting(unit, due_at=NOW), OTHER_SHOP)
    assert await do(shops, lambda unit: hold(unit, TAKEN, LATER)) == HeldWork()
    mine, other = [await do(shops, lambda unit: unit.businesses.get(), shop) for shop in (SHOP, OTHER_SHOP)]
    assert mine is not None
    assert other is not None
    assert (mine.paused_at, mine.paused_by, other.paused_at) == (LATER, "parley restore", None)


async def test_sign_ins_of_its_own_shop_are_deleted(shops: Database) -> None:
    for shop in (SHOP, OTHER_SHOP):
        await do(shops, lambda unit: unit.of(PageSessions).add_link("staff", UUID(int=1), "login", NOW), shop)
    await do(shops, lambda unit: hold(unit, TAKEN, LATER))
    found = [
        await do(shops, lambda unit: unit.of(PageSessions).find_link("login"), shop) for shop in (SHOP, OTHER_SHOP)
    ]
    assert [one is None for one in found] == [True, False]


async def test_codes_for_records_are_deleted(shops: Database) -> None:
    """One may have been used, or its tries used up, since the copy."""

    async def send(unit: Unit) -> UUID:
        contact = await unit.people.resolve([Identity("sms", "+13145550142")], NOW)
        (address,) = await unit.people.addresses_of(contact)
        assert await unit.of(RecordCodes).put(address.id, "code", NOW)
        return address.id

    address = await do(shops, send)
    await do(shops, lambda unit: hold(unit, TAKEN, LATER))
    assert not await do(shops, lambda unit: unit.of(RecordCodes).use(address, "code", NOW))


async def test_who_serves_it(store: Database) -> None:
    await store.write("", lambda unit: spools.touch(unit, "host:1", 0, NOW))
    assert await store.read("", lambda unit: is_served(unit, NOW + timedelta(seconds=9)))
    assert not await store.read("", lambda unit: is_served(unit, NOW + timedelta(seconds=11)))
    await store.write("", forget_spools)
    assert not await store.read("", lambda unit: is_served(unit, NOW))


async def test_what_a_receipt_tells_later_is_believed(shops: Database) -> None:
    identity = await do(shops, lambda unit: waiting(unit, due_at=NOW))
    await do(shops, lambda unit: hold(unit, TAKEN, LATER))
    await do(shops, lambda unit: unit.messages.reach(identity, MessageStatus.DELIVERED, after(61)))
    assert await shops.read("", service_operations.count_in_doubt) == {}


async def test_what_is_over_is_left_as_it_was(shops: Database) -> None:
    identity = await do(shops, lambda unit: waiting(unit, due_at=NOW))
    await do(shops, lambda unit: unit.messages.close(identity, MessageStatus.VOID, NOW))
    assert await do(shops, lambda unit: hold(unit, TAKEN, LATER)) == HeldWork(kept=1)
    parked = update(outbox).values(parked_at=NOW)
    assert await do(shops, lambda unit: unit.run(parked)) == 1
