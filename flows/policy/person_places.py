"""Every place where a person may be: by each number's area code or calling code, by each address, by their time zones.

An area code never proves where a person is (numbers are ported, phones move), nor does an address (a gift, a bill that
a parent pays). So each is one of several possible places, and the rules of all of them apply. An address with an
unreadable region may be in any region of its country, so the rules of all of these apply.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import NamedTuple

from flows.policy.atlas import FORCES, TERRITORIES, Place, is_zone, load_places
from flows.policy.departure_facts import House, Person, PlaceKind, ToldPlace
from flows.policy.regions import REGIONED, country_of_region, find_postal_region, read_region, spell_region, trim_region

_LONGEST_CALLING_CODE = 7
_UNREAD = "?"
_ORDER = {kind: rank for rank, kind in enumerate(PlaceKind)}
_ORIGINS = {
    PlaceKind.BILLING: "from the billing address",
    PlaceKind.SHIPPING: "from the shipping address",
    PlaceKind.LAST_SEEN: "where they were last seen",
    PlaceKind.STATED: "from their address",
    PlaceKind.ZONE: "from their address",
}


class Whereabouts(NamedTuple):
    """The facts that determine a person's places: few and equal for many people, so that results are cached."""

    prefixes: tuple[str, ...]
    told: tuple[ToldPlace, ...]
    house_country: str
    house_timezone: str


class NumberPlace(NamedTuple):
    """The place of a number, by its area code or calling code; parts that neither tells are None."""

    country: str | None = None
    region: str | None = None
    timezone: str | None = None


class Law(NamedTuple):
    """The part of a reported place that matters to the rules."""

    kind: PlaceKind
    country: str | None
    region: str | None
    timezone: str | None


def find_places(person: Person, house: House) -> tuple[Place, ...]:
    """Return all possible places of a person, at least one: their own, else the house's country."""
    return find_places_at(pick_whereabouts(person, house))


def pick_whereabouts(person: Person, house: House) -> Whereabouts:
    """Return the part of a person's data that determines their places."""
    return _pick_whereabouts(person.phones, person.places, house.country, house.timezone)


@lru_cache(maxsize=1024)  # a verdict and its text ask six times for the same person
def _pick_whereabouts(
    phones: tuple[str, ...], places: tuple[ToldPlace, ...], country: str, timezone: str
) -> Whereabouts:
    prefixes = dict.fromkeys(_prefix(phone) for phone in reversed(phones))
    told = dict.fromkeys(map(_simplify_place, places))
    return Whereabouts(tuple(prefixes), tuple(told), country, timezone)


@lru_cache(maxsize=16384)
def find_places_at(where: Whereabouts) -> tuple[Place, ...]:
    """Return the same places as `find_places`. A more exact place replaces its country; the last place is used for
    local times."""
    told = sorted(where.told, key=lambda one: _ORDER[one.kind])
    addresses = (place for one in told for place in _places_of_address(one, where))
    stated = (*addresses, *_places_of_zones(told))
    found = _keep_last_of_each((*_anywhere(where, stated), *_places_of_numbers(where), *stated))
    finer = {place.country for place in found if place.exact}
    candidates = [place for place in found if place.exact or place.region or place.country not in finer]
    candidates.sort(key=lambda place: place.exact or place.region is None)  # a region that is a guess tells no time
    return _tell_apart(candidates) or (_place_of_last_resort(where),)


def keep_place(told: ToldPlace) -> ToldPlace | None:
    """Return a place in stored form: with codes, where they can be parsed. None for an empty place."""
    country = _country_of(told)
    region = spell_region(country, told.region)
    postal_code = (told.postal_code or "").strip() or None
    zone = told.timezone if told.timezone and is_zone(told.timezone) else None
    if not (country or region or postal_code or zone):
        return None
    return ToldPlace(told.kind, country, region, postal_code, zone)


