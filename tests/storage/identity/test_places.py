"""Every place that is told of a person is kept beside the others, and goes where the person goes."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import pytest

from flows.policy.departure_facts import Person, PlaceKind, ToldPlace
from storage.database.stores import Database
from storage.erasure.erasure import scrub_person
from storage.identity.contact_places import Unread
from storage.people.people import Identity
from storage.unit import Unit
from tests.storage.world import NOW, OTHER_PHONE, OTHER_SHOP, PHONE, after, do, person

SHIPPING, BILLING, ZONE = PlaceKind.SHIPPING, PlaceKind.BILLING, PlaceKind.ZONE
NEW_YORK = ToldPlace(SHIPPING, "US", "NY", "10001")
FLORIDA = ToldPlace(BILLING, "US", "FL", "33101")
UNREAD = ToldPlace(SHIPPING, "US", "Flrida")
CHICAGO = ToldPlace(ZONE, timezone="America/Chicago")
DAY = 24 * 60
CUSTOMER = Identity("customer", "shopify:1")


async def told(unit: Unit, *news: Sequence[ToldPlace], minutes: int = DAY) -> list[ToldPlace]:
    """What is kept of a person of whom these places were told, one news after the other."""
    contact, _ = await person(unit)
    for number, places in enumerate(news):
        await unit.places.tell(contact, places, "test", after(number * minutes))
    return list((await unit.places.of([contact])).get(contact, ()))


@pytest.mark.parametrize(
    ("news", "kept"),
    [
        pytest.param([[NEW_YORK, FLORIDA]], [NEW_YORK, FLORIDA], id="two at once"),
        pytest.param([[FLORIDA], [NEW_YORK]], [FLORIDA, NEW_YORK], id="another one adds"),
        pytest.param([[NEW_YORK], [FLORIDA], [NEW_YORK]], [FLORIDA, NEW_YORK], id="the one told last is the last"),
        pytest.param([[NEW_YORK, NEW_YORK], [NEW_YORK]], [NEW_YORK], id="told again"),
        pytest.param(
            [[NEW_YORK], [ToldPlace(SHIPPING, "us", "New York", "10027")]],
            [ToldPlace(SHIPPING, "US", "NY", "10027")],
            id="another street of the state",
        ),
        pytest.param([[NEW_YORK], [ToldPlace(SHIPPING, "US", "NY")]], [NEW_YORK], id="without the postal code"),
        pytest.param([[UNREAD], [ToldPlace(SHIPPING, "US", "Nwe")]], [ToldPlace(SHIPPING, "US", "Nwe")], id="unread"),
        pytest.param([[UNREAD], [NEW_YORK]], [UNREAD, NEW_YORK], id="unread, and another"),
        pytest.param([[CHICAGO], [ToldPlace(ZONE, timezone="Mars/Base")], []], [CHICAGO], id="nothing new"),
        pytest.param([[ToldPlace(SHIPPING)]], [], id="nothing"),
    ],
)
async def test_what_is_kept(store: Database, news: list[list[ToldPlace]], kept: list[ToldPlace]) -> None:
    assert await do(store, lambda unit: told(unit, *news)) == kept


async def test_a_region_that_is_written_right_at_last_is_the_one_of_its_postal_code(store: Database) -> None:
    wrong, right = ToldPlace(SHIPPING, "US", "Flrida", "33101"), ToldPlace(SHIPPING, "US", "Florida", "33101")
    other = ToldPlace(SHIPPING, "US", "Flrida", "10001")
    assert await do(store, lambda unit: told(unit, [wrong, other], [right])) == [
        other,
        ToldPlace(SHIPPING, "US", "FL", "33101"),
    ]


async def test_what_is_told_again_within_a_day_is_not_noted_again(store: Database) -> None:
    assert await do(store, lambda unit: told(unit, [NEW_YORK], [FLORIDA], [NEW_YORK], minutes=60)) == [
        NEW_YORK,
        FLORIDA,
    ]


async def test_older_news_adds_too(store: Database) -> None:
    assert await do(store, lambda unit: told(unit, [NEW_YORK], [FLORIDA], minutes=-DAY)) == [FLORIDA, NEW_YORK]


async def test_a_shop_that_tells_without_end_fills_no_table(store: Database) -> None:
    """There are as many rows as there are places to the law, however many streets and words are told."""

    def street(number: int) -> ToldPlace:
        return ToldPlace(SHIPPING, "US", f"State {number}" if number % 2 else "FL", f"3310{number % 10}")

    kept = await do(store, lambda unit: told(unit, *([street(number)] for number in range(40))))
    assert {place.region for place in kept} == {"State 39", "FL"}


async def _persons(unit: Unit, contact: UUID) -> Person:
    one = await unit.people.get(contact)
    assert one is not None
    return (await unit.people.recipients({one.id: one})).persons()[one.id]


@pytest.mark.parametrize("turned", [False, True], ids=["one order", "the other"])
async def test_all_numbers_of_a_person_count_the_newest_first(store: Database, turned: bool) -> None:
    numbers = [PHONE, OTHER_PHONE, Identity("whatsapp", PHONE.value)]

    async def tell(unit: Unit) -> Person:
        contact = None
        for number in reversed(numbers) if turned else numbers:
            contact = await unit.people.resolve([CUSTOMER, number], NOW)
        assert contact is not None
        return await _persons(unit, contact)

    found = await do(store, tell)
    assert sorted(found.phones) == sorted([PHONE.value, OTHER_PHONE.value])


async def test_two_who_are_one_have_the_places_of_both(store: Database) -> None:
    async def merge(unit: Unit) -> Person:
        guest = await unit.people.resolve([PHONE], NOW)
        await unit.places.tell(guest, [FLORIDA], "shopify", NOW)
        customer = await unit.people.resolve([CUSTOMER], NOW)
        await unit.places.tell(customer, [NEW_YORK, CHICAGO], "shopify", after(1))
        assert await unit.people.join(guest, customer, CUSTOMER.value, NOW)
        return await _persons(unit, guest)

    found = await do(store, merge)
    assert (found.phones, found.places, found.timezone) == (
        (PHONE.value,),
        (FLORIDA, NEW_YORK, CHICAGO),
        "America/Chicago",
    )


async def test_nobody_who_was_erased_has_a_place(store: Database) -> None:
    async def forget(unit: Unit) -> None:
        contact, _ = await person(unit)
        await unit.places.tell(contact, [FLORIDA, UNREAD], "shopify", NOW)
        await scrub_person(unit, contact, NOW, str)
        await unit.places.tell(contact, [NEW_YORK], "shopify", NOW)
        assert await unit.places.of([contact]) == {}

    await do(store, forget)


async def test_unread_regions_are_counted_by_people(store: Database) -> None:
    async def tell(unit: Unit) -> list[Unread]:
        for number, word in enumerate(["Flrida", "Flrida", "Wst", "FL"]):
            contact, _ = await person(unit, Identity("sms", f"+1314555010{number}"))
            both = [ToldPlace(kind, "US", word) for kind in (SHIPPING, BILLING)]
            await unit.places.tell(contact, [*both, ToldPlace(SHIPPING, "FR", "Nord")], "test", NOW)
        contact, _ = await person(unit, Identity("sms", "+13145550109"))
        await unit.places.tell(contact, [ToldPlace(SHIPPING, None, "Goa")], "test", NOW)
        assert await unit.places.list_unread("IN") == [Unread("US", "Flrida", 2), Unread("US", "Wst", 1)]
        return await unit.places.list_unread("US")

    found = [Unread("US", "Flrida", 2), Unread(None, "Goa", 1), Unread("US", "Wst", 1)]
    assert await do(store, tell) == found
    assert await do(store, lambda unit: unit.places.list_unread("US"), OTHER_SHOP) == []
