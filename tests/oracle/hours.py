"""What the clocks and calendars of a person's places say against one moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from flows.policy.departure_facts import Departure, House, Kind
from tests.oracle.bars import Bar, Grade
from tests.oracle.holidays import CALENDARS, holidays
from tests.oracle.places import Spot, zone
from tests.oracle.statutes import COUNTRIES, FEDERAL, MEDIA, STATES, Statute

LAST_MINUTE = timedelta(seconds=59)  # less than a whole one
Local = tuple[date, int]


def hours_bars(spots: tuple[Spot, ...], departure: Departure, now: datetime) -> Iterator[Bar]:
    """What hours and holidays say against `now`; the last minute before closing is a margin, so a reading.

    A nudge sells nothing: it keeps the hours of the United States by the product's own promise, and others may hold it.
    """
    american = any(spot.country == "US" for spot in spots)
    found = set(_at(spots, departure, american, now))
    yield from found
    if now.minute % 15 < 14:
        return  # every clock and every rule's hour is a multiple of a quarter
    for bar in set(_at(spots, departure, american, now + LAST_MINUTE)) - found:
        yield Bar(f"the last minute before {bar.cause}", Grade.READING)


def _at(spots: tuple[Spot, ...], departure: Departure, american: bool, moment: datetime) -> Iterator[Bar]:
    sells = departure.kind is not Kind.NUDGE
    medium = MEDIA[departure.channel]
    for spot in spots:
        for name in spot.zones:
            here = moment.astimezone(zone(name))
            local = here.date(), here.hour * 60 + here.minute
            for bar in (
                *_of_country(spot, medium, sells, american, local),
                *_of_states(spot, medium, local),
                *_of_house(spot, departure.house, medium, local, Grade.LAW if sells else Grade.READING),
                *_of_closures(spot, spots, departure.house, local[0], Grade.LAW if sells else Grade.READING),
            ):
                yield bar if spot.grade is Grade.LAW else Bar(bar.cause, Grade.READING)


def _of_country(spot: Spot, medium: str, sells: bool, american: bool, local: Local) -> Iterator[Bar]:
    if medium not in FEDERAL.media:
        return  # and the product's own promise beyond the United States is for the same media
    if not _open(FEDERAL, local):
        yield Bar("hours US" if american else "hours default", Grade.LAW if american else Grade.READING)
    statute = COUNTRIES.get(spot.country)
    if statute:
        sure = medium in statute.media and sells
        yield from _of_statute(spot.country, statute, local, Grade.LAW if sure else Grade.READING)


def _of_states(spot: Spot, medium: str, local: Local) -> Iterator[Bar]:
    for state in spot.states:
        statute = STATES.get(state)
        if statute and medium in statute.media and local[0] >= statute.since:
            yield from _of_statute(f"US-{state}", statute, local, Grade.LAW)


def _of_statute(jurisdiction: str, statute: Statute, local: Local, grade: Grade) -> Iterator[Bar]:
    if not _open(statute, local):
        yield Bar(f"hours {jurisdiction}", grade)
    if statute.rests and jurisdiction in CALENDARS:
        name, sure = holidays(jurisdiction, local[0].year).get(local[0], ("", None))
        if sure is not None:
            both = Grade.LAW if grade is sure is Grade.LAW else Grade.READING
            yield Bar(f"holiday {jurisdiction}: {name}", both)


def _of_house(spot: Spot, house: House, medium: str, local: Local, sure: Grade) -> Iterator[Bar]:
    day, minute = local
    hours = house.mail_hours if medium == "mail" else house.hours
    if hours and not _minutes(hours[0]) <= minute < _minutes(hours[1]):
        yield Bar("the shop's hours", sure)
    if day in house.closed_days:
        yield Bar("the shop's closed day", sure)


def _of_closures(spot: Spot, spots: tuple[Spot, ...], house: House, day: date, sure: Grade) -> Iterator[Bar]:
    """A state's closure, by its own clocks; by those of another place where the person may be, it is a reading."""
    for closure in house.closed_states:
        meant = [one for one in spots if _is_in(one, closure.region)]
        if meant and closure.first_day <= day <= closure.last_day:
            yield Bar(f"the shop closed {closure.region}", sure if spot in meant else Grade.READING)


def _is_in(spot: Spot, region: str) -> bool:
    country, _, state = region.partition("-")
    return state in spot.states or (spot.whole and country == spot.country)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _open(statute: Statute, local: Local) -> bool:
    begin, end = statute.week[local[0].weekday()]
    return begin <= local[1] < end
