"""Public holidays, computed by rule (`data/holidays.csv`), for jurisdictions whose hours depend on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from flows.policy import policy_tables

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday: `day` is its rule, `since` its first year; `beside` maps its weekday to additional days off.

    Days are counted from the holiday, weekdays from Monday 0.
    """

    jurisdiction: str
    name: str
    day: str
    beside: Mapping[int, int]
    since: int


_BESIDE: Mapping[str, Mapping[int, int]] = {"": {}, "nearest": {5: -1, 6: 1}, "monday": {6: 1}}


@cache
def load_holidays() -> tuple[Holiday, ...]:
    """Return every row of the packaged file, read once."""
    return tuple(
        Holiday(row["jurisdiction"], row["name"], row["day"], _BESIDE[row["weekend"]], int(row["since"] or 0))
        for row in policy_tables.rows("holidays")
    )


@cache
def list_holidays(jurisdiction: str, year: int) -> dict[date, str]:
    """Return the holidays of a year with their names, including substitute days (Friday, Monday)."""
    named: dict[date, str] = {}
    # The first of January is kept on the last of December when it falls on a Saturday.
    for of_year in (year, year + 1):
        for holiday in load_holidays():
            if holiday.jurisdiction == jurisdiction and of_year >= holiday.since:
                named |= {day: holiday.name for day in _days(holiday, of_year) if day.year == year}
    return named


def compute_easter(year: int) -> date:
    """Return Easter Sunday in the Gregorian calendar (the anonymous algorithm, Nature 13, 1876, p. 487)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    correction = century - century // 4 - (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + correction + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _days(holiday: Holiday, year: int) -> tuple[date, ...]:
    """Return the date of a holiday in a year and its substitute day; empty if the year has none."""
    day = _day(holiday.day.split(), year)
    if day is None:
        return ()
    return (day, day + timedelta(days=holiday.beside.get(day.weekday(), 0)))


def _day(rule: list[str], year: int) -> date | None:
    match rule:
        case ["election"]:
            return _election(year) if year % 2 == 0 else None
        case ["election", "yearly"]:
            return _election(year)
        case ["inauguration"]:
            return _find_nth(year, 1, 0, 2) if year % 4 == 0 else None
        case ["easter", days]:
            return compute_easter(year) + timedelta(days=int(days))
        case ["last", weekday, month]:
            following = date(year, int(month), 28) + timedelta(days=4)
            return _find_nth(following.year, following.month, DAYS.index(weekday), 1) - timedelta(weeks=1)
        case [nth, weekday, month]:
            return _find_nth(year, int(month), DAYS.index(weekday), int(nth))
        case [fixed]:
            month, day = fixed.split("-")
            return date(year, int(month), int(day))
    raise ValueError(f"not a rule for a day: {' '.join(rule)!r}")


def _election(year: int) -> date:
    """Return the Tuesday after the first Monday of November."""
    return _find_nth(year, 11, 0, 1) + timedelta(days=1)


def _find_nth(year: int, month: int, weekday: int, nth: int) -> date:
    """Return the n-th such weekday of the month, counted from 1."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
