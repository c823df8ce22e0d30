"""Where a person may be, from what is known of them."""

import csv
from pathlib import Path
from typing import Any

import pytest

from flows.policy.atlas import load_places
from flows.policy.departure_facts import House, Person, PlaceKind, ToldPlace
from flows.policy.person_places import find_number_country, find_places, keep_place, pick_law
from tests.cases import each
from tests.flows.policy.samples import at

HOUSE = House(country="US", timezone="America/Chicago")
TABLES = Path(__file__).parents[3] / "../shared/data/places"


def named(*phones: str, places: tuple[ToldPlace, ...] = (), house: House = HOUSE) -> list[str]:
    """The titles of a person's places, in their order."""
    return [place.title for place in find_places(Person(phones, places), house)]


@each(
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
        ({"phone": "+13", "country": "BV", "region": "FL"}, [("US", "FL", 2)]),
    ],
)
def test_places(person: dict[str, str], expected: list[tuple[str, str | None, int]]) -> None:
    phones = (person["phone"],) if "phone" in person else ()
    known: dict[str, Any] = {name: value for name, value in person.items() if name != "phone"}
    told = at(**known)
    found = find_places(Person(phones, told), HOUSE)
    assert [(place.country, place.region, len(place.zones)) for place in found] == expected


NEW_YORK, FLORIDA = "+12125550101", "+13055550101"
SHIPPING, BILLING = PlaceKind.SHIPPING, PlaceKind.BILLING


def test_each_number_and_each_address_is_a_place_and_says_by_what_it_is_known() -> None:
    billed = ToldPlace(BILLING, "US", "Rhode Island")
    shipped = ToldPlace(SHIPPING, "US", "NY", timezone="America/New_York")
    assert named(NEW_YORK, FLORIDA, places=(shipped, billed)) == [
        "Florida (from the area code 305)",
        "Rhode Island (from the billing address)",
        "New York (from the shipping address)",
        "the time zone America/New_York",
    ]


def test_the_order_of_numbers_changes_no_place() -> None:
    assert sorted(named(NEW_YORK, FLORIDA)) == sorted(named(FLORIDA, NEW_YORK))


def test_a_person_is_told_the_time_of_the_number_that_is_written_to() -> None:
    assert named(NEW_YORK, FLORIDA)[-1] == "New York (from the area code 212)"
    assert named(FLORIDA, NEW_YORK)[-1] == "Florida (from the area code 305)"


def test_of_one_place_nobody_asks_how_it_is_known() -> None:
    assert named("+13145550101", places=at(country="US", region="Mo.")) == ["Missouri"]


@pytest.mark.parametrize(
    ("country", "region", "many"),
    [("US", "Flrida", 51), ("US", "Westeros", 51), ("CA", "Flrida", 13), (None, "Flrida", 51), ("ZZ", "Flrida", 51)],
)
def test_a_region_that_cannot_be_read_may_be_any_of_its_country(country: str | None, region: str, many: int) -> None:
    found = find_places(Person((NEW_YORK,), at(country=country, region=region)), HOUSE)
    guesses = [place for place in found if "whose region cannot be read" in place.origin]
    assert (len(guesses), {place.country for place in guesses}) == (many, {"CA" if country == "CA" else "US"})
    assert found[-1].name == "New York"


@each(
    ("phones", "told", "expected"),
    [
        pytest.param((NEW_YORK,), at(postal_code="33101"), {"New York", "Florida"}, id="a postal code alone"),
        pytest.param((NEW_YORK,), at(country="US", postal_code="99"), {"New York"}, id="half a postal code"),
        pytest.param((NEW_YORK,), at(country="US", region="-"), {"New York"}, id="a dash for no region"),
        pytest.param((), at(country="US", region="Flórida"), {"Florida"}, id="with an accent"),
        pytest.param(("+919800000001",), at(region="Karnataka"), {"India"}, id="of a country that is one to the law"),
        pytest.param(("+919800000001",), at(country="IN", region="Goa"), {"India"}, id="with its country"),
        pytest.param(("+919800000001",), at(region="Florida"), {"India", "Florida"}, id="of the shop's country"),
        pytest.param(("+919800000001",), at(region="US-FL"), {"India", "Florida"}, id="with its country's code"),
        pytest.param(("+18005550101",), at(region="Ontario"), {"Ontario"}, id="of the plan"),
        pytest.param((NEW_YORK,), at(country="PR", region="San Juan"), {"New York", "Puerto Rico"}, id="a territory"),
        pytest.param((NEW_YORK,), at(country="US", region="AP"), {"New York", "Armed Forces Pacific"}, id="forces"),
        pytest.param(("+447700900123",), at(country="US"), {"the United Kingdom", "the United States"}, id="abroad"),
    ],
)
def test_what_an_address_says(phones: tuple[str, ...], told: tuple[ToldPlace, ...], expected: set[str]) -> None:
    assert {place.name for place in find_places(Person(phones, told), HOUSE)} == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (ToldPlace(SHIPPING, " us", "Florida", " 33101 ", "Mars/Base"), ToldPlace(SHIPPING, "US", "FL", "33101")),
        (ToldPlace(SHIPPING, None, "US-FL"), ToldPlace(SHIPPING, "US", "FL")),
        (ToldPlace(SHIPPING, "US", " Flrida "), ToldPlace(SHIPPING, "US", "Flrida")),
        (ToldPlace(SHIPPING, "IN", "Goa"), ToldPlace(SHIPPING, "IN", "Goa")),
        (ToldPlace(SHIPPING, "", "--", "", ""), None),
    ],
)
def test_how_a_place_is_kept(told: ToldPlace, expected: ToldPlace | None) -> None:
    assert keep_place(told) == expected


