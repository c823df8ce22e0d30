"""Where a person may be, from what is known of them."""

import csv
from pathlib import Path
from typing import Any

import pytest

from flows.policy.departure import House, Person
from flows.policy.places import load_places, number_country, places_of

HOUSE = House(country="US", timezone="America/Chicago")
TABLES = Path(__file__).parents[3] / "../shared/data/places"


def named(**person: Any) -> list[tuple[str | None, str | None, int]]:
    return [(place.country, place.region, len(place.zones)) for place in places_of(Person(**person), HOUSE)]


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ({"phone": "+13145550101"}, [("US", "MO", 1)]),
        ({"phone": "+18505550101"}, [("US", "FL", 2)]),
        ({"phone": "+17875550101"}, [("US", "PR", 1)]),
        ({"phone": "+16715550101"}, [("US", "GU", 1)]),
        ({"phone": "+14165550101"}, [("CA", "ON", 1)]),
        ({"phone": "+17825550101"}, [("CA", "NS", 2), ("CA", "PE", 2)]),
        ({"phone": "+18765550101"}, [("JM", None, 1)]),
        ({"phone": "+919800000001"}, [("IN", None, 1)]),
        ({"phone": "+77015550101"}, [("KZ", None, 7)]),
        ({"phone": "+79155550101"}, [("RU", None, 26)]),
        ({"phone": "+13145550101", "country": "US", "region": "FL"}, [("US", "MO", 1), ("US", "FL", 2)]),
        ({"phone": "+13145550101", "country": "us", "region": " fl "}, [("US", "MO", 1), ("US", "FL", 2)]),
        ({"phone": "+13145550101", "region": "FL"}, [("US", "MO", 1), ("US", "FL", 2)]),
        ({"phone": "+13145550101", "country": "US"}, [("US", "MO", 1)]),
        ({"phone": "+13145550101", "country": "US", "region": "MO"}, [("US", "MO", 1)]),
        ({"phone": "+13145550101", "country": "PR"}, [("US", "MO", 1), ("US", "PR", 1)]),
        ({"phone": "+13145550101", "country": "IN"}, [("US", "MO", 1), ("IN", None, 1)]),
        ({"phone": "+13145550101", "timezone": "Europe/Paris"}, [("US", "MO", 1), ("FR", None, 1)]),
        ({"phone": "+61255550101"}, [("AU", None, 12)]),
        ({"phone": "+61255550101", "timezone": "Australia/Perth"}, [("AU", None, 1)]),
        ({"phone": "+15005550101"}, [("US", None, 29)]),
        ({"phone": "+15005550101", "country": "US", "region": "TX"}, [("US", "TX", 2)]),
        ({"phone": "+18005550101", "country": "US"}, [("US", None, 29)]),
        ({"country": "FR"}, [("FR", None, 1)]),
        ({}, [("US", None, 29)]),
        ({"phone": "+9995550101"}, [("US", None, 29)]),
        ({"phone": "not a phone", "timezone": "../../etc/passwd", "country": "??"}, [("US", None, 29)]),
        ({"timezone": "America"}, [("US", None, 29)]),
        ({"timezone": "zone.tab"}, [("US", None, 29)]),
        ({"timezone": "Mars/Base\0"}, [("US", None, 29)]),
        ({"timezone": "\ud800"}, [("US", None, 29)]),
        ({"timezone": "/etc/localtime"}, [("US", None, 29)]),
        ({"phone": "+", "region": "FL"}, [("US", "FL", 2)]),
        ({"phone": "+13", "country": "BV", "region": "FL"}, [("US", None, 75)]),
    ],
)
def test_places(person: dict[str, str], expected: list[tuple[str, str | None, int]]) -> None:
    assert named(**person) == expected


@pytest.mark.parametrize("phone", ["+18005550101", "+12005550101"], ids=["toll-free", "code of no table"])
def test_a_number_of_no_place_may_be_anywhere_in_the_plan(phone: str) -> None:
    (place,) = places_of(Person(phone=phone), HOUSE)
    assert {"Pacific/Guam", "Pacific/Honolulu", "America/St_Johns", "America/Jamaica"} <= set(place.zones)


def test_a_house_of_no_known_country_lends_its_zone() -> None:
    (place,) = places_of(Person(), House(country="ZZ", timezone="Asia/Kolkata"))
    assert (place.jurisdictions, place.zones) == ((), ("Asia/Kolkata",))


@pytest.mark.parametrize(
    ("phone", "country"),
    [
        ("+13145550101", "US"),
        ("+17875550101", "US"),
        ("+18005550101", "US"),
        ("+12005550101", "US"),
        ("+16005550101", "CA"),
        ("+14165550101", "CA"),
        ("+18765550101", "JM"),
        ("+447700900123", "GB"),
        ("+2475550101", "SH"),
        ("+9995550101", None),
        ("", None),
        (None, None),
    ],
)
def test_country_of_a_number(phone: str | None, country: str | None) -> None:
    assert number_country(phone) == country


def test_every_area_code_of_the_source_is_in_the_table() -> None:
    if not TABLES.exists():
        pytest.skip("the tables that ours is checked against are not here")
    with (TABLES / "area_codes.csv").open(encoding="utf-8", newline="") as file:
        source = {row["area_code"]: tuple(row["zones"].split()) for row in csv.DictReader(file)}
    atlas = load_places()
    ours = {code: places[0].zones for code, places in atlas.codes.items()} | dict.fromkeys(atlas.shared, ())
    assert ours == source