def pick_law(told: ToldPlace) -> Law:
    """Return the part of a reported place that affects the rules; equal results are the same place.

    An unreadable region counts together with that of its postal code, if known.
    """
    country = told.country or None
    read = [one for one in ([country] if country else sorted(REGIONED)) if one in REGIONED]
    region = _first(_region_of(one, told) for one in read)
    unread = read and told.region and region is None
    posted = _first(find_postal_region(one, told.postal_code or "") for one in read)
    return Law(told.kind, country, f"{_UNREAD}{posted or ''}" if unread else region, told.timezone)


def mend_by_law(law: Law) -> Law:
    """Return the place with an unreadable region replaced by that of its postal code."""
    return law._replace(region=f"{_UNREAD}{law.region}")


@lru_cache(maxsize=4096)
def find_number_country(phone: str | None) -> str | None:
    """Return the country of a number; None if unknown; `US` also for its territories and for shared codes of the +1
    plan."""
    prefix = _prefix(phone or "")
    atlas = load_places()
    if not prefix.startswith("+1"):
        return atlas.callings.get(prefix)
    places = atlas.codes.get(prefix[2:], ())
    return places[0].country if places else atlas.shared.get(prefix[2:]) or "US"


def find_number_place(phone: str) -> NumberPlace:
    """Return the place of a number for the rules, if it identifies one country, one region and one time zone.

    An invalid number identifies nothing.
    """
    return _place_of_prefix(_prefix(phone)) if phone.startswith("+") else NumberPlace()


@lru_cache(maxsize=2048)
def _place_of_prefix(prefix: str) -> NumberPlace:
    found = _places_of_number(prefix)
    zones = {zone for place in found for zone in place.zones}
    countries, regions = {place.country for place in found}, {place.region for place in found}
    return NumberPlace(*(next(iter(each)) if len(each) == 1 else None for each in (countries, regions, zones)))


def _prefix(phone: str) -> str:
    """Return `+1` with the area code, or a country's calling code; "" for an invalid number."""
    if phone.startswith("+1"):
        return phone[:5]
    callings = load_places().callings
    return next((phone[:end] for end in range(_LONGEST_CALLING_CODE + 1, 1, -1) if phone[:end] in callings), "")


def _simplify_place(told: ToldPlace) -> ToldPlace:
    """Return the place without irrelevant details, so that many people share it."""
    country = _country_of(told)
    region = trim_region(told.region).upper()
    postal_code = "" if region else (told.postal_code or "")
    return ToldPlace(told.kind, country, region, postal_code, told.timezone or "")


def _country_of(told: ToldPlace) -> str | None:
    """Return the country's code: as reported, else from the region."""
    return (told.country or "").strip().upper() or country_of_region(told.region or "")


def _first(codes: Iterable[str | None]) -> str | None:
    return next((code for code in codes if code), None)


def _places_of_numbers(where: Whereabouts) -> Iterator[Place]:
    for prefix in where.prefixes:
        origin = f"from the area code {prefix[2:]}" if prefix.startswith("+1") else "from the number"
        yield from (replace(place, origin=origin) for place in _places_of_number(prefix))


def _places_of_number(prefix: str) -> tuple[Place, ...]:
    atlas = load_places()
    if not prefix.startswith("+1"):
        return (atlas.countries[atlas.callings[prefix]],) if prefix else ()
    places = atlas.codes.get(prefix[2:], ())
    country = atlas.shared.get(prefix[2:], "")
    return places or ((atlas.countries[country],) if country else ())


def _places_of_address(told: ToldPlace, where: Whereabouts) -> Iterator[Place]:
    """Yield the region if known, else the country; every region of the country if the reported one is unreadable."""
    atlas, origin = load_places(), _ORIGINS[told.kind]
    if told.country in TERRITORIES:
        found = [atlas.regions["US", told.country]]
    else:
        read = ((one, _region_of(one, told)) for one in _countries_to_read(told, where))
        found = [atlas.regions[country, code] for country, code in read if code]
    if not found and told.region and (guesses := _list_regions(_countries_of(told, where))):
        found, origin = guesses, f"{origin}, whose region cannot be read"
    whole = atlas.countries.get(told.country or "")
    yield from (replace(place, origin=origin) for place in found or ([whole] if whole else []))


