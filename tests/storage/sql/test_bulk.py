"""Statements of many rows say the same as those of one, on every database."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from storage.database.stores import Database
from storage.schema import addresses, contacts
from storage.sql import bulk_statements
from storage.unit import Unit
from tests.storage.world import NOW, OTHER_SHOP, SHOP, after, do

MANY = 300  # more than one query on SQLite asks for
IDS = [UUID(int=number) for number in range(1, MANY + 1)]
COLUMNS = ("business", "id", "contact", "channel", "value", "state", "state_at", "created_at")


async def add(unit: Unit, business: str = SHOP) -> None:
    await bulk_statements.insert(
        unit, contacts, ("business", "id", "created_at"), [(business, id_, NOW) for id_ in IDS]
    )
    rows = [(business, id_, id_, "sms", f"{id_.int}", "usable", NOW, NOW) for id_ in IDS]
    await bulk_statements.insert(unit, addresses, COLUMNS, rows)


async def test_what_was_added_is_found_by_its_keys_alone(store: Database) -> None:
    await do(store, add)
    await do(store, lambda unit: add(unit, OTHER_SHOP))
    wanted = [(SHOP, "sms", str(number)) for number in range(2, 2 * MANY, 2)]
    found = await do(
        store, lambda unit: bulk_statements.find(unit, addresses, ("business", "channel", "value"), wanted, COLUMNS)
    )
    assert sorted(row[1].int for row in found) == list(range(2, MANY + 1, 2))
    assert (SHOP, IDS[1], IDS[1], "sms", "2", "usable", NOW, NOW) in found


async def test_those_that_are_here_already_stay_as_they_are(store: Database) -> None:
    async def again(unit: Unit) -> None:
        rows = [(SHOP, id_, after(1)) for id_ in [*IDS, UUID(int=MANY + 1)]]
        await bulk_statements.insert(unit, contacts, ("business", "id", "created_at"), rows, again=True)

    await do(store, add)
    await do(store, again)
    made = {row.id: row.created_at for row in await do(store, lambda unit: unit.rows(select(contacts)))}
    assert made == {**dict.fromkeys(IDS, NOW), UUID(int=MANY + 1): after(1)}


async def test_one_that_is_here_already_is_an_error_otherwise(store: Database) -> None:
    await do(store, add)
    with pytest.raises(DBAPIError):
        await do(store, add)


async def test_changes_are_of_the_rows_that_they_name(store: Database) -> None:
    async def change(unit: Unit) -> None:
        rows = [(after(id_.int), "blocked", SHOP, id_) for id_ in IDS[:200]]
        await bulk_statements.change(unit, addresses, ("business", "id"), ("last_inbound_at", "state"), rows)

    await do(store, add)
    await do(store, lambda unit: add(unit, OTHER_SHOP))
    await do(store, change)
    rows = await do(store, lambda unit: unit.rows(select(addresses)))
    changed = {(row.business, row.id): row.last_inbound_at for row in rows if row.state == "blocked"}
    assert changed == {(SHOP, id_): after(id_.int) for id_ in IDS[:200]}


async def test_nothing_is_asked_for_nothing(store: Database) -> None:
    async def nothing(unit: Unit) -> int:
        await bulk_statements.insert(unit, contacts, ("business", "id", "created_at"), [])
        await bulk_statements.change(unit, contacts, ("business", "id"), ("name",), [])
        return len(await bulk_statements.find(unit, contacts, ("business", "id"), [], ("id",)))

    assert await do(store, nothing) == 0


async def test_what_is_asked_besides_the_keys(store: Database) -> None:
    async def ask(unit: Unit) -> list[int]:
        await unit.run(addresses.update().where(addresses.c.value.in_(["3", "4"])).values(state="gone"))
        rows = [(after(id_.int), SHOP, id_) for id_ in IDS]
        await bulk_statements.change(unit, addresses, ("business", "id"), ("last_inbound_at",), rows)
        wanted = [(SHOP, id_) for id_ in IDS[:5]]
        where, since = bulk_statements.among("addresses.state", ["usable", "blocked"]), ("last_inbound_at", after(2))
        found = await bulk_statements.find(
            unit, addresses, ("business", "id"), wanted, ("id",), where=where, since=since
        )
        return sorted(id_.int for (id_,) in found)

    await do(store, add)
    assert await do(store, ask) == [2, 5]


async def test_a_change_says_of_how_many_rows_its_condition_was_true(store: Database) -> None:
    async def change(unit: Unit) -> int:
        await unit.run(addresses.update().where(addresses.c.value == "3").values(state="gone"))
        rows = [("blocked", SHOP, id_) for id_ in IDS[:5]]
        where = "addresses.state = 'usable'"
        return await bulk_statements.change(unit, addresses, ("business", "id"), ("state",), rows, where=where)

    await do(store, add)
    assert await do(store, change) == 4


async def test_rows_that_another_holds_are_left_out(store: Database) -> None:
    """SQLite has one writer, so nobody else holds any."""
    await do(store, add)

    async def take(unit: Unit, many: int) -> set[int]:
        wanted = [(SHOP, id_) for id_ in IDS[:many]]
        found = await bulk_statements.find(unit, contacts, ("business", "id"), wanted, ("id",), lock=True)
        return {id_.int for (id_,) in found}

    async def take_beside(unit: Unit) -> tuple[set[int], set[int]]:
        mine = await take(unit, 2)
        return mine, await do(store, lambda other: take(other, 3)) if unit.postgres else {3}

    assert await do(store, take_beside) == ({1, 2}, {3})


async def test_what_is_taken_out_is_what_is_named(store: Database) -> None:
    async def remove(unit: Unit) -> None:
        await bulk_statements.remove(unit, addresses, ("business", "id"), [(SHOP, id_) for id_ in IDS[1:]])

    await do(store, add)
    await do(store, lambda unit: add(unit, OTHER_SHOP))
    await do(store, remove)
    left = await do(store, lambda unit: unit.rows(select(addresses.c.business, addresses.c.id)))
    assert len(left) == MANY + 1
    assert (SHOP, IDS[0]) in left
