"""Criteria from JSON and to JSON, in the form that the API, the rows and other systems share."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from decimal import Decimal
from types import MappingProxyType

from flows.audience.audience_facts import FACTS, HAPPENINGS, OPS, PROMOTION_FACTS, TOTAL, Fact, Happening, ValueKind
from flows.audience.calendar_periods import Between
from flows.audience.criteria import All, Any, Compared, Counted, Criteria, Not, Scalar, Summed
from flows.audience.criteria_values import read_value, read_within, write_value, write_within

MOST_DEEP, MOST_CONDITIONS, MOST_VALUES = 20, 100, 1000
"""Maximum nesting of criteria, maximum number of conditions, and maximum values of one "in"."""
COUNTING = ("=", "!=", "<", "<=", ">", ">=")
MOST_COUNTED = 1_000_000
"""The operators for counts of events, each with its largest number."""
_SEVERAL = frozenset({"in", "not_in"})
_ORDERING = ("<", "<=", ">", ">=")


class BadCriteria(ValueError):
    """Invalid criteria: ``path`` says where (``all[1].value``), ``problem`` what is wrong and what is expected."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path or 'criteria'}: {problem}")
        self.path = path
        self.problem = problem


def read_criteria(document: object, zone: tzinfo = UTC, facts: Mapping[str, Fact] = FACTS) -> Criteria:
    """Parse criteria from a JSON document; days begin at midnight in ``zone``. Raises BadCriteria.

    ``facts`` are those that may be asked: PROMOTION_FACTS in the audience of a promotion.
    """
    return _Reader(zone, facts).node(document, "", 1)


