"""States, territories and provinces in the forms in which shops and people write them."""

from __future__ import annotations

import pytest

from flows.policy.atlas import load_places
from flows.policy.policy_tables import rows
from flows.policy.regions import country_of_region, find_postal_region, is_read, read_region, spell_region
from tests.cases import each


@each("word", ["Florida", "florida", "FLORIDA", "US-FL", "FL", "fl", "FLA", "Fla.", " Fla ", "F.L."])
def test_florida(word: str) -> None:
    assert read_region("US", word) == "FL"


@each(
    ("country", "word", "code"),
    [
        ("US", "FL, USA", "FL"),
        ("US", "Florida, United States", "FL"),
        ("US", "FL - Florida", "FL"),
        ("US", "New York (NY)", "NY"),
        ("US", "New York State", "NY"),
        ("US", "State of New York", "NY"),
        ("US", "N.Y.", "NY"),
        ("US", "Commonwealth of Massachusetts", "MA"),
        ("US", "Washington", "WA"),
        ("US", "Washington, D.C.", "DC"),
        ("US", "D. C.", "DC"),
        ("US", "West\u00a0Virginia", "WV"),
        ("US", "north-carolina", "NC"),
        ("US", "Hawai\u02bbi", "HI"),
        ("US", "Nuevo México", "NM"),
        ("US", "CA", "CA"),
        ("US", "US-CA", "CA"),
        ("US", "Puerto Rico", "PR"),
        ("US", "U.S. Virgin Islands", "VI"),
        ("US", "Armed Forces Europe", "AE"),
        ("US", "APO AP", "AP"),
        ("CA", "Quebec", "QC"),
        ("CA", "Québec", "QC"),
        ("CA", "Que\u0301bec", "QC"),
        ("CA", "PQ", "QC"),
        ("CA", "CA-ON", "ON"),
        ("CA", "Ontario, Canada", "ON"),
        ("CA", "Newfoundland & Labrador", "NL"),
        ("CA", "Île-du-Prince-Édouard", "PE"),
    ],
)
def test_usual_forms(country: str, word: str, code: str) -> None:
    assert read_region(country, word) == code


@each(
    ("country", "word"),
    [
        ("US", "Flrida"),
        ("US", "Miami, Florida"),
        ("US", "12"),
        ("US", "N/A"),
        ("US", "Ontario"),
        ("US", "फ्लोरिडा"),
        ("US", "Virginia Florida"),
        ("CA", "Florida"),
        ("CA", "CA"),
        ("US", "US"),
        ("US", "x" * 5000),
    ],
)
def test_what_cannot_be_read(country: str, word: str) -> None:
    assert read_region(country, word) is None
    assert not is_read(country, word)


def test_a_country_that_is_one_to_the_rules_needs_no_region() -> None:
    assert is_read("IN", "Karnataka")
    assert spell_region("IN", "Karnataka") == "Karnataka"


@pytest.mark.parametrize(
    ("word", "country"), [("US-FL", "US"), ("ca-qc", "CA"), ("IN-KA", None), ("Florida", None), ("CA", None)]
)
def test_the_country_in_a_regions_code(word: str, country: str | None) -> None:
    assert country_of_region(word) == country


@each(
    ("country", "code", "region"),
    [
        ("US", "33101", "FL"),
        ("US", "33101-1234", "FL"),
        ("US", "331011234", "FL"),
        ("US", "2139", "MA"),
        ("US", "10001", "NY"),
        ("US", "06390", "NY"),
        ("US", "06510", "CT"),
        ("US", "83414", "WY"),
        ("US", "83702", "ID"),
        ("US", "96799", "AS"),
        ("US", "96813", "HI"),
        ("US", "96950", "MP"),
        ("US", "96910", "GU"),
        ("US", "00901", "PR"),
        ("US", "09012", "AE"),
        ("US", "00000", None),
        ("US", "H2X 1Y4", None),
        ("US", "33", None),
        ("CA", "h2x 1y4", "QC"),
        ("CA", "X0A 0H0", "NU"),
        ("CA", "X1A 2N2", "NT"),
        ("CA", "33101", None),
        ("GB", "SW1A 1AA", None),
    ],
)
def test_postal_codes(country: str, code: str, region: str | None) -> None:
    assert find_postal_region(country, code) == region


def test_every_region_has_postal_codes_and_every_name_means_one_region() -> None:
    known = set(load_places().regions)
    assert {(row["country"], row["region"]) for row in rows("postal_codes")} == known
    named = [(row["country"], row["code"], name) for row in rows("region_names") for name in row["names"].split(";")]
    assert {(country, code) for country, code, _ in named} <= known
    assert [one for one in named if read_region(one[0], one[2]) != one[1]] == []


def test_every_region_is_read_by_its_code_and_its_name() -> None:
    for (country, code), place in load_places().regions.items():
        forms = [code, code.lower(), f"{country}-{code}", place.name, place.name.upper(), f"{place.name} ({code})"]
        assert {read_region(country, form) for form in forms} == {code}
