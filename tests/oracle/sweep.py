"""Every area code at every quarter of an hour of the days on which clocks change or a law rests.

Each code's person has a second number, of another place, and a shipping and a billing address.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from flows.policy.facts import (
    AddressState,
    ConsentState,
    Departure,
    House,
    Kind,
    Person,
    PlaceKind,
    Programme,
    Purpose,
    ToldPlace,
)
from tests.oracle.bars import Grade
from tests.oracle.cases import CHANGES, STRICT
from tests.oracle.figures import Figures
from tests.oracle.holidays import CALENDARS, holidays
from tests.oracle.oracle import Case, weighed
from tests.oracle.places import area_codes, at_address, at_number, states_of

YEAR = 2027
QUARTERS = 4 * 38  # from the day's beginning in Saipan to its end in Honolulu there are 44 hours; Guam's night is left out
DAYS = tuple(
    sorted(
        {day for day in CHANGES if day.year in {2026, YEAR}}
        | {
            day
            for there in CALENDARS
            for year in (2026, YEAR)
            for day, (_, grade) in holidays(there, year).items()
            if grade is Grade.LAW
        }
    )
)
"""The days on which clocks change and the holidays of two years."""


def swept(day: date) -> Figures:
    """The figures of every area code on one day."""
    figures = Figures()
    for code in area_codes():
        for number, case in enumerate(_cases(code, day)):
            figures.see(case, thorough=number % 40 == 7)
    return figures


def _cases(code: str, day: date) -> Iterator[Case]:
    chance = random.Random(f"{code} {day}")
    departure, case = _whoever(code, chance), None
    for quarter in range(QUARTERS):
        now = datetime.combine(day, time(2), UTC) + quarter * timedelta(minutes=15)
        if case is None:
            case = _case(code, departure, now)
        yield replace(case, now=now, departure=replace(departure, due_at=now))


def _case(code: str, departure: Departure, now: datetime) -> Case:
    person = departure.person
    told = [at_address(place.country or "US", place.region) for place in person.places]
    spots = weighed([*(at_number(phone) for phone in person.phones), *told], departure.house.country)
    return Case(f"{code} {now.date()}", departure, spots, now)


def _whoever(code: str, chance: random.Random) -> Departure:
    """Somebody of this area code: half of them have their other places in the same state, or in one without a rule."""
    own = [state for state in area_codes()[code].states if area_codes()[code].country == "US"]
    mild = [*own, *own, "NY", "CA", "GA", "IL"]
    strict = chance.random() < 0.5
    states = [chance.choice(STRICT if strict else mild) for _ in range(2)]
    other = chance.choice([known for known, row in area_codes().items() if set(row.states) & set(states_of("US"))])
    second = other if strict else code
    kinds = (PlaceKind.SHIPPING, PlaceKind.BILLING)
    return Departure(
        kind=Kind.MESSAGE,
        purpose=Purpose.MARKETING,
        programme=Programme.REMINDERS,
        channel=chance.choice(("sms", "telegram")),
        subject="cart",
        person=Person(
            (f"+1{code}5550123", f"+1{second}5550145"),
            tuple(ToldPlace(kind, "US", state) for kind, state in zip(kinds, states, strict=True)),
        ),
        address_state=AddressState.USABLE,
        consent=ConsentState.CONFIRMED,
        house=House("US", "America/New_York"),
        due_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