@dataclass(slots=True)
class _Reader:
    zone: tzinfo
    facts: Mapping[str, Fact]
    conditions: int = 0

    def node(self, document: object, path: str, depth: int) -> Criteria:
        if depth > MOST_DEEP:
            raise BadCriteria(path, f"is nested more than {MOST_DEEP} deep")
        said = _object(document, path, 'an object with "all", "any", "not", "fact" or "event"')
        kinds = [key for key in ("all", "any", "not", "fact", "event") if key in said]
        if len(kinds) != 1:
            raise BadCriteria(path, 'must have one of "all", "any", "not", "fact" and "event"')
        if kinds[0] in {"fact", "event"}:
            self.conditions += 1
            if self.conditions > MOST_CONDITIONS:
                raise BadCriteria(path, f"there are more than {MOST_CONDITIONS} conditions")
            return self._read_comparison(said, path) if kinds[0] == "fact" else self._read_event_terms(said, path)
        _require_only(said, kinds, path)
        if kinds[0] == "not":
            return Not(self.node(said["not"], _append_name(path, "not"), depth + 1))
        of = self._read_each(said[kinds[0]], _append_name(path, kinds[0]), depth + 1)
        return All(of) if kinds[0] == "all" else Any(of)

    def _read_each(self, document: object, path: str, depth: int) -> tuple[Criteria, ...]:
        if not isinstance(document, list):
            raise BadCriteria(path, "must be a list")
        if len(document) > MOST_CONDITIONS:
            raise BadCriteria(path, f"there are more than {MOST_CONDITIONS} conditions")
        return tuple(self.node(one, f"{path}[{place}]", depth) for place, one in enumerate(document))

    def _read_comparison(self, said: Mapping[str, object], path: str) -> Compared:
        _require_only(said, ("fact", "op", "value"), path)
        fact = self.facts.get(name) if isinstance(name := said["fact"], str) else None
        if fact is None:
            raise BadCriteria(_append_name(path, "fact"), f"must be one of {', '.join(self.facts)}")
        compared = self._comparison(fact.name, fact.kind, said, path)
        _check_choices(compared, fact.choices, path)
        return compared

    def _read_event_terms(self, said: Mapping[str, object], path: str) -> Counted | Summed:
        summed = "sum" in said
        _require_only(said, ("event", "sum", "within") if summed else ("event", "count", "within", "where"), path)
        happening = HAPPENINGS.get(name) if isinstance(name := said["event"], str) else None
        if happening is None:
            raise BadCriteria(_append_name(path, "event"), f"must be one of {', '.join(HAPPENINGS)}")
        try:
            within = read_within(said["within"], self.zone) if said.get("within") is not None else None
        except ValueError as wrong:
            raise BadCriteria(_append_name(path, "within"), str(wrong)) from None
        if summed:
            return Summed(happening.name, *self._sum(happening, said["sum"], _append_name(path, "sum")), within)
        op, count = _count(said.get("count", {"op": ">=", "value": 1}), _append_name(path, "count"))
        where = self.read_where(happening, said.get("where", {}), _append_name(path, "where"))
        return Counted(happening.name, op, count, within, where)

    def _sum(self, happening: Happening, document: object, path: str) -> tuple[str, int]:
        if TOTAL not in happening.fields:
            with_total = ", ".join(name for name, one in HAPPENINGS.items() if TOTAL in one.fields)
            raise BadCriteria(path, f"{happening.name} has no total; these have one: {with_total}")
        said = _object(document, path, 'an object with "op" and "value"')
        _require_only(said, ("op", "value"), path)
        if said.get("op") not in COUNTING:
            raise BadCriteria(_append_name(path, "op"), f"must be one of {' '.join(COUNTING)}")
        compared = self._comparison(TOTAL, ValueKind.MONEY, said, path)
        assert isinstance(compared.value, int), "money is"
        return compared.op, compared.value

    def read_where(self, happening: Happening, document: object, path: str) -> tuple[Compared, ...]:
        found = []
        for name, said in _object(document, path, "an object of fields").items():
            kind = happening.fields.get(name)
            if kind is None:
                known = ", ".join(happening.fields) or "none"
                raise BadCriteria(_append_name(path, name), f"is not a field of {happening.name}, which has {known}")
            plain = {"op": "in", "value": said} if isinstance(said, list) else {"op": "=", "value": said}
            comparison = said if isinstance(said, dict) else plain
            _require_only(comparison, ("op", "value"), _append_name(path, name))
            found.append(self._comparison(name, kind, comparison, _append_name(path, name)))
        return tuple(found)

    def _comparison(self, name: str, kind: ValueKind, said: Mapping[str, object], path: str) -> Compared:
        op = said.get("op")
        if not isinstance(op, str) or op not in OPS[kind]:
            raise BadCriteria(_append_name(path, "op"), f"must be one of {' '.join(OPS[kind])} for {name}")
        if "value" not in said:
            raise BadCriteria(path, 'has no "value"')
        at = _append_name(path, "value")
        if op not in _SEVERAL:
            return Compared(name, op, self._value(kind, op, said["value"], at))
        several = said["value"]
        if not isinstance(several, list) or not 0 < len(several) <= MOST_VALUES:
            raise BadCriteria(at, f"must be a list of 1 to {MOST_VALUES} values")
        values = (self._value(kind, op, one, f"{at}[{place}]") for place, one in enumerate(several))
        return Compared(name, op, tuple(dict.fromkeys(values)))

    def _value(self, kind: ValueKind, op: str, value: object, path: str) -> Scalar:
        try:
            return read_value(kind, op, value, self.zone)
        except ValueError as wrong:
            raise BadCriteria(path, str(wrong)) from None


def read_where(document: object, path: str) -> tuple[Compared, ...]:
    """Parse conditions on the fields of an event, as in ``where``, without a list of the fields: numbers and what is
    compared by size are numbers, all others are words. ``path`` is the place of the document. Raises BadCriteria."""
    said = _object(document, path, "an object of fields")
    fields = {name: _guess_kind(one) for name, one in said.items()}
    return _Reader(UTC, FACTS).read_where(Happening("", MappingProxyType(fields)), said, path)


