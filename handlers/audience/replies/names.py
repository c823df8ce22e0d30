"""Names that phrases may have: those of a business's own data, and of places, languages and channels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, tzinfo
from functools import cache, lru_cache
from typing import Protocol

from flows.audience.criteria import Compared, Criteria
from flows.channels import CHANNELS
from flows.folding import folded
from flows.policy.atlas import load_places
from handlers.audience.replies.sounding import sound_of
from handlers.audience.replies.titles import Titles
from handlers.replies.text import normalise
from handlers.replies.word_lists import read_values

_WORDS = frozenset(
    {
        "in",
        "or",
        "me",
        "hi",
        "ok",
        "de",
        "la",
        "pa",
        "ma",
        "al",
        "oh",
        "id",
        "so",
        "no",
        "on",
        "us",
        "co",
        "ar",
        "mi",
        "ne",
        "ka",
        "as",
        "va",
    }
)
"""Codes of regions and countries that are words as well."""
_LISTED = "audience:names"
_MOST_WORDS = 6  # of a name
_LONGEST_CODE = 2  # letters of a country or region, which are written as they are: "पर" is no Puerto Rico


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one business, each as it is written or kept; ``audiences`` are its own and the ready ones.

    ``country`` is the business's, whose regions are meant first: "GA" is Georgia of the United States.
    ``today`` is the business's, in its ``zone``; without it no day of the calendar is read.
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
    goods: Titles = field(default_factory=Titles)
    today: date | None = None
    zone: tzinfo = UTC
    regions: Sequence[str] = ()

    def bare_places(self) -> Mapping[str, Compared]:
        """Those that are no words in a phrase that names no other place: "Texas", "TX", and not "in" or "me"."""
        return Sounding({name: place for name, place in self.places().items() if name not in _WORDS})

    def places(self) -> Mapping[str, Compared]:
        """Countries, regions and cities by their names; regions of other countries as the business's data have them."""
        cities = {normalise(one): Compared("city", "=", folded(one)) for one in self.cities}
        known = read_values(_LISTED, "city").items()
        cities |= {word: cities[name] for word, name in known if name in cities}
        return Sounding({**_regions(self.country), **_kept_regions(self.country, tuple(self.regions)), **cities})


class Sounding(dict[str, Compared]):
    """Names that are also known by their sound in the other script, where one alone sounds so: "जयपुर"."""

    def get(self, name: str, /, default: Compared | None = None) -> Compared | None:  # type: ignore[override]
        """What is called so."""
        if name in self or name.isascii():
            return super().get(name, default)
        heard = sound_of(name)
        words = ((called, one) for called, one in self.items() if called.isascii() and len(called) > _LONGEST_CODE)
        alike = {one for called, one in words if sound_of(called) == heard}
        return next(iter(alike)) if len(alike) == 1 else default


def words_at(text: str, place: int) -> Iterator[tuple[str, int]]:
    """The longest name that may begin at ``place``, then shorter ones, each with its end."""
    ends: list[int] = []
    end = place
    for word in text[place:].split(" ")[:_MOST_WORDS]:
        if word == "/":
            break
        end += len(word)
        ends.append(end)
        end += 1
        if word[-1:] in {",", ";", ".", ")", '"'}:
            break
    for end in reversed(ends):
        name = text[place:end].rstrip(",;.?!)")
        if name:
            yield name, place + len(name)


class Called(Protocol):
    """Criteria by what they are called."""

    def get(self, name: str, /) -> Criteria | None:
        """What is called so, if anything is."""
        ...


def called(names: Called, text: str, place: int) -> tuple[Criteria, int] | None:
    """What is called by the words at ``place``; a plural in "s" is the same."""
    for name, end in words_at(text, place):
        bare = name.strip('"')
        plain = bare.replace("-", " ")  # "high-value"
        found = next((one for word in (bare, plain) if (one := names.get(word) or names.get(_singular(word)))), None)
        if found is not None:
            return found, end
    return None


def _singular(word: str) -> str:
    """ "Vips" are the "vip", but "was" is no WhatsApp."""
    return word.removesuffix("s") if len(word) > _LONGEST_CODE + 1 else word


@cache
def languages() -> Mapping[str, Criteria]:
    """Languages that customers may speak."""
    return {name: Compared("language", "=", code) for name, code in read_values(_LISTED, "language").items()}


@cache
def channels() -> Mapping[str, Criteria]:
    """Channels on which a customer may be reached."""
    known = read_values(_LISTED, "channel")
    return {name: Compared("reachable", "=", code) for name, code in known.items() if code in CHANNELS}


@lru_cache(maxsize=8)
def _kept_regions(home: str, kept: tuple[str, ...]) -> Mapping[str, Compared]:
    """Regions as the business's data have them, by these words and by the names that codes of home stand for."""
    named = read_values(_LISTED, f"region {home}")
    read = {code for country, code in load_places().regions if country == home}
    found: dict[str, set[str]] = {}
    for one in kept:
        if one not in read:
            for name in {normalise(one), *(name for name, code in named.items() if code == one)}:
                found.setdefault(name, set()).add(one)
    return {
        name: Compared("region", "in" if len(of) > 1 else "=", tuple(sorted(of)) if len(of) > 1 else next(iter(of)))
        for name, of in found.items()
    }


@cache
def _regions(home: str) -> Mapping[str, Compared]:
    """Countries by name and by the codes that are no words; regions by name, those at home by code too."""
    places = load_places()
    found: dict[str, Compared] = {}
    for code, one in places.countries.items():
        for name in (one.name.removeprefix("the "), one.name):
            found[normalise(name)] = Compared("country", "=", code)
    found |= {name: Compared("country", "=", "US") for name in ("us", "usa", "america", "u.s.", "united states")}
    found |= {name: Compared("country", "=", "GB") for name in ("uk", "england", "britain")}
    found |= {name: Compared("country", "=", code) for name, code in read_values(_LISTED, "country").items()}
    for (country, code), one in sorted(load_places().regions.items(), key=lambda row: row[0][0] == home):
        found[normalise(one.name)] = Compared("region", "=", code)
        if country == home:
            found[normalise(code)] = Compared("region", "=", code)
    return found
