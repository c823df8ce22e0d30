"""Every area code at every quarter of an hour of the days on which clocks change or a law rests.

Each code's person has a second number, of another place, and a shipping and a billing address.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from flows.policy.departure_facts import (
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
from tests.oracle.places import area_codes, at_address, at_number, states_of, zone

YEAR = 2027
QUARTERS = 4 * 25  # the longest day has an hour more
DAYS = tuple(
    sorted(
        {day for day in CHANGES if day.year <= YEAR}
        | {day for there in CALENDARS for day, (_, grade) in holidays(there, YEAR).items() if grade is Grade.LAW}
    )
)
"""The days on which clocks change in two years, and the holidays of one."""


def swept(day: date, codes: Sequence[str] = (), step: int = 1) -> Figures:
    """The figures of every area code, or of `codes`, on one day, at every `step`-th quarter of an hour."""
    figures = Figures()
    for case in cases_of(day, codes or tuple(area_codes()), step):
        figures.see(case)
    return figures


def cases_of(day: date, codes: Sequence[str], step: int = 1) -> Iterator[Case]:
    """One person of each area code at every `step`-th quarter of an hour of their own day."""
    for code in codes:
        yield from _quarters(code, day, step)


def _quarters(code: str, day: date, step: int) -> Iterator[Case]:
    departure = _whoever(code, random.Random(f"{code} {day}"))
    person, clock = departure.person, zone(next(iter(area_codes()[code].zones), "America/New_York"))
    begins = datetime.combine(day, time(), clock).astimezone(UTC)
    addresses = [spot for place in person.places for spot in at_address("US", place.region)]
    spots = weighed([*(at_number(phone) for phone in person.phones), *addresses], departure.house.country)
    for quarter in range(0, QUARTERS, step):
        now = begins + quarter * timedelta(minutes=15)
        yield Case(f"{code} {day}", replace(departure, due_at=now), spots, now)


def _whoever(code: str, chance: random.Random) -> Departure:
    """Somebody of this area code, who is reminded, asked to agree or told of an order.

    Half of them have their other places in the same state, or in one without a rule.
    """
    own = [state for state in area_codes()[code].states if area_codes()[code].country == "US"]
    mild = [*own, *own, "NY", "CA", "GA", "IL"]
    strict = chance.random() < 0.5
    states = [chance.choice(STRICT if strict else mild) for _ in range(2)]
    other = chance.choice([known for known, row in area_codes().items() if set(row.states) & set(states_of("US"))])
    second = other if strict else code
    kinds = (PlaceKind.SHIPPING, PlaceKind.BILLING)
    kind = chance.choices((Kind.MESSAGE, Kind.OPT_IN_ASK, Kind.NUDGE), (60, 20, 20))[0]
    sells = kind is not Kind.NUDGE
    return Departure(
        kind=kind,
        purpose=Purpose.MARKETING if sells else Purpose.TRANSACTIONAL,
        programme=Programme.REMINDERS if sells else None,
        channel=chance.choice(("sms", "telegram")),
        subject="cart",
        person=Person(
            (f"+1{code}5550123", f"+1{second}5550145"),
            tuple(ToldPlace(kind, "US", state) for kind, state in zip(kinds, states, strict=True)),
        ),
        address_state=AddressState.USABLE,
        consent=ConsentState.CONFIRMED if kind is Kind.MESSAGE else ConsentState.NONE,
        house=House("US", "America/New_York", ask_countries=("US", area_codes()[code].country)),
        due_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