@each(
    ("some", "other", "alike"),
    [
        (ToldPlace(SHIPPING, "US", "FL", "33101"), ToldPlace(SHIPPING, "US", "Florida", "33199"), True),
        (ToldPlace(SHIPPING, "US", None, "33101"), ToldPlace(SHIPPING, "US", "FL"), True),
        (ToldPlace(SHIPPING, "US", "Flrida"), ToldPlace(SHIPPING, "US", "Nwe York"), True),
        (ToldPlace(SHIPPING, None, "Flrida"), ToldPlace(SHIPPING, None, "Nwe York"), True),
        (ToldPlace(SHIPPING, "IN", "Goa"), ToldPlace(SHIPPING, "IN", "Kerala"), True),
        (ToldPlace(SHIPPING, "US", "Flrida", "33101"), ToldPlace(SHIPPING, "US", "Flordia", "33199"), True),
        (ToldPlace(SHIPPING, "US", "Flrida", "33101"), ToldPlace(SHIPPING, "US", "Flrida", "10001"), False),
        (ToldPlace(SHIPPING, "US", "Flrida", "33101"), ToldPlace(SHIPPING, "US", "FL", "33101"), False),
        (ToldPlace(SHIPPING, "US", "FL"), ToldPlace(BILLING, "US", "FL"), False),
        (ToldPlace(SHIPPING, "US", "FL"), ToldPlace(SHIPPING, "US", "NY"), False),
        (ToldPlace(SHIPPING, "US", "Flrida"), ToldPlace(SHIPPING, "US"), False),
        (ToldPlace(SHIPPING, None, "Flrida"), ToldPlace(SHIPPING, "US", "Flrida"), False),
    ],
)
def test_which_places_are_one_to_the_law(some: ToldPlace, other: ToldPlace, alike: bool) -> None:
    assert (pick_law(some) == pick_law(other)) is alike


@pytest.mark.parametrize(
    ("phones", "told"),
    [
        pytest.param(("+18885550169", "+15215550174"), (), id="a personal number"),
        pytest.param(("+17005550187", "+18885550169"), (), id="a carrier's"),
        pytest.param(("+18885550169", "+919800000001"), (), id="a number in India"),
        pytest.param(("+919800000001", "+18885550169"), (), id="after it"),
        pytest.param(("+18885550169",), at(country="IN"), id="an address in India"),
        pytest.param(("+18885550169",), at(PlaceKind.ZONE, timezone="Asia/Kolkata"), id="a zone of India"),
    ],
)
def test_what_says_nothing_of_the_plan_leaves_a_toll_free_number_anywhere_in_it(
    phones: tuple[str, ...], told: tuple[ToldPlace, ...]
) -> None:
    places = find_places(Person(phones, told), HOUSE)
    assert {"Pacific/Guam", "America/St_Johns", "Pacific/Honolulu"} <= {zone for one in places for zone in one.zones}


@pytest.mark.parametrize(
    ("phones", "told", "zones"),
    [
        pytest.param(("+18885550169", "+14165550101"), (), {"America/Toronto"}, id="a number"),
        pytest.param(("+18885550169",), at(country="US", region="MO"), {"America/Chicago"}, id="an address"),
    ],
)
def test_a_place_in_the_plan_tells_where_a_toll_free_number_is(
    phones: tuple[str, ...], told: tuple[ToldPlace, ...], zones: set[str]
) -> None:
    assert {zone for one in find_places(Person(phones, told), HOUSE) for zone in one.zones} == zones


@pytest.mark.parametrize("phone", ["+18005550101", "+12005550101"], ids=["toll-free", "code of no table"])
def test_a_number_of_no_place_may_be_anywhere_in_the_plan(phone: str) -> None:
    (place,) = find_places(Person((phone,)), HOUSE)
    assert {"Pacific/Guam", "Pacific/Honolulu", "America/St_Johns", "America/Jamaica"} <= set(place.zones)


def test_a_house_of_no_known_country_lends_its_zone() -> None:
    (place,) = find_places(Person(), House(country="ZZ", timezone="Asia/Kolkata"))
    assert (place.jurisdictions, place.zones) == ((), ("Asia/Kolkata",))


@each(
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
    assert find_number_country(phone) == country


def test_every_area_code_of_the_source_is_in_the_table() -> None:
    if not TABLES.exists():
        pytest.skip("the tables that ours is checked against are not here")
    with (TABLES / "area_codes.csv").open(encoding="utf-8", newline="") as file:
        source = {row["area_code"]: tuple(row["zones"].split()) for row in csv.DictReader(file)}
    atlas = load_places()
    ours = {code: places[0].zones for code, places in atlas.codes.items()} | dict.fromkeys(atlas.shared, ())
    assert ours == source
