"""What operators ask across businesses, on every database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from flows.delivery import MessageStatus
from flows.policy.departure_facts import Kind
from storage.businesses import service_operations
from storage.database.schema_version import get_head
from storage.database.sqlite import SqliteDatabase
from storage.database.stores import Database
from storage.unit import Unit
from tests.storage.world import (
    NOW,
    OTHER_PHONE,
    OTHER_SHOP,
    PHONE,
    SHOP,
    after,
    do,
    happened,
    message,
    open_shops,
    person,
    queued,
)

DAY = timedelta(days=1)


async def test_messages_in_doubt(store: Database) -> None:
    async def fill(unit: Unit) -> None:
        await queued(unit, status=MessageStatus.UNKNOWN)
        await queued(
            unit, status=MessageStatus.UNKNOWN, channel="telegram", id=service_operations.make_first_id(NOW - 9 * DAY)
        )
        await queued(unit, status=MessageStatus.SENDING)

    await do(store, fill)
    assert await store.read("", service_operations.count_in_doubt) == {"sms": 1, "telegram": 1}
    assert await store.read("", lambda unit: service_operations.count_in_doubt(unit, SHOP, NOW - DAY)) == {"sms": 1}
    assert await store.read("", lambda unit: service_operations.count_in_doubt(unit, OTHER_SHOP)) == {}


async def test_why_events_were_unreadable(store: Database) -> None:
    async def fill(unit: Unit) -> None:
        await happened(unit, "unreadable", "no total", 1)
        await happened(unit, "unreadable", "no currency", 3)
        await happened(unit, "unreadable", "no total", 2)
        await happened(unit, "parked", "a mistake of ours", 4)

    await do(store, fill)
    found = await store.read("", lambda unit: service_operations.list_troubles(unit, SHOP, "unreadable", 3))
    assert [(one.reason, one.many, one.newest) for one in found] == [
        ("no currency", 1, after(3)),
        ("no total", 2, after(2)),
    ]


@pytest.mark.parametrize(
    ("asked", "answered", "left"),
    [
        pytest.param(NOW - DAY, None, 1, id="nobody answered"),
        pytest.param(NOW - DAY, after(-60), 0, id="answered"),
        pytest.param(NOW - DAY, NOW - 2 * DAY, 1, id="an answer to an earlier question"),
        pytest.param(after(-10), None, 0, id="asked a moment ago"),
        pytest.param(NOW - 30 * DAY, None, 0, id="long forgotten"),
    ],
)
async def test_questions_nobody_answered(store: Database, asked: Any, answered: Any, left: int) -> None:
    async def fill(unit: Unit) -> None:
        contact, address = await person(unit, OTHER_PHONE)
        for n in range(2):  # two desks were asked the same
            made = service_operations.make_first_id(asked).int + n
            await queued(unit, PHONE, id=UUID(int=made), template="staff_alert", kind=Kind.STAFF, about=address)
        if answered is not None:
            reply = message(
                unit, contact, address, id=service_operations.make_first_id(answered), key="staff:1", template=None
            )
            await unit.messages.add(reply)

    await do(store, fill)
    span = (NOW - 7 * DAY, NOW - timedelta(hours=12))
    assert await store.read("", lambda unit: service_operations.count_unanswered(unit, SHOP, *span)) == left
    assert await store.read("", lambda unit: service_operations.count_unanswered(unit, OTHER_SHOP, *span)) == 0


async def test_the_newest_message(store: Database) -> None:
    await open_shops(store)
    assert await store.read("", service_operations.find_newest_time) is None
    await do(store, lambda unit: queued(unit, id=service_operations.make_first_id(after(7))))
    await do(store, queued, OTHER_SHOP)
    assert await store.read("", service_operations.find_newest_time) == after(7)


async def test_the_revision_and_the_server(store: Database) -> None:
    assert await store.read("", service_operations.read_schema_revision) == get_head()
    assert await store.read("", service_operations.find_flaws) in ((), [])
    told = await store.read("", service_operations.read_server_time)
    assert (told is None) == isinstance(store, SqliteDatabase)


async def test_a_database_without_our_tables(store: Database) -> None:
    await do(store, lambda unit: unit.run(text("ALTER TABLE alembic_version RENAME TO gone")))
    assert await store.read("", service_operations.read_schema_revision) is None
    await do(store, lambda unit: unit.run(text("ALTER TABLE gone RENAME TO alembic_version")))
