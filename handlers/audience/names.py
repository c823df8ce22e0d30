"""Names that filters may use: those of a business's own data, ready audiences, stages of customers and places."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from functools import cache, lru_cache
from typing import TypeVar

from flows.audience.criteria import EVERYBODY, Compared, Criteria
from flows.audience.expanding import AUDIENCE
from flows.audience.facts import LIFECYCLES
from flows.audience.ready import READY
from flows.folding import folded
from flows.policy.atlas import load_places
from handlers.audience.goods import KnownGoods

_JOINED = re.compile(r"(?<=\w)[-_](?=\w)")
_T = TypeVar("_T")
_EVERYONE = ("everyone", "everybody", "all", "customers", "all customers")
_SHORT = {"usa": "US", "uk": "GB"}  # names of countries that are no codes of ISO 3166-1


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one business. ``audiences`` are its own and the ready ones, by their folded names.

    ``country`` is the home of the business: its regions have codes in filters. Days begin at midnight in its ``zone``.
    """

    currency: str
    country: str
    audiences: Mapping[str, Criteria] = field(default_factory=dict)
    brands: Sequence[str] = ()
    categories: Sequence[str] = ()
    tags: Sequence[str] = ()
    cities: Sequence[str] = ()
    sources: Sequence[str] = ()
    visited: Sequence[str] = ()
    goods: KnownGoods = field(default_factory=KnownGoods)
    zone: tzinfo = UTC
    regions: Sequence[str] = ()

    def bare(self, name: str) -> Criteria | None:
        """Return the criteria of a bare name: an audience, a tag, a stage of customers or everyone; None if unknown."""
        audience = spelled(self.audiences, name)
        if audience is not None:
            return audience
        tag = spelled(by_name(tuple(self.tags)), name)
        return Compared("tag", "=", tag) if tag is not None else spelled(_always(), name)

    def bare_names(self) -> tuple[str, ...]:
        """Return all bare names, for suggestions."""
        return (*self.audiences, *map(folded, self.tags), *_always())


def plain(name: str) -> str:
    """Return a name as filters compare it: folded, "_" and "-" between letters as blanks."""
    return folded(_JOINED.sub(" ", name))


@lru_cache(maxsize=64)
def by_name(names: tuple[str, ...]) -> Mapping[str, str]:
    """Return the folded form of each name by its spellings in filters."""
    return {plain(one): folded(one) for one in names} | {folded(one): folded(one) for one in names}


def spelled(names: Mapping[str, _T], name: str) -> _T | None:
    """Return what a name stands for: as written first, then with "_" and "-" as blanks."""
    found = names.get(folded(name))
    return found if found is not None else names.get(plain(name))


@cache
def ready_names() -> Mapping[str, Criteria]:
    """Return the ready audiences by their names in filters, each as criteria that name the audience."""
    return {plain(name): Compared(AUDIENCE, "=", name) for name in READY}


@cache
def _always() -> Mapping[str, Criteria]:
    stages = {plain(stage): Compared("lifecycle", "=", stage) for stage in LIFECYCLES}
    return stages | dict.fromkeys(_EVERYONE, EVERYBODY)


@cache
def countries() -> Mapping[str, str]:
    """Return the codes of countries by code and by English name, folded."""
    places = load_places().countries
    named = {plain(place.name.removeprefix("the ")): code for code, place in places.items()}
    return named | {code.casefold(): code for code in places} | _SHORT


@cache
def _home_regions(home: str) -> Mapping[str, str]:
    places = {code: place for (country, code), place in load_places().regions.items() if country == home}
    return {plain(place.name): code for code, place in places.items()} | {code.casefold(): code for code in places}


@lru_cache(maxsize=8)
def regions(home: str, known: tuple[str, ...]) -> Mapping[str, str]:
    """Return the codes of regions by their names: those of the home country, and ``known`` from the business's data."""
    return {**{folded(one): one for one in known}, **_home_regions(home)}
