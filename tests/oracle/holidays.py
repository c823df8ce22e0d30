"""The days on which a statute lets no marketing leave, worked out from the statutes' own words.

Where a text names days for part of a state, or for its offices alone, they are a reading and not the law's word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache

from tests.oracle.bars import Grade

Named = tuple[date, str, Grade]
MONDAY, TUESDAY, THURSDAY, SATURDAY, SUNDAY = 0, 1, 3, 5, 6


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the rule of Butcher (Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def nth(year: int, month: int, weekday: int, number: int) -> date:
    """The `number`-th such weekday of a month; -1 is the last."""
    if number < 0:
        end = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return end - timedelta(days=(end.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def election_day(year: int) -> date:
    """The Tuesday after the first Monday in November."""
    return nth(year, 11, MONDAY, 1) + timedelta(days=1)


def shared(year: int) -> Iterator[tuple[date, str]]:
    """What all of these states keep."""
    yield date(year, 1, 1), "New Year's Day"
    yield nth(year, 1, MONDAY, 3), "Martin Luther King, Jr. Day"
    yield nth(year, 2, MONDAY, 3), "Washington's Birthday"
    yield nth(year, 5, MONDAY, -1), "Memorial Day"
    yield date(year, 7, 4), "Independence Day"
    yield nth(year, 9, MONDAY, 1), "Labor Day"
    yield date(year, 11, 11), "Veterans Day"
    yield nth(year, 11, THURSDAY, 4), "Thanksgiving Day"
    yield date(year, 12, 25), "Christmas Day"


def _alabama(year: int) -> Iterator[Named]:
    """Ala. Code 1-3-8: one on a Sunday is kept the day after, one on a Saturday the day before."""
    own = [
        (nth(year, 4, MONDAY, 4), "Confederate Memorial Day"),
        (nth(year, 6, MONDAY, 1), "Jefferson Davis' birthday"),
        (date(year, 6, 19), "Juneteenth"),
        (nth(year, 10, MONDAY, 2), "Columbus Day"),
    ]
    for day, name in [*shared(year), *own]:
        yield day, name, Grade.LAW if day.weekday() < SATURDAY else Grade.READING
        yield _kept(day, {SATURDAY: -1, SUNDAY: 1}), name, Grade.LAW
    yield easter(year) - timedelta(days=47), "Mardi Gras (two counties)", Grade.READING
    yield nth(year, 11, THURSDAY, 4) + timedelta(days=1), "day after Thanksgiving", Grade.READING


def _louisiana(year: int) -> Iterator[Named]:
    """La. R.S. 1:55(A)(1); what its offices keep besides (1:55(B)) is a reading."""
    own = [
        (date(year, 1, 8), "Battle of New Orleans"),
        (easter(year) - timedelta(days=47), "Mardi Gras"),
        (easter(year) - timedelta(days=2), "Good Friday"),
        (date(year, 8, 30), "Huey P. Long Day"),
        (nth(year, 10, MONDAY, 2), "Columbus Day"),
        (date(year, 11, 1), "All Saints' Day"),
    ]
    for day, name in [*shared(year), *own]:
        yield day, name, Grade.LAW
        yield _kept(day, {SATURDAY: -1, SUNDAY: 1}), name, Grade.READING
    for day in (date(year, 6, 19), nth(year, 6, SATURDAY, 3), date(year, 6, 18), date(year, 6, 20)):
        yield day, "Juneteenth (offices)", Grade.READING
    yield nth(year, 11, THURSDAY, 4) + timedelta(days=1), "Acadian Day (offices)", Grade.READING
    if year % 2 == 0:
        yield election_day(year), "election day (offices)", Grade.READING


def _mississippi(year: int) -> Iterator[Named]:
    """Miss. Code 3-3-7(1): one on a Sunday makes the day after a legal holiday."""
    yield from _sundays_move([*shared(year), (nth(year, 4, MONDAY, -1), "Confederate Memorial Day")])
    yield date(year, 6, 19), "Juneteenth (proclaimed)", Grade.READING
    yield easter(year) - timedelta(days=47), "Mardi Gras (some counties)", Grade.READING
    for day, name in shared(year):
        if day.weekday() == SATURDAY:
            yield day - timedelta(days=1), f"{name} (offices)", Grade.READING
            yield day + timedelta(days=2), f"{name} (offices)", Grade.READING


def _pennsylvania(year: int) -> Iterator[Named]:
    """44 P.S. 11, which 73 P.S. 2245(a)(10) names; one on a Sunday is kept on Monday as well."""
    own = [
        (easter(year) - timedelta(days=2), "Good Friday"),
        (date(year, 6, 14), "Flag Day"),
        (nth(year, 10, MONDAY, 2), "Columbus Day"),
        (election_day(year), "Election Day"),
    ]
    for day, name in [*shared(year), *own]:
        yield day, name, Grade.LAW
        yield _kept(day, {SATURDAY: -1, SUNDAY: 1}), name, Grade.READING
    yield date(year, 6, 19), "Juneteenth (offices)", Grade.READING
    yield date(year, 2, 12), "Lincoln's Birthday (banks)", Grade.READING
    yield nth(year, 11, THURSDAY, 4) + timedelta(days=1), "day after Thanksgiving (offices)", Grade.READING


def _rhode_island(year: int) -> Iterator[Named]:
    """R.I. Gen. Laws 25-1-1, of which 5-61-2 says "a state or federal holiday"; a Saturday's are kept by offices on
    the Monday (state) or the Friday (federal)."""
    own = [
        (date(year, 5, 4), "Rhode Island Independence Day"),
        (date(year, 6, 19), "Juneteenth"),
        (nth(year, 8, MONDAY, 2), "Victory Day"),
        (nth(year, 10, MONDAY, 2), "Columbus Day"),
    ]
    own += [(election_day(year), "election day")] if year % 2 == 0 else []
    yield from _sundays_move([*shared(year), *own])
    for day, name in [*shared(year), *own]:
        if day.weekday() == SATURDAY:
            yield day + timedelta(days=2), f"{name} (state employees)", Grade.READING
            yield day - timedelta(days=1), f"{name} (federal offices)", Grade.READING


def _france(year: int) -> Iterator[Named]:
    """Code du travail L3133-1; Alsace and Moselle have two more (L3134-13)."""
    for offset, name in ((1, "Easter Monday"), (39, "Ascension Day"), (50, "Whit Monday")):
        yield easter(year) + timedelta(days=offset), name, Grade.LAW
    fixed = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
    for month, day in fixed:
        yield date(year, month, day), f"{day}/{month}", Grade.LAW
    yield easter(year) - timedelta(days=2), "Good Friday (Alsace)", Grade.READING
    yield date(year, 12, 26), "26/12 (Alsace)", Grade.READING


def _kept(day: date, moves: Mapping[int, int]) -> date:
    return day + timedelta(days=moves.get(day.weekday(), 0))


def _sundays_move(days: list[tuple[date, str]]) -> Iterator[Named]:
    for day, name in days:
        yield day, name, Grade.LAW
        yield _kept(day, {SUNDAY: 1}), name, Grade.LAW


CALENDARS: Mapping[str, Callable[[int], Iterator[Named]]] = {
    "US-AL": _alabama,
    "US-LA": _louisiana,
    "US-MS": _mississippi,
    "US-PA": _pennsylvania,
    "US-RI": _rhode_island,
    "FR": _france,
}


@cache
def holidays(jurisdiction: str, year: int) -> Mapping[date, tuple[str, Grade]]:
    """The holidays of one year there, with their names; the surer of two grades holds. New Year's Eve may be one."""
    found: dict[date, tuple[str, Grade]] = {}
    for source in (year, year + 1):
        for day, name, grade in CALENDARS[jurisdiction](source):
            if day.year == year and (day not in found or grade is Grade.LAW):
                found[day] = name, grade
    return found
