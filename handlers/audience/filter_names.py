"""Names that filters can use: goods, own data, ready-made audiences, stages, tags and places."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from functools import cache, cached_property, lru_cache
from typing import TypeVar

from flows.audience.audience_expansion import AUDIENCE
from flows.audience.audience_facts import LIFECYCLES
from flows.audience.criteria import EVERYBODY, Compared, Criteria
from flows.audience.criteria_json import MOST_VALUES
from flows.audience.standard_audiences import READY
from flows.name_folding import fold_name
from flows.policy.atlas import load_places
from handlers.engine.turn import Turn
from storage.audience.business_names import KnownNames
from storage.audience.segments import Segments


class KnownGoods:
    """The titles and the numbers (SKUs) of a business's goods, as written."""

    def __init__(self, titles: Sequence[str] = (), skus: Sequence[str] = ()) -> None:
        self.titles = titles
        self.skus = skus

    def find_titles(self, name: str) -> tuple[str, ...]:
        """Return the title with this name, or all titles with its words; folded. Empty if there are too many."""
        bare = fold_name(name)
        if bare in self._whole:
            return (bare,)
        with_words = [self._by_word.get(word, frozenset[str]()) for word in bare.split()]
        titles = frozenset[str].intersection(*with_words) if with_words else frozenset[str]()
        return tuple(sorted(titles)) if len(titles) <= MOST_VALUES else ()

    def find_number(self, name: str) -> str:
        """Return the number (SKU) with this name, folded; "" if there is none."""
        return fold_name(name) if fold_name(name) in self._numbers else ""

    @cached_property
    def _whole(self) -> frozenset[str]:
        return frozenset(map(fold_name, self.titles))

    @cached_property
    def _numbers(self) -> frozenset[str]:
        return frozenset(map(fold_name, self.skus))

    @cached_property
    def _by_word(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for title in self._whole:
            for word in title.split():
                found.setdefault(word, set()).add(title)
        return {word: frozenset(titles) for word, titles in found.items()}


_JOINED = re.compile(r"(?<=\w)[-_](?=\w)")
_T = TypeVar("_T")
_EVERYONE = ("everyone", "everybody", "all", "customers", "all customers")
_SHORT = {"usa": "US", "uk": "GB"}  # names of countries that are no codes of ISO 3166-1


@dataclass(frozen=True, slots=True)
class FilterNames:
    """The names of one business. ``audiences`` are its own and the ready-made ones, by their folded names. ``country``
    is the home of the business, whose regions have codes in filters. Days begin at midnight in its ``zone``."""

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

    def read_bare_name(self, name: str) -> Criteria | None:
        """Return the criteria for a name alone: an audience, a tag, a stage or everyone; None if unknown."""
        audience = look_up_spelling(self.audiences, name)
        if audience is not None:
            return audience
        tag = look_up_spelling(map_folded_names(tuple(self.tags)), name)
        return Compared("tag", "=", tag) if tag is not None else look_up_spelling(_load_always(), name)

    def bare_names(self) -> tuple[str, ...]:
        """Return all names that can be used alone, for suggestions."""
        return (*self.audiences, *map(fold_name, self.tags), *_load_always())


def plain(name: str) -> str:
    """Normalise a name for comparison in filters: folded, with "_" and "-" between letters as blanks."""
    return fold_name(_JOINED.sub(" ", name))


@lru_cache(maxsize=64)
def map_folded_names(names: tuple[str, ...]) -> Mapping[str, str]:
    """Return the folded form of each name, by its possible spellings in filters."""
    return {plain(one): fold_name(one) for one in names} | {fold_name(one): fold_name(one) for one in names}


def look_up_spelling(names: Mapping[str, _T], name: str) -> _T | None:
    """Return the value of a name: as written, or else with "_" and "-" as blanks; None if there is none."""
    found = names.get(fold_name(name))
    return found if found is not None else names.get(plain(name))


@cache
def map_ready_names() -> Mapping[str, Criteria]:
    """Return the ready-made audiences by their names in filters, as criteria that refer to the audience."""
    called = ((one.name, title) for one in READY.values() for title in (one.name, one.title.partition(":")[0]))
    return {plain(title): Compared(AUDIENCE, "=", name) for name, title in called}


@cache
def _load_always() -> Mapping[str, Criteria]:
    stages = {plain(stage): Compared("lifecycle", "=", stage) for stage in LIFECYCLES}
    return stages | dict.fromkeys(_EVERYONE, EVERYBODY)


@cache
def map_countries() -> Mapping[str, str]:
    """Return the country codes by code and by English name, folded."""
    places = load_places().countries
    named = {plain(place.name.removeprefix("the ")): code for code, place in places.items()}
    return named | {code.casefold(): code for code in places} | _SHORT


@cache
def _home_regions(home: str) -> Mapping[str, str]:
    places = {code: place for (country, code), place in load_places().regions.items() if country == home}
    return {plain(place.name): code for code, place in places.items()} | {code.casefold(): code for code in places}


@lru_cache(maxsize=8)
def map_regions(home: str, known: tuple[str, ...]) -> Mapping[str, str]:
    """Return the region codes by name: those of the home country, and ``known`` ones from the business's data."""
    return {**{fold_name(one): one for one in known}, **_home_regions(home)}


async def load_names(turn: Turn) -> FilterNames:
    """Load all names of the business. Its own audience has priority over a ready-made one with the same name."""
    known_names, segments = turn.unit.of(KnownNames), turn.unit.of(Segments)
    known, goods = await known_names.all(), await known_names.goods()
    own = {fold_name(one.name): Compared(AUDIENCE, "=", str(one.id)) for one in await segments.all()}
    return FilterNames(
        turn.business.currency,
        turn.business.country,
        {**map_ready_names(), **own},
        known.brands,
        known.categories,
        known.tags,
        known.cities,
        known.sources,
        known.visited,
        KnownGoods(goods.titles, goods.skus),
        turn.zone,
        known.regions,
    )
