"""Persons, sends and moments by chance. The same seed and number always give the same case."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from flows.policy.departure_facts import (
    AddressState,
    Cap,
    Closure,
    ConsentState,
    Departure,
    EarlierDeparture,
    House,
    Kind,
    Person,
    PlaceKind,
    Preferences,
    Programme,
    Purpose,
    ToldPlace,
)
from tests.oracle.holidays import CALENDARS, holidays
from tests.oracle.oracle import Case, weighed
from tests.oracle.places import Spot, area_codes, at_address, at_number, at_zone, regions, states_of, zone
from tests.oracle.statutes import STATES

FIRST, LAST = datetime(2026, 1, 2, tzinfo=UTC), datetime(2028, 12, 31, tzinfo=UTC)
CHANGES = tuple(
    date(*day)
    for day in (
        (2026, 3, 8), (2026, 3, 29), (2026, 10, 25), (2026, 11, 1), (2027, 3, 14), (2027, 3, 28),
        (2027, 10, 31), (2027, 11, 7), (2028, 3, 12), (2028, 3, 26), (2028, 10, 29), (2028, 11, 5),
    )
)  # fmt: skip
"""The days on which the clocks of North America and of Europe change."""
RESTS = tuple(sorted({day for there in CALENDARS for year in (2026, 2027, 2028) for day in holidays(there, year)}))

STRICT = tuple(STATES)
"""The states with rules of their own."""
ZIPS = {
    "FL": "33101", "NY": "10001", "CA": "90001", "TX": "75201", "LA": "70112", "AL": "35203", "PA": "19103",
    "MS": "39201", "RI": "02903", "OK": "73102", "MD": "21201", "OR": "97201", "WA": "98101", "CT": "06103",
    "KY": "40202", "MI": "48201", "NV": "89101", "MA": "02108", "NJ": "07102", "VA": "23219", "NM": "87102",
    "SD": "57104", "MN": "55401",
}  # fmt: skip
ABROAD = ("IN", "FR", "DE", "GB", "JM", "BB", "BS", "DO", "TT", "PR", "VI")
REGION_ABROAD = {"IN": "Delhi", "FR": "Bretagne", "DE": "Bayern", "GB": "England"}
MOBILE = {"IN": "+9198", "FR": "+336", "DE": "+4915", "GB": "+447"}
DIGITS = {"IN": 8, "FR": 8, "DE": 8, "GB": 9}
NOBODYS = ("Elbonia", "XX", "n/a", "Flordia")
ZONES = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Phoenix",
    "America/Anchorage", "Pacific/Honolulu", "America/Toronto", "America/Vancouver", "America/St_Johns",
    "America/Puerto_Rico", "America/Jamaica", "Asia/Kolkata", "Europe/Paris", "Europe/Berlin", "Europe/London",
)  # fmt: skip


def drawn(seed: int, number: int) -> Case:
    """The case of this number."""
    chance = random.Random(f"{seed}:{number}")
    phones = tuple(_phone(chance) for _ in range(chance.choices((0, 1, 2, 3), (8, 22, 60, 10))[0]))
    told = [_address(chance) for _ in range(chance.choices((0, 1, 2, 3), (10, 25, 55, 10))[0])]
    told += [_stated_zone(chance)] if chance.random() < 0.3 else []
    country = chance.choices(("US", "CA", "IN", "FR", "GB"), (80, 5, 5, 5, 5))[0]
    spots = weighed([*(at_number(phone) for phone in phones), *(spot for _, found in told for spot in found)], country)
    now = _moment(chance, spots)
    person = Person(phones, tuple(place for place, _ in told), _purchase(chance, now))
    departure = _departure(chance, person, _house(chance, country, now), now)
    if departure.programme is Programme.OFFERS and (offers := random.Random(f"{seed}:{number}:partner")).random() < 0.5:
        departure = _offer(offers, departure)
    if (wishes := random.Random(f"{seed}:{number}:preferences")).random() < 0.1:
        departure = replace(departure, preferences=_choose(wishes, now))
    if random.Random(f"{seed}:{number}:restricted").random() < 0.05:
        departure = replace(departure, restricted=True)
    return Case(f"{seed}:{number}", departure, spots, now)


def mailed(case: Case) -> Case:
    """The same send as a mail. Half of the earlier messages were mails. The shop may have hours for mail, or no postal
    address."""
    chance, sent = random.Random(f"{case.name}:mail"), case.departure
    recent = tuple(replace(one, channel="email") if chance.random() < 0.5 else one for one in sent.recent)
    hours = (time(10), time(19)) if chance.random() < 0.2 else None
    street = "12 Main St, Newark, NJ 07102" if chance.random() < 0.9 else ""
    house = replace(sent.house, mail_hours=hours, mailing_address=street)
    return replace(case, departure=replace(sent, channel="email", dear=False, recent=recent, house=house))


def _phone(chance: random.Random) -> str:
    country = chance.choices(("+1", "IN", "FR", "DE", "GB"), (82, 6, 5, 3, 4))[0]
    if country != "+1":
        return MOBILE[country] + "".join(chance.choices("0123456789", k=DIGITS[country]))
    return f"+1{chance.choice(_codes(chance.random() < 0.5))}55501{chance.randrange(100):02d}"


@cache
def _codes(strict: bool) -> list[str]:
    return [code for code, row in area_codes().items() if not strict or set(row.states) & set(STRICT)]


def _address(chance: random.Random) -> tuple[ToldPlace, tuple[Spot, ...]]:
    kind = chance.choice((PlaceKind.SHIPPING, PlaceKind.BILLING, PlaceKind.STATED, PlaceKind.LAST_SEEN))
    country = chance.choices(("US", "CA", *ABROAD), (62, 9, 8, 7, 3, 4, 2, 1, 1, 1, 1, 2, 1))[0]
    if country not in {"US", "CA"}:
        return ToldPlace(kind, country, REGION_ABROAD.get(country)), at_address(country, None)
    if chance.random() < 0.06:
        return ToldPlace(kind, country), at_address(country, None)
    if chance.random() < 0.03:
        return ToldPlace(kind, country, chance.choice(NOBODYS)), at_address(country, None, legible=False)
    state = chance.choice(STRICT) if country == "US" and chance.random() < 0.6 else chance.choice(states_of(country))
    return _written(chance, kind, country, state), at_address(country, state)


def _written(chance: random.Random, kind: PlaceKind, country: str, state: str) -> ToldPlace:
    """A state as shops and people write it."""
    name, _ = regions()[country, state]
    if country == "US" and state in ZIPS and chance.random() < 0.1:
        return ToldPlace(kind, country, postal_code=ZIPS[state])
    return ToldPlace(kind, country, chance.choice((state, name, name.upper(), f"{country}-{state}", state.lower())))


def _stated_zone(chance: random.Random) -> tuple[ToldPlace, tuple[Spot, ...]]:
    name = chance.choice(ZONES)
    return ToldPlace(PlaceKind.ZONE, timezone=name), (at_zone(name),)


def _moment(chance: random.Random, spots: tuple[Spot, ...]) -> datetime:
    """Any second of the three years; often on a holiday, on a day when clocks change, or within minutes of an hour."""
    day = (FIRST + timedelta(days=chance.randrange((LAST - FIRST).days))).date()
    kind = chance.random()
    if kind < 0.25:
        day = chance.choice(RESTS)
    elif kind < 0.35:
        day = chance.choice(CHANGES)
    local = datetime.combine(day, time(), zone(chance.choice(chance.choice(spots).zones)))
    if chance.random() < 0.2:
        minutes = chance.choice((8, 9, 10, 12, 17, 18, 20, 21)) * 60 + chance.randint(-2, 2)
        return max(FIRST, (local.replace(hour=minutes // 60, minute=minutes % 60)).astimezone(UTC))
    return max(FIRST, local.astimezone(UTC) + timedelta(seconds=chance.randrange(86_400)))


def _purchase(chance: random.Random, now: datetime) -> datetime | None:
    return now - timedelta(days=chance.choice((3, 100, 500, 600, 1000))) if chance.random() < 0.5 else None


def _house(chance: random.Random, country: str, now: datetime) -> House:
    clocks = {"US": "America/Chicago", "CA": "America/Toronto", "IN": "Asia/Kolkata", "FR": "Europe/Paris"}
    house = House(country, clocks.get(country, "Europe/London"), paused=chance.random() < 0.01)
    if chance.random() < 0.1:
        house = replace(house, double_opt_in=chance.random() < 0.5, one_sms_per_cart=chance.random() < 0.5)
        house = replace(house, mail_double_opt_in=bool(house.double_opt_in))
    if chance.random() < 0.3:
        house = replace(house, caps=(Cap(3, timedelta(days=7)),))
    return _stricter(chance, house, now) if chance.random() < 0.08 else house


def _stricter(chance: random.Random, house: House, now: datetime) -> House:
    """With hours, a day or a state that the shop itself closes."""
    day, state = now.date() + timedelta(days=chance.randint(-1, 2)), chance.choice(STRICT)
    closed = Closure(f"US-{state}", regions()["US", state][0], day, day + timedelta(days=1))
    return chance.choice(
        (
            replace(house, hours=(time(10), time(19))),
            replace(house, closed_days=(day,)),
            replace(house, closed_states=(closed,)),
        )
    )


def _departure(chance: random.Random, person: Person, house: House, now: datetime) -> Departure:
    channel = chance.choice(("sms", "whatsapp", "telegram") if person.phones else ("whatsapp", "telegram"))
    subject = f"subject-{chance.randrange(3)}"
    departure = Departure(
        kind=chance.choices((Kind.MESSAGE, Kind.ASKED), (92, 8))[0],
        purpose=Purpose.MARKETING,
        programme=chance.choices((Programme.REMINDERS, Programme.OFFERS), (75, 25))[0],
        channel=channel,
        subject=subject,
        person=person,
        address_state=chance.choices(tuple(AddressState), (96, 1, 1, 1, 1))[0],
        consent=chance.choices(tuple(ConsentState), (2, 18, 78, 2))[0],
        house=house,
        due_at=now,
        recent=_recent(chance, subject, now),
        last_inbound_at=now - timedelta(hours=chance.choice((1, 20, 30))) if chance.random() < 0.5 else None,
        stop_asked_at=now - timedelta(hours=chance.choice((3, 30))) if chance.random() < 0.03 else None,
        with_staff_until=now + timedelta(hours=chance.choice((-1, 0, 5))) if chance.random() < 0.03 else None,
        has_template=chance.random() < 0.85,
        subject_at=now - timedelta(hours=chance.choice((1, 12, 30, 47, 60))) if chance.random() < 0.5 else None,
        dear=channel == "sms" and chance.random() < 0.02,
        registered=chance.random() < 0.9,
    )
    other = chance.random()
    return _ask(chance, departure) if other < 0.15 else _nudge(chance, departure) if other < 0.25 else departure


def _offer(chance: random.Random, departure: Departure) -> Departure:
    """An offer of a partner: mostly of one that the consent names, after up to two offers of any partners."""
    recent = tuple(replace(sent, partners=chance.random() < 0.3) for sent in departure.recent)
    return replace(
        departure,
        programme=Programme.PARTNER_OFFERS,
        subject_at=None,
        recent=recent,
        partner=chance.choices(("nike", "puma", ""), (70, 20, 10))[0],
        partners=frozenset(chance.choices((("nike",), ("nike", "puma"), ("puma",), ()), (60, 20, 10, 10))[0]),
        house=replace(departure.house, partner_caps=(Cap(chance.choice((1, 1, 2)), timedelta(days=1)),)),
    )


def _choose(chance: random.Random, now: datetime) -> Preferences:
    """What a person chose: a pause that ends sooner or later, or has ended, and a limit."""
    pause = chance.choice((None, timedelta(hours=-1), timedelta(hours=2), timedelta(days=9)))
    return Preferences(None if pause is None else now + pause, chance.choice((0, 7, 30)))


def _ask(chance: random.Random, departure: Departure) -> Departure:
    """An ask to agree, of somebody who mostly has not yet: by SMS above all."""
    now, house = departure.due_at, departure.house
    ago = sorted(chance.randrange(1, 5_400) for _ in range(chance.choice((0, 0, 1, 2, 3))))
    asked = tuple(now - timedelta(seconds=one) for one in ago)
    most = chance.choices((None, 60, 3, 1, 0), (40, 30, 15, 10, 5))[0]
    countries = chance.choices(((), ("US", "CA"), ("US", "GB", "FR"), ("IN", "JM")), (5, 3, 2, 1))[0]
    return replace(
        departure,
        kind=Kind.OPT_IN_ASK,
        programme=Programme.REMINDERS,
        channel="sms" if departure.person.phones and chance.random() < 0.5 else departure.channel,
        subject=None,
        subject_at=None,
        consent=chance.choices(tuple(ConsentState), (90, 2, 2, 6))[0],
        house=replace(house, asks_an_hour=most, asked=asked, ask_countries=countries),
        asked_at=now - timedelta(days=chance.choice((0.1, 10, 29, 30.9))) if chance.random() < 0.1 else None,
    )


def _nudge(chance: random.Random, departure: Departure) -> Departure:
    """A line about what they ordered: no consent is needed."""
    return replace(
        departure,
        kind=Kind.NUDGE,
        purpose=Purpose.TRANSACTIONAL,
        programme=None,
        subject_at=None,
        consent=chance.choices(tuple(ConsentState), (40, 20, 30, 10))[0],
    )


def _recent(chance: random.Random, subject: str, now: datetime) -> tuple[EarlierDeparture, ...]:
    """What left to them lately: mostly nothing, at times as much as a cap allows or more."""
    many = chance.choices((0, 1, 2, 3, 4), (60, 12, 8, 14, 6))[0]
    hours = [chance.choice((2, 5, 11, 23, 25, 60, 160, 200)) + chance.random() for _ in range(many)]
    return tuple(_sent(chance, subject, now - timedelta(hours=ago)) for ago in sorted(hours, reverse=True))


def _sent(chance: random.Random, subject: str, at: datetime) -> EarlierDeparture:
    channel = chance.choice(("sms", "whatsapp", "telegram", "telegram"))
    return EarlierDeparture(at, channel, subject if chance.random() < 0.6 else f"subject-{chance.randrange(3)}")
