"""A waitlist's order: by when each began to wait, which asking once more changes only for who was told."""

from __future__ import annotations

from uuid import UUID

from storage.database.stores import Database
from storage.people.people import Identity
from storage.sourcing.waitlist_people import WaitingPeople
from storage.unit import Unit
from tests.storage.world import NOW, OTHER_SHOP, after, do

SHORTS = UUID(int=77)


async def people(unit: Unit) -> list[UUID]:
    """Three people, the one with the last id first."""
    found = [await unit.people.resolve([Identity("telegram", name)], NOW) for name in ("1", "2", "3")]
    return sorted(found, reverse=True)


async def waiting(unit: Unit) -> list[UUID]:
    return [one.contact for one in await unit.of(WaitingPeople).list_people(SHORTS, "L", 10)]


async def test_who_began_first_is_first(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        everybody = await people(unit)
        for minute, contact in enumerate(everybody):
            await unit.of(WaitingPeople).add(SHORTS, "L", contact, None, after(minute))
        assert await waiting(unit) == everybody

    await do(store, tell)


async def test_asking_once_more_keeps_the_place(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        first, second, _ = await people(unit)
        for minute, contact in enumerate((first, second, first)):
            await unit.of(WaitingPeople).add(SHORTS, "L", contact, None, after(minute))
        assert await waiting(unit) == [first, second]

    await do(store, tell)


async def test_who_was_told_begins_anew(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        first, second, _ = await people(unit)
        for minute, contact in enumerate((first, second)):
            await unit.of(WaitingPeople).add(SHORTS, "L", contact, None, after(minute))
        (earliest, _) = await unit.of(WaitingPeople).list_people(SHORTS, "L", 10)
        assert await unit.of(WaitingPeople).tell(earliest, after(2))
        assert not await unit.of(WaitingPeople).tell(earliest, after(3))
        assert await waiting(unit) == [second]
        await unit.of(WaitingPeople).add(SHORTS, "L", first, None, after(4))
        assert await waiting(unit) == [second, first]

    await do(store, tell)


async def test_another_business_has_nobody_waiting(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        (first, *_) = await people(unit)
        await unit.of(WaitingPeople).add(SHORTS, "L", first, None, NOW)

    async def look(unit: Unit) -> None:
        assert await waiting(unit) == []

    await do(store, tell)
    await do(store, look, OTHER_SHOP)
