"""Where a number, an address or a stated zone may be: the law that is asked there, and every clock it may keep.

`data/` holds the area codes of the North American Numbering Plan Administrator's report of 2026-09-30, and the clocks
of each, of states and of provinces, by the tz database 2026f.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.oracle.bars import Grade

DATA = Path(__file__).parent / "data"
TERRITORIES = frozenset({"PR", "VI", "GU", "MP", "AS"})
CALLING = {"+91": "IN", "+33": "FR", "+49": "DE", "+44": "GB"}
CLOCKS = {
    "IN": ("Asia/Kolkata",),
    "FR": ("Europe/Paris",),
    "DE": ("Europe/Berlin", "Europe/Busingen"),
    "GB": ("Europe/London",),
}
ZONE_COUNTRY = {"Asia/": "IN", "Europe/Paris": "FR", "Europe/London": "GB", "Europe/": "DE"}


@dataclass(frozen=True, slots=True)
class Spot:
    """One place a person may be in: country, the states whose law is asked, and every clock it may keep.

    `grade` is how sure it is that the place counts; `whole` says that it is one of all that the country has, for no
    state was told that can be read; `mute`, that it is a number of no place, as toll-free ones are.
    """

    country: str
    zones: tuple[str, ...]
    states: tuple[str, ...] = ()
    grade: Grade = Grade.LAW
    whole: bool = False
    mute: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """An area code of the +1 plan: no zones where its numbers have no place, no country where all share it."""

    country: str
    states: tuple[str, ...]
    zones: tuple[str, ...]


@cache
def area_codes() -> Mapping[str, Code]:
    """Every area code of the +1 plan."""
    return {
        row["area_code"]: Code(row["country"], tuple(row["region"].split()), tuple(row["zones"].split()))
        for row in _rows("area_codes.csv")
    }


@cache
def regions() -> Mapping[tuple[str, str], tuple[str, tuple[str, ...]]]:
    """The name and the clocks of each state, territory and province."""
    return {(row["country"], row["code"]): (row["name"], tuple(row["zones"].split())) for row in _rows("regions.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open() as file:
        return list(csv.DictReader(file))


@cache
def zone(name: str) -> ZoneInfo:
    """A zone of the tz database."""
    return ZoneInfo(name)


@cache
def states_of(country: str) -> tuple[str, ...]:
    """The states of the United States with its district, or the provinces of Canada."""
    return tuple(code for of, code in regions() if of == country and code not in TERRITORIES)


@cache
def clocks_of(country: str) -> tuple[str, ...]:
    """Every clock that is kept in a country; of the United States, in its states."""
    if country in CLOCKS:
        return CLOCKS[country]
    if country in {"US", "CA"}:
        return tuple({name: None for code in states_of(country) for name in regions()[country, code][1]})
    return tuple({name: None for code in area_codes().values() if code.country == country for name in code.zones})


@cache
def plan_clocks() -> tuple[str, ...]:
    """Every clock of the +1 plan."""
    return tuple({name: None for code in area_codes().values() for name in code.zones})


def code_of(phone: str) -> Code | None:
    """The area code of a number of the +1 plan; None of other numbers, and of codes that are nobody's."""
    return area_codes().get(phone[2:5]) if phone.startswith("+1") else None


@cache
def at_number(phone: str) -> Spot:
    """Where a number may be."""
    if not phone.startswith("+1"):
        country = CALLING[phone[:3]]
        return Spot(country, CLOCKS[country])
    code = code_of(phone)
    if code is None or not code.country:
        return Spot("", plan_clocks(), whole=True, mute=True)
    if not code.zones:
        return Spot(code.country, clocks_of(code.country), whole=True, mute=True)
    if code.country in TERRITORIES:
        return Spot("US", code.zones, code.states)
    return Spot(code.country, code.zones, code.states if code.country == "US" else ())


@cache
def at_address(country: str, state: str | None, legible: bool = True) -> tuple[Spot, ...]:
    """Where an address may be: `state` as it truly is; one that cannot be read may be any of its country."""
    if country in TERRITORIES:
        return (Spot("US", regions()["US", country][1], (country,)),)
    if state:
        return (Spot(country, regions()[country, state][1], (state,)),)
    if legible or country not in {"US", "CA"}:
        return (Spot(country, clocks_of(country), whole=True),)
    return tuple(Spot(country, regions()[country, one][1], (one,), whole=True) for one in states_of(country))


@cache
def at_zone(name: str) -> Spot:
    """Where a stated zone may be: its clock holds; which state's law does is nobody's word."""
    known = next((country for start, country in ZONE_COUNTRY.items() if name.startswith(start)), "")
    if not known:
        holders = {code.country for code in area_codes().values() if name in code.zones}
        known = "US" if holders & {"US", *TERRITORIES} else next(iter(sorted(holders)), "")
    return Spot(known, (name,))
