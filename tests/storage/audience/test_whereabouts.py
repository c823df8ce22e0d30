"""Where criteria take somebody to be: as was told, else as their numbers tell; and how that moves."""

from __future__ import annotations

from datetime import UTC
from uuid import UUID

import pytest

from flows.audience.criteria import Compared
from flows.policy.departure_facts import PlaceKind, ToldPlace
from storage.audience.audiences import Audiences, Selection
from storage.database.stores import Database
from storage.erasure.erasure import scrub_person
from storage.people import people_merge
from storage.people.people import Identity
from storage.schema import addresses
from storage.unit import Unit
from tests.storage.world import NOW, do, open_shops

AUSTIN, MUMBAI, NOWHERE = "+15125550142", "+919820000142", "+18005550142"
US, TEXAS, INDIA = ("country", "US"), ("region", "TX"), ("country", "IN")
CHICAGO, KOLKATA, DELHI = ("zone", "America/Chicago"), ("zone", "Asia/Kolkata"), ToldPlace(PlaceKind.SHIPPING, "IN")
EACH = (US, TEXAS, INDIA, CHICAGO, KOLKATA)


async def there(unit: Unit, contact: UUID) -> set[tuple[str, str]]:
    audiences = unit.of(Audiences)
    asked = {one: Selection(Compared(one[0], "=", one[1]), NOW, UTC) for one in EACH}
    return {one for one, selection in asked.items() if await audiences.page(selection, 10) == [contact]}


@pytest.mark.parametrize(
    ("number", "told", "found"),
    [
        pytest.param(AUSTIN, None, {US, TEXAS, CHICAGO}, id="an area code"),
        pytest.param(MUMBAI, None, {INDIA, KOLKATA}, id="a country code"),
        pytest.param(NOWHERE, None, set(), id="a number of no place"),
        pytest.param(AUSTIN, DELHI, {INDIA}, id="another country was told"),
        pytest.param(AUSTIN, ToldPlace(PlaceKind.SHIPPING, "US"), {US, TEXAS, CHICAGO}, id="the same country was told"),
        pytest.param(AUSTIN, ToldPlace(PlaceKind.SHIPPING, "US", "NY"), {US}, id="another region was told"),
        pytest.param(AUSTIN, ToldPlace(PlaceKind.ZONE, timezone="Asia/Kolkata"), {US, TEXAS, KOLKATA}, id="a zone"),
    ],
)
async def test_what_was_told_goes_before_what_a_number_tells(
    store: Database, number: str, told: ToldPlace | None, found: set[tuple[str, str]]
) -> None:
    await open_shops(store)

    async def work(unit: Unit) -> set[tuple[str, str]]:
        contact = await unit.people.resolve([Identity("sms", number)], NOW)
        if told is not None:
            await unit.places.tell(contact, [told], "api", NOW)
        return await there(unit, contact)

    assert await do(store, work) == found


async def test_it_moves_with_the_number_and_goes_with_an_erasure(store: Database) -> None:
    await open_shops(store)

    async def work(unit: Unit) -> None:
        one = await unit.people.resolve([Identity("sms", AUSTIN)], NOW)
        other = await unit.people.resolve([Identity("email", "bo@mail.example")], NOW)
        assert await there(unit, other) == set()
        await people_merge.merge(unit, one, other, NOW)
        assert await there(unit, other) == {US, TEXAS, CHICAGO}
        await scrub_person(unit, other, NOW, lambda value: f"hash of {len(value)}")
        assert await unit.count_rows(addresses.select().where(addresses.c.country.is_not(None))) == 0

    await do(store, work)
