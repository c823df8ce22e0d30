"""In which zone somebody reads times."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from flows.policy.atlas import load_places
from flows.policy.departure_facts import AddressState, ConsentState, Departure, House, Kind, Person, Purpose
from flows.policy.send_timing import choose_local_zone, find_permitted_start
from handlers.engine import time_zones
from storage.database.stores import Database
from tests.cases import each
from tests.flows.policy.samples import at
from tests.handlers.sourcing.staff.rows import Shop, play

CHICAGO = House("US", "America/Chicago")
PERTH = House("AU", "Australia/Perth")
JULY = datetime(2026, 7, 1, 12, tzinfo=UTC)


def facts(person: Person, house: House) -> Departure:
    return Departure(
        kind=Kind.ANSWER, purpose=Purpose.TRANSACTIONAL, programme=None, channel="sms", subject=None, person=person,
        address_state=AddressState.USABLE, consent=ConsentState.NONE, house=house, due_at=JULY,
    )  # fmt: skip


@each(
    ("person", "house", "zone"),
    [
        pytest.param(Person(("+491713920012",)), CHICAGO, "Europe/Berlin", id="two zones of one time"),
        pytest.param(Person(("+491713920012",)), House("DE", "America/New_York"), "Europe/Berlin", id="also at home"),
        pytest.param(Person(("+919800000001",)), CHICAGO, "Asia/Kolkata", id="one zone"),
        pytest.param(Person(("+61491570006",)), CHICAGO, "Australia/Sydney", id="abroad: the main zone"),
        pytest.param(Person(("+61491570006",)), PERTH, "Australia/Perth", id="at home: the shop's"),
        pytest.param(Person(("+34600000000",)), CHICAGO, "Europe/Madrid", id="the capital's comes first"),
        pytest.param(Person(("+12125550142",)), CHICAGO, "America/New_York", id="by area code"),
        pytest.param(Person(("+16475550142",)), CHICAGO, "America/Toronto", id="by area code in Canada"),
        pytest.param(Person(("+18005550142",)), CHICAGO, "America/Chicago", id="an area code of no place"),
        pytest.param(Person(("+18005550142",)), PERTH, "America/New_York", id="of no place, and far from here"),
        pytest.param(Person(("+12125550142",), at(timezone="Asia/Tokyo")), CHICAGO, "Asia/Tokyo", id="their own"),
        pytest.param(Person(), CHICAGO, "America/Chicago", id="nothing is known"),
        pytest.param(Person(places=at(country="US", region="??x")), CHICAGO, "America/Chicago", id="unread, at home"),
        pytest.param(Person(places=at(country="BR")), CHICAGO, "America/Sao_Paulo", id="a country without a number"),
    ],
)
def test_zone(person: Person, house: House, zone: str) -> None:
    assert time_zones.find_departure_zone(facts(person, house), ZoneInfo(house.timezone)).key == zone


@each(
    ("person", "house", "zone"),
    [
        pytest.param(Person(), CHICAGO, "America/Chicago", id="nothing is known"),
        pytest.param(Person(places=at(timezone="Mars/Crater")), CHICAGO, "America/Chicago", id="what is told is wrong"),
        pytest.param(Person(), House("IN", "Asia/Kolkata"), "Asia/Kolkata", id="nothing, in a country of one zone"),
        pytest.param(Person(), House("", "Europe/Vienna"), "Europe/Vienna", id="nothing, of a shop of no country"),
        pytest.param(Person(("+18005550142",)), CHICAGO, "America/Chicago", id="an area code of no place"),
        pytest.param(Person(("+12125550142",)), CHICAGO, "America/New_York", id="by area code"),
        pytest.param(Person(places=at(country="US", region="CA")), CHICAGO, "America/Los_Angeles", id="by address"),
        pytest.param(Person(places=at(timezone="Asia/Tokyo")), CHICAGO, "Asia/Tokyo", id="their own"),
        pytest.param(Person(("+919800000001",)), CHICAGO, "Asia/Kolkata", id="abroad"),
    ],
)
def test_the_zone_of_what_the_owner_is_shown(person: Person, house: House, zone: str) -> None:
    assert choose_local_zone(facts(person, house)) == zone


def test_of_whom_nothing_is_known_the_judgement_keeps_to_every_zone_of_the_country() -> None:
    """The sentence is in the shop's time; what is permitted is still what holds from New York to Honolulu."""
    asked = replace(facts(Person(), CHICAGO), kind=Kind.MESSAGE, purpose=Purpose.MARKETING)
    opens = find_permitted_start(asked, JULY)
    assert opens is not None
    assert opens.astimezone(ZoneInfo("Pacific/Honolulu")).hour == 8


@each("country", [code for code, place in load_places().countries.items() if not place.exact])
def test_everybody_abroad_has_a_zone_of_their_country(country: str) -> None:
    house = PERTH if country == "US" else CHICAGO
    found = time_zones.find_departure_zone(facts(Person(places=at(country=country)), house), ZoneInfo("UTC"))
    assert found.key in load_places().countries[country].zones


async def test_zone_of_somebody_who_is_known(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        her = await shop.person("+12125550142", "Dana")
        known = await shop.unit.people.get(her.contact)
        assert known is not None
        assert await time_zones.find_contact_zone(shop.turn(shop.now), known) == ZoneInfo("America/New_York")

    await play(store, scene)
