"""Filters of names: "country=us,ca", "tag:wholesale", "in:MO", "reachable:whatsapp"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from flows.audience.audience_facts import FACTS
from flows.audience.criteria import Any, Compared, Criteria
from flows.name_folding import fold_name
from flows.policy.atlas import spell_zone
from handlers.audience.filter_names import FilterNames, look_up_spelling, map_countries, map_folded_names, map_regions
from handlers.audience.filters.figure_filters import compare_known
from handlers.audience.filters.filter_mistakes import WrongValue
from handlers.audience.filters.filter_terms import split, strip_quotes
from storage.audience.business_names import MOST

_LANGUAGE = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}))?", re.IGNORECASE | re.ASCII)  # BCP 47
_IS = {":": ("=", "in"), "=": ("=", "in"), "!=": ("!=", "not_in")}


def compare_names(fact: str, op: str, value: str, names: FilterNames) -> Criteria:
    """Compare a fact with one name or several, "any" or "none"."""
    if op not in _IS:
        raise WrongValue(op)
    exists = compare_known(fact, value)
    if exists is not None and op != "!=":
        return exists
    values = tuple(dict.fromkeys(find_value(fact, strip_quotes(name), names) for name in split(value, ",")))
    if not values:
        raise WrongValue(value, tuple(list_candidates(fact, names)))
    one, several = _IS[op]
    return Compared(fact, one, values[0]) if len(values) == 1 else Compared(fact, several, values)


def compare_place(op: str, value: str, names: FilterNames) -> Criteria:
    """Parse places of any kind: a city first, then a region of the home country, then a country."""
    if op not in {":", "="}:
        raise WrongValue(op)
    places: list[Criteria] = [_place(strip_quotes(name), names) for name in split(value, ",")]
    if not places:
        raise WrongValue(value)
    return places[0] if len(places) == 1 else Any(tuple(places))


def _place(name: str, names: FilterNames) -> Compared:
    for fact in ("city", "region", "country"):
        found = look_up_spelling(_list_known(fact, names), name)
        if found is not None:
            return Compared(fact, "=", found)
    raise WrongValue(name, tuple(one for fact in ("city", "region", "country") for one in _list_known(fact, names)))


def find_value(fact: str, name: str, names: FilterNames) -> str:
    """Return the stored value of a fact for a name. Raises WrongValue for an unknown name."""
    listed = _LISTED.get(fact)
    if listed is not None:
        found = look_up_spelling(map_folded_names(tuple(listed(names))), name)
        # A list of so many names is cut off: a name that is not on it may exist.
        found = fold_name(name) if found is None and len(listed(names)) >= MOST and name else found
    elif fact == "language":
        found = _language(name)
    elif fact == "zone":
        found = spell_zone(name)
    else:
        found = look_up_spelling(_list_known(fact, names), name)
    if found is None:
        raise WrongValue(name, tuple(list_candidates(fact, names)))
    return found


_LISTED: Mapping[str, Callable[[FilterNames], tuple[str, ...]]] = {
    "tag": lambda names: tuple(names.tags),
    "brand": lambda names: tuple(names.brands),
    "category": lambda names: tuple(names.categories),
    "acquired_from": lambda names: tuple(names.sources),
    "city": lambda names: tuple(names.cities),
    "place": lambda names: tuple(names.visited),
}


def list_candidates(fact: str, names: FilterNames) -> Mapping[str, str]:
    """Return the values of a fact by their names in filters; empty if any well-formed value is valid."""
    listed = _LISTED.get(fact)
    return map_folded_names(tuple(listed(names))) if listed is not None else _list_known(fact, names)


def _list_known(fact: str, names: FilterNames) -> Mapping[str, str]:
    match fact:
        case "country":
            return map_countries()
        case "region":
            return map_regions(names.country, tuple(names.regions))
        case "city":
            return map_folded_names(tuple(names.cities))
        case "audience":
            return {name: str(one.value) for name, one in names.audiences.items() if isinstance(one, Compared)}
        case "language" | "zone":
            return {}
    return map_folded_names(FACTS[fact].choices)


def _language(name: str) -> str | None:
    """Format a language code as BCP 47 does: "hi-Latn", "pt-BR"; None if it is none."""
    found = _LANGUAGE.fullmatch(name)
    if found is None:
        return None
    script, country = found[2], found[3]
    parts = (found[1].lower(), script.title() if script else None, country.upper() if country else None)
    return "-".join(part for part in parts if part)