def write_where(where: Iterable[Compared]) -> dict[str, object]:
    """Return the JSON document that ``read_where`` parses to these conditions."""
    return {one.fact: _write_comparison(one, ValueKind.WORD) for one in where}


def _guess_kind(said: object) -> ValueKind:
    op, value = (said.get("op"), said.get("value")) if isinstance(said, dict) else ("=", said)
    first = value[0] if isinstance(value, list) and value else value
    is_number = op in _ORDERING or (isinstance(first, int | float | Decimal) and not isinstance(first, bool))
    return ValueKind.NUMBER if is_number else ValueKind.WORD


def write_criteria(criteria: Criteria) -> dict[str, object]:
    """Return the JSON document that ``read_criteria`` parses to these criteria."""
    match criteria:
        case All(of):
            return {"all": [write_criteria(one) for one in of]}
        case Any(of):
            return {"any": [write_criteria(one) for one in of]}
        case Not(of):
            return {"not": write_criteria(of)}
        case Compared():
            return {"fact": criteria.fact} | _write_comparison(criteria, PROMOTION_FACTS[criteria.fact].kind)
    said: dict[str, object] = {"event": criteria.event}
    if isinstance(criteria, Counted):
        said["count"] = {"op": criteria.op, "value": criteria.count}
    else:
        said["sum"] = {"op": criteria.op, "value": write_value(ValueKind.MONEY, criteria.amount)}
    if criteria.within is not None:
        assert not isinstance(criteria.within, Between), "settled criteria are not kept"
        said["within"] = write_within(criteria.within)
    if isinstance(criteria, Counted) and criteria.where:
        fields = HAPPENINGS[criteria.event].fields
        said["where"] = {one.fact: _write_comparison(one, fields[one.fact]) for one in criteria.where}
    return said


def load_criteria(text: str, facts: Mapping[str, Fact] = FACTS) -> Criteria:
    """Parse criteria from a stored JSON text. Raises BadCriteria."""
    return read_criteria(json.loads(text), facts=facts)


def dump_criteria(criteria: Criteria) -> str:
    """Return the JSON text that ``load_criteria`` parses to these criteria."""
    return json.dumps(write_criteria(criteria), ensure_ascii=False)


def _write_comparison(compared: Compared, kind: ValueKind) -> dict[str, object]:
    value = compared.value
    if isinstance(value, tuple):
        return {"op": compared.op, "value": [write_value(kind, one) for one in value]}
    return {"op": compared.op, "value": write_value(kind, value)}


def _count(document: object, path: str) -> tuple[str, int]:
    said = _object(document, path, 'an object with "op" and "value"')
    _require_only(said, ("op", "value"), path)
    op, value = said.get("op"), said.get("value")
    if not isinstance(op, str) or op not in COUNTING:
        raise BadCriteria(_append_name(path, "op"), f"must be one of {' '.join(COUNTING)}")
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or not _is_count(value):
        raise BadCriteria(_append_name(path, "value"), f"must be a whole number from 0 to {MOST_COUNTED}")
    return op, int(value)


def _is_count(value: int | float | Decimal) -> bool:
    """Return True for a whole number: JSON does not distinguish 3 from 3.0."""
    return 0 <= value <= MOST_COUNTED and value == int(value)


def _check_choices(compared: Compared, choices: tuple[str, ...], path: str) -> None:
    several = compared.values
    if choices and compared.op != "exists" and not set(several) <= set(choices):
        raise BadCriteria(_append_name(path, "value"), f"must be one of {', '.join(choices)} for {compared.fact}")


def _object(document: object, path: str, wanted: str) -> Mapping[str, object]:
    if not isinstance(document, dict):
        raise BadCriteria(path, f"must be {wanted}")
    return document


def _require_only(said: Mapping[str, object], known: tuple[str, ...] | list[str], path: str) -> None:
    for name in said:
        if name not in known:
            raise BadCriteria(_append_name(path, str(name)[:40]), f"is not known here; known are {', '.join(known)}")


def _append_name(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
