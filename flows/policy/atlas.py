"""The packaged tables of places: countries, states and provinces, area codes, each with its time zones."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from flows.policy import policy_tables

TERRITORIES = frozenset({"AS", "GU", "MP", "PR", "VI"})
"""Territories of the United States: separate countries in ISO 3166, but under federal law for carriers and the FCC."""

FORCES = frozenset({"AA", "AE", "AP"})
"""Military mail regions: states only to the postal service, their people are anywhere in the world."""

UNINHABITED = frozenset({"BV", "HM"})
"""Uninhabited countries of ISO 3166-1 without a time zone; no table has them."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place where a person may be. All `zones` may apply; `exact` False means a whole country, as nothing more is
    known.

    `origin` says how we know the place, for sentences; it does not affect comparisons.
    """

    country: str | None
    region: str | None
    zones: tuple[str, ...]
    name: str
    exact: bool = True
    origin: str = field(default="", compare=False)

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """Return the jurisdictions of the place, the narrowest first."""
        if self.country is None:
            return ()
        return (f"{self.country}-{self.region}", self.country) if self.region else (self.country,)

    @property
    def title(self) -> str:
        """Return the name with its origin."""
        return f"{self.name} ({self.origin})" if self.origin else self.name


@dataclass(frozen=True, slots=True)
class Atlas:
    """The packaged tables. `codes` gives the places of an area code, `shared` the country of a code without a place."""

    codes: dict[str, tuple[Place, ...]]
    shared: dict[str, str]
    callings: dict[str, str]
    countries: dict[str, Place]
    regions: dict[tuple[str, str], Place]
    homes: dict[str, Place]


@cache
def load_places() -> Atlas:
    """Return the packaged tables, read once."""
    countries = {row["code"]: _country(row) for row in policy_tables.rows("countries")}
    regions = {("US", row["code"]): _region("US", row) for row in policy_tables.rows("us_states")}
    regions |= {("CA", row["code"]): _region("CA", row) for row in policy_tables.rows("ca_provinces")}
    homes = {zone: place for place in reversed(countries.values()) for zone in place.zones}
    codes, shared = _area_codes(regions, countries)
    callings = {f"+{code}": row["code"] for row in policy_tables.rows("countries") for code in row["calling"].split()}
    return Atlas(codes, shared, callings, countries, regions, homes)


@cache
def load_zone(name: str) -> ZoneInfo:
    """Return a time zone by name, cached: ZoneInfo itself caches only eight."""
    return ZoneInfo(name)


@cache
def load_country_codes() -> frozenset[str]:
    """Return the two letters of every country of ISO 3166-1, and of Kosovo:
    https://www.iso.org/iso-3166-country-codes.html"""
    return frozenset(load_places().countries) | UNINHABITED


@lru_cache(maxsize=1024)
def is_zone(name: str) -> bool:
    """Return True if `name` is a zone of the tz database, as people's data may contain anything."""
    try:
        load_zone(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def spell_zone(name: str) -> str | None:
    """Return a zone's name as the tz database spells it, from any case; None for an unknown zone."""
    return name if is_zone(name) else _zones().get(name.casefold())


@cache
def _zones() -> dict[str, str]:
    return {one.casefold(): one for one in available_timezones()}


def _area_codes(
    regions: dict[tuple[str, str], Place], countries: dict[str, Place]
) -> tuple[dict[str, tuple[Place, ...]], dict[str, str]]:
    codes: dict[str, tuple[Place, ...]] = {}
    shared: dict[str, str] = {}
    for row in policy_tables.rows("area_codes"):
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
