"""Holidays computed by rule, compared with the `holidays` package."""

from datetime import date

import holidays
import pytest

from flows.policy.holidays import compute_easter, list_holidays
from tests.cases import each

YEARS = range(2024, 2033)


def package_days(country: str, region: str | None, year: int) -> set[date]:
    found = holidays.country_holidays(country, subdiv=region, years=[year - 1, year, year + 1])
    return {day for day in found if day.year == year}


@each("year", YEARS)
@each(("country", "region"), [("US", "AL"), ("FR", None)])
def test_the_days_are_those_of_the_package(country: str, region: str | None, year: int) -> None:
    jurisdiction = f"{country}-{region}" if region else country
    assert set(list_holidays(jurisdiction, year)) == package_days(country, region, year)


LOUISIANAS = {
    "Battle of New Orleans",
    "Huey P. Long Day",
    "Columbus Day",
    "All Saints' Day",
}
"""What La. R.S. 1:55(A) names, and the package, which knows the days off of its offices, leaves out."""


@each("year", YEARS)
def test_louisianas_are_the_legal_ones_and_not_those_of_its_offices(year: int) -> None:
    ours, offices = list_holidays("US-LA", year), package_days("US", "LA", year)
    assert offices <= set(ours)
    inaugurated = {"Inauguration Day"} if year in {2028, 2032} else set()  # 8 January in 2024
    assert {ours[day] for day in set(ours) - offices} == LOUISIANAS | inaugurated


def test_what_falls_on_a_sunday_in_louisiana_closes_the_monday_too() -> None:
    assert list_holidays("US-LA", 2026)[date(2026, 8, 31)] == "Huey P. Long Day"
    assert date(2025, 8, 29) not in list_holidays("US-LA", 2025)


@pytest.mark.parametrize(
    ("state", "year", "days"),
    [
        ("MS", 2026, "01-01 01-19 02-16 04-27 05-25 07-04 09-07 11-11 11-26 12-25"),
        ("MS", 2027, "01-01 01-18 02-15 04-26 05-31 07-04 07-05 09-06 11-11 11-25 12-25"),
        ("PA", 2026, "01-01 01-19 02-16 04-03 05-25 06-14 06-15 06-19 07-04 09-07 10-12 11-03 11-11 11-26 12-25"),
        ("PA", 2027, "01-01 01-18 02-15 03-26 05-31 06-14 06-19 07-04 07-05 09-06 10-11 11-02 11-11 11-25 12-25"),
    ],
)
def test_the_legal_holidays_of_mississippi_and_pennsylvania(state: str, year: int, days: str) -> None:
    assert sorted(list_holidays(f"US-{state}", year)) == [date.fromisoformat(f"{year}-{day}") for day in days.split()]


@each("year", YEARS)
def test_rhode_island_also_keeps_its_own_independence_and_the_day_of_elections(year: int) -> None:
    """R.I. Gen. Laws 25-1-1 names both; the package leaves them out."""
    ours = list_holidays("US-RI", year)
    extra = set(ours) - package_days("US", "RI", year)
    assert package_days("US", "RI", year) <= set(ours)
    own = {"Rhode Island Independence Day"}
    assert {ours[day] for day in extra} == (own | {"Election Day"} if year % 2 == 0 else own)


@pytest.mark.parametrize(
    ("year", "day"),
    [(1818, date(1818, 3, 22)), (1943, date(1943, 4, 25)), (2000, date(2000, 4, 23)), (2026, date(2026, 4, 5))],
    ids=["earliest", "latest", "century", "this year"],
)
def test_easter(year: int, day: date) -> None:
    assert compute_easter(year) == day


def test_a_saturday_new_year_is_kept_in_the_old_year() -> None:
    assert list_holidays("US-AL", 2027)[date(2027, 12, 31)] == "New Year's Day"


def test_a_place_without_holiday_rules_has_none() -> None:
    assert list_holidays("US-MO", 2026) == {}
