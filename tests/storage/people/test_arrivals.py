"""What is left to be looked into where arrivals are stored together; the rest is in tests/bot/test_arrivals.py."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest

from flows.events import CartUpdated, Customer, MessageReceived
from flows.money import Money
from flows.policy.departure_facts import AddressState
from storage.database.stores import Database
from storage.events.event_inbox import Arrival, event_id
from storage.events.inbound_arrival import Inbound
from storage.people.arrivals import group_of
from storage.people.people import Identity
from storage.schema import contacts, recorded_pairs, staff
from storage.unit import Unit
from tests.storage.world import NOW, OTHER_PHONE, PHONE, SHOP, do, person

GONE = Identity("sms", "erased:0123")


def letter(name: str, *names: Identity, **more: Any) -> Inbound:
    said = MessageReceived("sms", names[0].value, "+13145550100", name, "Hello", NOW)
    identity = event_id(SHOP, "twilio", name)
    return Inbound(SHOP, identity, Arrival(identity, "twilio", name, NOW, None, said, UUID(int=1)), names, **more)


async def place(unit: Unit, told: Sequence[Inbound]) -> list[bool | None]:
    group = await group_of(unit, told)
    placed = [group.place(one) for one in told]
    await group.write()
    return placed


async def test_where_a_strange_name_is_somebodys_more_must_be_looked_at(store: Database) -> None:
    await do(store, lambda unit: person(unit, GONE))
    told = [letter("M1", PHONE, strange=(GONE,)), letter("M2", OTHER_PHONE, strange=(Identity("sms", "erased:9"),))]
    assert await do(store, lambda unit: place(unit, told)) == [None, True]


async def test_what_they_wrote_may_lift_a_block(store: Database) -> None:
    async def block(unit: Unit) -> None:
        await unit.people.set_state((await person(unit))[1], AddressState.BLOCKED, "they blocked us", NOW)

    await do(store, block)
    assert await do(store, lambda unit: place(unit, [letter("M1", PHONE), letter("M2", OTHER_PHONE)])) == [None, True]


async def test_names_of_two_people_are_put_together_by_a_turn(store: Database) -> None:
    await do(store, person)
    await do(store, lambda unit: person(unit, OTHER_PHONE))
    assert await do(store, lambda unit: place(unit, [letter("M1", PHONE, OTHER_PHONE)])) == [None]


@pytest.mark.postgres
@pytest.mark.parametrize("server", ["packaged_postgres"], indirect=True)
async def test_whom_another_turn_holds_is_waited_for_by_a_turn_alone(store: Database) -> None:
    held, over = asyncio.Event(), asyncio.Event()

    async def hold(unit: Unit) -> None:
        await unit.people.hold((await person(unit))[0])
        held.set()
        await over.wait()

    await do(store, person)
    holding = asyncio.create_task(do(store, hold))
    await held.wait()
    told = [letter("M1", PHONE), letter("M2", OTHER_PHONE)]
    assert await do(store, lambda unit: place(unit, told)) == [None, True]
    over.set()
    await holding
    assert await do(store, lambda unit: place(unit, told)) == [True, False]


async def test_an_event_wakes_the_inbox(store: Database) -> None:
    bell = store.listen("inbox")
    await do(store, lambda unit: place(unit, [letter("M1", PHONE)]))
    assert bell.is_set()
    bell.clear()
    await do(store, lambda unit: place(unit, [letter("M1", PHONE)]))
    assert not bell.is_set()


CUSTOMER, OTHER_CUSTOMER = Identity("customer", "shopify:7"), Identity("customer", "shopify:8")


def cart(name: str, *names: Identity) -> Inbound:
    money = Money(39_000_000, "USD")
    said = CartUpdated(name, money, (), "https://a.example/c", Customer(), NOW)
    identity = event_id(SHOP, "shopify", name)
    return Inbound(SHOP, identity, Arrival(identity, "shopify", name, NOW, None, said, UUID(int=1)), names)


async def list_names(unit: Unit, contact: UUID) -> list[Identity]:
    return [Identity(one.channel, one.value) for one in await unit.people.addresses_of(contact)]


async def test_a_customers_id_joins_the_owner_of_its_number(store: Database) -> None:
    contact, _ = await do(store, person)
    told = [cart("c1", PHONE, CUSTOMER), cart("c2", PHONE, CUSTOMER), cart("c3", PHONE, OTHER_CUSTOMER)]
    assert await do(store, lambda unit: place(unit, told)) == [True, True, None]
    assert await do(store, lambda unit: list_names(unit, contact)) == [PHONE, CUSTOMER]


async def test_another_customers_id_at_a_number_is_decided_by_a_turn(store: Database) -> None:
    await do(store, lambda unit: person(unit, PHONE, CUSTOMER))
    assert await do(store, lambda unit: place(unit, [cart("c1", PHONE, OTHER_CUSTOMER)])) == [None]


async def test_a_customers_id_does_not_join_one_who_is_recorded_with_others(store: Database) -> None:
    contact, address = await do(store, person)
    other, _ = await do(store, lambda unit: person(unit, OTHER_PHONE, OTHER_CUSTOMER))
    told = [cart("c1", PHONE, CUSTOMER)]

    async def pair(unit: Unit) -> None:
        known_as = (await unit.people.addresses_of(other))[1].id
        await unit.add(recorded_pairs, address=address, known_as=known_as, noted_at=NOW, ended_at=None)

    async def unpair(unit: Unit) -> None:
        await unit.remove(recorded_pairs, recorded_pairs.c.address == address)
        await unit.change(contacts, contact, beside=other)

    for work in (pair, unpair):
        await do(store, work)
        assert await do(store, lambda unit: place(unit, told)) == [None]
    await do(store, lambda unit: unit.change(contacts, contact, beside=None))
    assert await do(store, lambda unit: place(unit, told)) == [True]


async def test_a_customers_id_does_not_join_a_member_of_the_staff(store: Database) -> None:
    contact, _ = await do(store, person)
    values = {"name": "Ann", "role": "agent", "contact": contact, "linked_at": NOW}
    await do(store, lambda unit: unit.add(staff, id=unit.ids.make(), **values))
    assert await do(store, lambda unit: place(unit, [cart("c1", PHONE, CUSTOMER)])) == [None]
