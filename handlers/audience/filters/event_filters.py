"""Filters of events: "bought:nike/size=9/2x/90d", "not:ordered:60d", "returned", "visited:austin/30d"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from math import prod

from flows.audience.audience_facts import HAPPENINGS
from flows.audience.calendar_periods import Period, Stretch
from flows.audience.criteria import Any, Compared, Counted, Criteria
from flows.audience.criteria_json import MOST_COUNTED, MOST_VALUES
from flows.audience.criteria_values import read_value
from handlers.audience.filter_names import FilterNames
from handlers.audience.filters.filter_mistakes import WrongValue
from handlers.audience.filters.filter_terms import parse_time, split, strip_quotes
from handlers.audience.filters.name_filters import find_value, list_candidates

_TIMES = re.compile(r"(\d{1,7})x", re.ASCII)
_FIELD = re.compile(r"([a-z]+)(>=|<=|!=|[=:<>])(.+)", re.ASCII | re.DOTALL)
_MOST_PARTS, _MOST_CHOICES = 8, 20
_FACTS = frozenset({"brand", "category"})
"""Fields of an order that are facts of a customer, too: an index answers these at once."""


@dataclass(slots=True)
class _Parts:
    """The parts of an event filter: a period, a count, and alternatives for each field."""

    within: timedelta | Period | Stretch | None = None
    count: int | None = None
    where: list[tuple[Compared, ...]] = field(default_factory=list)


def read_event(name: str, op: str, value: str, names: FilterNames) -> Criteria:
    """Parse an event filter: names, fields, "2x" for at least two, and a period; all for the same line of the event."""
    if op not in {":", "="}:
        raise WrongValue(op)
    parts = _Parts()
    told = split(value, "/")
    if not 0 < len(told) <= _MOST_PARTS:
        raise WrongValue(value)
    for part in told:
        _take(part, name, parts, names)
    if prod(map(len, parts.where)) > _MOST_CHOICES:
        raise WrongValue(value)
    found = tuple(_read_count(name, parts, where) for where in product(*parts.where))
    return found[0] if len(found) == 1 else Any(found)


def _read_count(name: str, parts: _Parts, where: tuple[Compared, ...]) -> Criteria:
    is_fact = name == "order.created" and parts.within is None and parts.count is None and len(where) == 1
    if is_fact and where[0].fact in _FACTS:
        return where[0]
    return Counted(name, ">=", parts.count or 1, parts.within, where)


def _take(part: str, event: str, parts: _Parts, names: FilterNames) -> None:
    within, times = parse_time(part, names.zone), _TIMES.fullmatch(part)
    if within is not None and parts.within is None:
        parts.within = within
    elif times is not None and parts.count is None and 0 < int(times[1]) <= MOST_COUNTED:
        parts.count = int(times[1])
    elif (told := _FIELD.fullmatch(part)) is not None:
        parts.where.append((_field(event, told[1], told[2], told[3], names),))
    else:
        parts.where.append(tuple(_read_name(event, strip_quotes(name), names) for name in split(part, ",")))


def _field(event: str, name: str, op: str, values: str, names: FilterNames) -> Compared:
    """Parse "size=9": a comparison of a field of the event."""
    kind = HAPPENINGS[event].fields.get("title" if name == "product" else name)
    if kind is None:
        raise WrongValue(name, tuple(HAPPENINGS[event].fields))
    name, op = ("title" if name == "product" else name), "=" if op == ":" else op
    try:
        read = tuple(read_value(kind, op, strip_quotes(one), names.zone) for one in split(values, ","))
    except ValueError:
        raise WrongValue(values) from None
    if len(read) != 1 and op not in {"=", "!="}:
        raise WrongValue(values)
    if isinstance(read[0], str) and op not in {"=", "!="}:
        raise WrongValue(op)
    return Compared(name, op, read[0]) if len(read) == 1 else Compared(name, "in" if op == "=" else "not_in", read)


def _read_name(event: str, name: str, names: FilterNames) -> Compared:
    """Parse a name with no field: goods of orders and returns, a place of visits, a channel of replies."""
    fields = HAPPENINGS[event].fields
    if "title" in fields:
        return _goods(name, names)
    if "place" in fields:
        return Compared("place", "=", find_value("place", name, names))
    if "channel" in fields:
        return Compared("channel", "=", find_value("reachable", name, names))
    raise WrongValue(name)


def _goods(name: str, names: FilterNames) -> Compared:
    """Parse a name as a brand, a category, a SKU or titles, whichever is found first. Raises WrongValue."""
    for fact in ("brand", "category"):
        try:
            return Compared(fact, "=", find_value(fact, name, names))
        except WrongValue:
            continue
    if number := names.goods.find_number(name):
        return Compared("sku", "=", number)
    titles = names.goods.find_titles(name)
    if not titles:
        known = (*list_candidates("brand", names), *list_candidates("category", names), *names.goods.titles)
        raise WrongValue(name, known)
    assert len(titles) <= MOST_VALUES, "goods give no more"
    return Compared("title", "=", titles[0]) if len(titles) == 1 else Compared("title", "in", titles)
