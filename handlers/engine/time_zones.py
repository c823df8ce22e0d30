"""Time zones of readers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.policy.atlas import is_zone, load_zone
from flows.policy.departure_facts import Departure, House, Person
from flows.policy.person_places import find_places
from storage.people.people import Contact

if TYPE_CHECKING:
    from handlers.engine.turn import Turn

# The tz database lists a country's zones from one end to the other, mostly with the capital's first. These are the
# exceptions, each with the zone of most inhabitants.
_MAIN_ZONES = MappingProxyType(
    {
        "AU": "Australia/Sydney",
        "BR": "America/Sao_Paulo",
        "CA": "America/Toronto",
        "FM": "Pacific/Pohnpei",
        "RU": "Europe/Moscow",
        "UA": "Europe/Kyiv",
    }
)


async def find_contact_zone(turn: Turn, contact: Contact) -> ZoneInfo:
    """Return the current zone for a person's times, such as "their nine o'clock"."""
    return (await of_people(turn, {contact.id: contact}))[contact.id]


async def of_people(turn: Turn, people: Mapping[UUID, Contact]) -> Mapping[UUID, ZoneInfo]:
    """Return the zone for each person's times, by contact id."""
    found = (await turn.unit.people.recipients(people)).persons()
    house = House(turn.business.country, turn.business.timezone)
    return {who: _choose_zone(person, house, turn.now, turn.zone) for who, person in found.items()}


def find_departure_zone(facts: Departure, otherwise: ZoneInfo) -> ZoneInfo:
    """Return the zone for the person's times in a departure, or ``otherwise`` if it is unknown."""
    return _choose_zone(facts.person, facts.house, facts.due_at, otherwise)


def _choose_zone(person: Person, house: House, at: datetime, otherwise: ZoneInfo) -> ZoneInfo:
    """Return the person's own zone, or that of their address or number.

    For a country with several zones, return the main zone if all show the same time then or if the shop is abroad; in
    the shop's own country ``otherwise``, its zone, is a better guess.
    """
    place = find_places(person, house)[-1]
    if place.exact:
        return load_zone(place.zones[0])
    if place.country == house.country and (place.region or not _is_one_time(place.zones, at)):
        return otherwise  # also if the region is one of many guesses
    return load_zone(_MAIN_ZONES.get(place.country or "", place.zones[0]))


def find_shop_zone(person: Person, otherwise: ZoneInfo) -> ZoneInfo:
    """Return the zone for a partner shop's times: its stated one, or the business's; its phone number does not count.

    The business collects goods at a partner shop, while the shopkeeper's phone may be from anywhere.
    """
    return load_zone(person.timezone) if person.timezone and is_zone(person.timezone) else otherwise


def _is_one_time(zones: Sequence[str], at: datetime) -> bool:
    return len({at.astimezone(load_zone(zone)).utcoffset() for zone in zones}) == 1