def _region_of(country: str, told: ToldPlace) -> str | None:
    if told.region:
        return read_region(country, told.region)
    return find_postal_region(country, told.postal_code) if told.postal_code else None


def _countries_of(told: ToldPlace, where: Whereabouts) -> list[str]:
    """Return the possible countries of an address: the one it names, else those of the person's numbers, else the
    shop's."""
    if told.country in load_places().countries:
        return [told.country or ""]
    guesses = [place.country for prefix in where.prefixes for place in _places_of_number(prefix)]
    plan = sorted(REGIONED) if any(prefix.startswith("+1") for prefix in where.prefixes) else []
    return list(dict.fromkeys(one for one in guesses or plan if one)) or [where.house_country]


def _countries_to_read(told: ToldPlace, where: Whereabouts) -> list[str]:
    """Return the countries to search for a region; an address without a country may also be in the shop's."""
    here = _countries_of(told, where)
    return here if told.country in here else list(dict.fromkeys((*here, where.house_country)))


def _list_regions(countries: Sequence[str]) -> list[Place]:
    """Return every region of these countries: if the region is unknown, the strictest of them applies."""
    states = ((country, place) for (country, _), place in load_places().regions.items() if country in countries)
    return [replace(place, exact=False) for _, place in states if place.region not in TERRITORIES | FORCES]


def _places_of_zones(told: Iterable[ToldPlace]) -> Iterator[Place]:
    for zone in dict.fromkeys(one.timezone for one in told if one.timezone):
        if is_zone(zone):
            home = load_places().homes.get(zone)
            country, region = (home.country, home.region) if home else (None, None)
            yield Place(country, region, (zone,), f"the time zone {zone}")


def _keep_last_of_each(places: Sequence[Place]) -> list[Place]:
    """Return each place once, in its last position, whose source is the most reliable."""
    return list(dict.fromkeys(reversed(places)))[::-1]


def _tell_apart(places: list[Place]) -> tuple[Place, ...]:
    """Return the places; if there is only one, without its origin, as nothing needs distinguishing."""
    return (replace(places[0], origin=""),) if len(places) == 1 else tuple(places)


def _anywhere(where: Whereabouts, stated: Sequence[Place]) -> tuple[Place, ...]:
    """Return the whole +1 plan for a number valid in all its countries (toll-free), unless another place narrows it
    down.

    A country's code for numbers without a place narrows nothing, and neither does a place outside the plan.
    """
    atlas = load_places()
    coded = [place for prefix in where.prefixes for place in atlas.codes.get(prefix[2:], ()) if prefix.startswith("+1")]
    nobodys = [one for one in where.prefixes if one.startswith("+1") and one[2:] not in atlas.codes]
    tells = any(place.country in _plan_countries() for place in (*coded, *stated))
    return () if tells or all(atlas.shared.get(one[2:]) for one in nobodys) else (_load_whole_plan(),)


def _place_of_last_resort(where: Whereabouts) -> Place:
    """Return the fallback place: the shop's country, else its zone."""
    home = load_places().countries.get(where.house_country)
    return home or Place(None, None, (where.house_timezone,), f"the time zone {where.house_timezone}")


@cache
def _plan_countries() -> frozenset[str | None]:
    return frozenset(place.country for places in load_places().codes.values() for place in places)


@cache
def _load_whole_plan() -> Place:
    """Return all zones of the +1 plan, under US law, the strictest in the plan that applies nationwide."""
    atlas = load_places()
    zones = [zone for places in atlas.codes.values() for place in places for zone in place.zones]
    return Place("US", None, tuple(dict.fromkeys(zones)), "any country of the +1 plan", exact=False)
