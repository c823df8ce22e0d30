"""Codes and credits: each granted once, used by one order, back when it comes to nothing, on every database."""

from __future__ import annotations

import asyncio
import random
from uuid import UUID

import pytest
from sqlalchemy import func, select

from flows.money import Money
from storage.database.stores import Database
from storage.people.people import Identity
from storage.schema import credits
from storage.sourcing.referral_credits import INVITED, INVITING, Credits
from storage.unit import Unit
from tests.storage.world import NOW, after, do, person

OFF = Money.parse(100, "INR")


async def somebody(unit: Unit, name: str) -> UUID:
    return await unit.people.resolve([Identity("telegram", name)], NOW)


async def used_by(unit: Unit, order: UUID) -> int:
    """Micro-units that an order may cost less by what it used."""
    query = select(func.sum(credits.c.amount)).where(unit.owns(credits), credits.c.used_by == order)
    return int(await unit.value(query) or 0)


async def test_a_code_is_one_persons(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        contact, _ = await person(unit)
        friend = await somebody(unit, "77")
        assert await unit.of(Credits).code_of(contact) is None
        assert await unit.of(Credits).give_code("R7K2QMX", contact, NOW)
        assert not await unit.of(Credits).give_code("R7K2QMX", friend, NOW)
        assert await unit.of(Credits).give_code("R9ZZZZZ", contact, after(1))
        assert await unit.of(Credits).code_of(contact) == "R7K2QMX"
        assert await unit.of(Credits).find_owner("R7K2QMX") == contact
        assert await unit.of(Credits).find_owner("RAAAAAA") is None

    await do(store, tell)


async def test_the_life_of_a_credit(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        contact, _ = await person(unit)
        friend = await somebody(unit, "77")
        one, two = UUID(int=1), UUID(int=2)
        assert await unit.of(Credits).grant(friend, INVITED, friend, OFF, contact, NOW)
        assert not await unit.of(Credits).grant(friend, INVITED, friend, OFF, contact, NOW)
        brought = await unit.of(Credits).find_invited(friend)
        assert brought is not None
        assert (brought.other, brought.amount, brought.used_by) == (contact, OFF, None)
        assert await unit.of(Credits).grant(contact, INVITING, brought.id, OFF, friend, NOW)
        assert not await unit.of(Credits).grant(contact, INVITING, brought.id, OFF, friend, NOW)
        assert await unit.of(Credits).find_usable(friend, "USD") is None
        assert await unit.of(Credits).find_usable(friend, "INR") == brought
        assert await unit.of(Credits).use(brought.id, one, NOW)
        assert not await unit.of(Credits).use(brought.id, two, NOW)
        assert await unit.of(Credits).find_usable(friend, "INR") is None
        assert (await used_by(unit, one), await used_by(unit, two)) == (OFF.micros, 0)
        assert await unit.of(Credits).release(one)
        assert not await unit.of(Credits).release(one)
        assert await unit.of(Credits).find_usable(friend, "INR") == brought

    await do(store, tell)


async def test_who_came_twice_and_is_one_person_came_once(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        inviter, _ = await person(unit)
        one, two = await somebody(unit, "77"), await somebody(unit, "78")
        assert await unit.of(Credits).give_code("R7K2QMX", two, NOW)
        for friend in (one, two):
            assert await unit.of(Credits).grant(friend, INVITED, friend, OFF, inviter, NOW)
        both = [Identity("telegram", name) for name in ("77", "78")]
        assert await unit.people.prove(both, NOW) == one
        assert await unit.of(Credits).find_owner("R7K2QMX") == one
        first = await unit.of(Credits).find_usable(one, "INR")
        assert first is not None
        assert await unit.of(Credits).use(first.id, UUID(int=1), NOW)
        assert await unit.of(Credits).find_usable(one, "INR") is None

    await do(store, tell)


@pytest.mark.parametrize("seed", range(4))
async def test_no_more_is_used_than_was_granted(store: Database, seed: int) -> None:
    """Orders take and release at random, several at once; the sum of what is used never exceeds what was granted."""
    draw = random.Random(seed)

    async def begin(unit: Unit) -> list[UUID]:
        inviter, _ = await person(unit)
        people = [await somebody(unit, str(number)) for number in range(3)]
        for friend in people:
            await unit.of(Credits).grant(friend, INVITED, friend, OFF, inviter, NOW)
        return people

    people, orders = await do(store, begin), range(1, 13)

    async def used(unit: Unit) -> int:
        return sum([await used_by(unit, UUID(int=number)) for number in orders])

    async def order(number: int) -> bool:
        who, release = draw.choice(people), draw.random() < 0.4

        async def tell(unit: Unit) -> bool:
            found = await unit.of(Credits).find_usable(who, "INR")
            taken = found is not None and await unit.of(Credits).use(found.id, UUID(int=number), NOW)
            assert await used(unit) <= len(people) * OFF.micros
            return taken and not (release and await unit.of(Credits).release(UUID(int=number)))

        return await do(store, tell)

    kept = await asyncio.gather(*(order(number) for number in orders))

    async def check(unit: Unit) -> None:
        assert await used(unit) == sum(kept) * OFF.micros <= len(people) * OFF.micros

    await do(store, check)
