"""Every place a person may be: by area code or calling code, by address, by their own time zone.

An area code never proves where a person is (numbers are ported, phones move): it is one of several places,
and the rules of all of them hold at once.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flows.policy.facts import House, Person

TERRITORIES = frozenset({"AS", "GU", "MP", "PR", "VI"})
"""Territories of the United States: countries of their own to ISO, under federal law to the carriers and the FCC."""

_LONGEST_CALLING_CODE = 7


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere a person may be. All `zones` may apply; `exact` False means a whole country, for want of better."""

    country: str | None
    region: str | None
    zones: tuple[str, ...]
    name: str
    exact: bool = True

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """Whose rules hold here, the narrow one first."""
        if self.country is None:
            return ()
        return (f"{self.country}-{self.region}", self.country) if self.region else (self.country,)


class Whereabouts(NamedTuple):
    """What tells a person's places, and nothing else of them: small and alike for many, so that answers are kept."""

    prefix: str
    country: str
    region: str
    timezone: str
    house_country: str
    house_timezone: str


@dataclass(frozen=True, slots=True)
class Atlas:
    """The packaged tables. `codes` gives the places of an area code, `shared` the country of a code without a place."""

    codes: dict[str, tuple[Place, ...]]
    shared: dict[str, str]
    callings: dict[str, str]
    countries: dict[str, Place]
    regions: dict[tuple[str, str], Place]
    homes: dict[str, Place]


def places_of(person: Person, house: House) -> tuple[Place, ...]:
    """All candidate places of a person, at least one: their own, else the house's country."""
    return places_at(whereabouts(person, house))


def whereabouts(person: Person, house: House) -> Whereabouts:
    """The part of a person's data that tells where they may be."""
    return Whereabouts(
        _prefix(person.phone or ""),
        (person.country or "").strip().upper(),
        (person.region or "").strip().upper(),
        person.timezone or "",
        house.country,
        house.timezone,
    )


@lru_cache(maxsize=16384)
def places_at(where: Whereabouts) -> tuple[Place, ...]:
    """As `places_of`. A whole country gives way to a finer place in it."""
    found = (*_places_of_number(where.prefix), *_places_of_address(where), *_places_of_zone(where.timezone))
    finer = {place.country for place in found if place.exact}
    candidates = tuple(dict.fromkeys(place for place in found if place.exact or place.country not in finer))
    return candidates or _places_of_last_resort(where)


def number_country(phone: str | None) -> str | None:
    """The country of a number, None if unknown; `US` also for its territories and for codes that the +1 plan shares."""
    prefix = _prefix(phone or "")
    atlas = load_places()
    if not prefix.startswith("+1"):
        return atlas.callings.get(prefix)
    places = atlas.codes.get(prefix[2:], ())
    return places[0].country if places else atlas.shared.get(prefix[2:]) or "US"


@cache
def load_places() -> Atlas:
    """The packaged tables, read once."""
    countries = {row["code"]: _country(row) for row in _rows("countries")}
    regions = {("US", row["code"]): _region("US", row) for row in _rows("us_states")}
    regions |= {("CA", row["code"]): _region("CA", row) for row in _rows("ca_provinces")}
    homes = {zone: place for place in reversed(countries.values()) for zone in place.zones}
    codes, shared = _area_codes(regions, countries)
    callings = {f"+{code}": row["code"] for row in _rows("countries") for code in row["calling"].split()}
    return Atlas(codes, shared, callings, countries, regions, homes)


@cache
def zone_info(name: str) -> ZoneInfo:
    """The zone of that name, kept: ZoneInfo itself keeps eight and reads the others from their files again."""
    return ZoneInfo(name)


@lru_cache(maxsize=1024)
def is_zone(name: str) -> bool:
    """Whether `name` is a zone of the tz database; people's data holds all sorts of things."""
    try:
        zone_info(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _prefix(phone: str) -> str:
    """`+1` with the area code, or the calling code of a country; "" for what is no number."""
    if phone.startswith("+1"):
        return phone[:5]
    callings = load_places().callings
    return next((phone[:end] for end in range(_LONGEST_CALLING_CODE + 1, 1, -1) if phone[:end] in callings), "")


def _places_of_number(prefix: str) -> tuple[Place, ...]:
    atlas = load_places()
    if not prefix.startswith("+1"):
        return (atlas.countries[atlas.callings[prefix]],) if prefix else ()
    places = atlas.codes.get(prefix[2:], ())
    country = atlas.shared.get(prefix[2:], "")
    return places or ((atlas.countries[country],) if country else ())


def _places_of_address(where: Whereabouts) -> tuple[Place, ...]:
    """The state when it is known, else the country. A region alone is read in the number's country, or the shop's."""
    atlas = load_places()
    number = _places_of_number(where.prefix)
    guess = number[0].country if number else where.house_country
    country, region = where.country or guess or "", where.region
    if country in TERRITORIES:
        country, region = "US", country
    place = atlas.regions.get((country, region)) or atlas.countries.get(where.country)
    return (place,) if place else ()


def _places_of_zone(timezone: str) -> tuple[Place, ...]:
    if not timezone or not is_zone(timezone):
        return ()
    home = load_places().homes.get(timezone)
    country = home.country if home else None
    region = home.region if home else None
    return (Place(country, region, (timezone,), f"the time zone {timezone}"),)


def _places_of_last_resort(where: Whereabouts) -> tuple[Place, ...]:
    """No place is known: the whole +1 plan for its numbers, else the shop's country, else its zone."""
    if where.prefix.startswith("+1"):
        return (_whole_plan(),)
    home = load_places().countries.get(where.house_country)
    return (home or Place(None, None, (where.house_timezone,), f"the time zone {where.house_timezone}"),)


@cache
def _whole_plan() -> Place:
    """All zones of the +1 plan, under the law of the United States, the strictest in it that holds countrywide."""
    atlas = load_places()
    zones = [zone for places in atlas.codes.values() for place in places for zone in place.zones]
    return Place("US", None, tuple(dict.fromkeys(zones)), "any country of the +1 plan", exact=False)


def _area_codes(
    regions: dict[tuple[str, str], Place], countries: dict[str, Place]
) -> tuple[dict[str, tuple[Place, ...]], dict[str, str]]:
    codes: dict[str, tuple[Place, ...]] = {}
    shared: dict[str, str] = {}
    for row in _rows("area_codes"):
        zones = tuple(row["zones"].split())
        country = "US" if row["country"] in TERRITORIES else row["country"]
        if not zones:
            shared[row["code"]] = country
            continue
        known = [regions[country, region] for region in row["region"].split()] or [countries[country]]
        codes[row["code"]] = tuple(Place(country, place.region, zones, place.name) for place in known)
    return codes, shared


def _country(row: dict[str, str]) -> Place:
    zones = tuple(row["zones"].split())
    if row["code"] in TERRITORIES:
        return Place("US", row["code"], zones, row["name"])
    return Place(row["code"], None, zones, row["name"], exact=len(zones) == 1)


def _region(country: str, row: dict[str, str]) -> Place:
    return Place(country, row["code"], tuple(row["zones"].split()), row["name"])


def _rows(table: str) -> list[dict[str, str]]:
    text = files("flows.policy").joinpath(f"data/{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
