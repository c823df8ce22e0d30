"""Holidays computed by rule, compared with the `holidays` package."""

from datetime import date

import holidays
import pytest

from flows.policy.holidays import easter, holidays_in

YEARS = range(2024, 2033)


def package_days(country: str, region: str | None, year: int) -> set[date]:
    found = holidays.country_holidays(country, subdiv=region, years=[year - 1, year, year + 1])
    return {day for day in found if day.year == year}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(("country", "region"), [("US", "AL"), ("US", "LA"), ("FR", None)])
def test_the_days_are_those_of_the_package(country: str, region: str | None, year: int) -> None:
    jurisdiction = f"{country}-{region}" if region else country
    assert set(holidays_in(jurisdiction, year)) == package_days(country, region, year)


@pytest.mark.parametrize("year", YEARS)
def test_rhode_island_also_keeps_the_day_of_elections(year: int) -> None:
    """R.I. Gen. Laws 25-1-1 names it; the package leaves it out."""
    ours = holidays_in("US-RI", year)
    extra = set(ours) - package_days("US", "RI", year)
    assert package_days("US", "RI", year) <= set(ours)
    assert {ours[day] for day in extra} == ({"Election Day"} if year % 2 == 0 else set())


@pytest.mark.parametrize(
    ("year", "day"),
    [(1818, date(1818, 3, 22)), (1943, date(1943, 4, 25)), (2000, date(2000, 4, 23)), (2026, date(2026, 4, 5))],
    ids=["earliest", "latest", "century", "this year"],
)
def test_easter(year: int, day: date) -> None:
    assert easter(year) == day


def test_a_saturday_new_year_is_kept_in_the_old_year() -> None:
    assert holidays_in("US-AL", 2027)[date(2027, 12, 31)] == "New Year's Day"


def test_a_place_without_holiday_rules_has_none() -> None:
    assert holidays_in("US-MO", 2026) == {}
