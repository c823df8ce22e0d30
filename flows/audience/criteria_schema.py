"""The JSON schema of criteria (draft 2020-12, https://json-schema.org/draft/2020-12), built from the facts and events.

It refuses what flows/audience/criteria_json.py refuses, except for what a schema cannot express: the nesting, the total
number of conditions, the decimal places of amounts given as numbers, days that a month does not have, and words without
a letter or digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flows.audience import value_patterns
from flows.audience.audience_facts import FACTS, HAPPENINGS, OPS, RETURN_FACTS, TOTAL, Fact, Happening, ValueKind
from flows.audience.calendar_periods import Period
from flows.audience.criteria_json import COUNTING, MOST_CONDITIONS, MOST_COUNTED, MOST_DEEP, MOST_VALUES
from flows.audience.criteria_values import LARGEST, MOST_CHARACTERS, MOST_DAYS

ROOT = "Criteria"
"""The name of the schema of whole criteria; the others are parts of it."""
PROMOTION_ROOT = "PromotionCriteria"
"""The name of the schema of a promotion's audience."""
_Schema = dict[str, Any]
_SEVERAL = ("in", "not_in")
_NAME = {"type": "string", "minLength": 1, "maxLength": MOST_CHARACTERS, "pattern": value_patterns.NAME}
_END: _Schema = {
    "anyOf": [
        {"type": "string", "pattern": one} for one in (value_patterns.MOMENT, value_patterns.DAY, value_patterns.LENGTH)
    ]
}
_DEFINED: Mapping[str, _Schema] = {
    "CriteriaNumber": {
        "description": "a number, or one in digits",
        "anyOf": [
            {"type": "number", "minimum": -int(LARGEST), "maximum": int(LARGEST)},
            {"type": "string", "pattern": value_patterns.NUMBER},
        ],
    },
    "CriteriaDays": {
        "description": "days, whole or not",
        "anyOf": [
            {"type": "number", "minimum": -MOST_DAYS, "maximum": MOST_DAYS},
            {"type": "string", "pattern": value_patterns.DAYS},
        ],
    },
    "CriteriaAmount": {
        "description": "money in the business's currency, with at most six places",
        "anyOf": [
            {"type": "number", "minimum": -int(LARGEST), "maximum": int(LARGEST)},
            {"type": "string", "pattern": value_patterns.AMOUNT},
        ],
    },
    "CriteriaMoment": {
        "description": "a moment with its zone, or a day, which begins at midnight in the business's",
        "anyOf": [
            {"type": "string", "pattern": value_patterns.MOMENT},
            {"type": "string", "pattern": value_patterns.DAY},
        ],
    },
    "CriteriaLength": {
        "description": 'a stretch of time: "30d", "36h"',
        "type": "string",
        "pattern": value_patterns.LENGTH,
    },
    "CriteriaPeriod": {
        "description": "a period of the calendar in the business's zone; weeks begin on Monday",
        "enum": [one.value for one in Period],
    },
    "CriteriaStretch": {
        "description": "the time between two ends: a moment, a day, or a duration ago; one is optional",
        "type": "object",
        "properties": {name: _END for name in ("from", "until")},
        "additionalProperties": False,
        "minProperties": 1,
    },
    "CriteriaName": {"description": "a word or a code", **_NAME},
}
_OF_KIND = {
    ValueKind.NUMBER: "CriteriaNumber",
    ValueKind.NUMBERS: "CriteriaNumber",
    ValueKind.MONEY: "CriteriaAmount",
    ValueKind.DAYS: "CriteriaDays",
    ValueKind.MOMENT: "CriteriaMoment",
}


def make_criteria_schemas(within: str = "#/$defs/") -> Mapping[str, _Schema]:
    """Return all schemas by name, ROOT among them; ``within`` is the prefix of references between them."""
    return _Schemas(within).build_all()


def make_promotion_schemas(within: str = "#/$defs/") -> Mapping[str, _Schema]:
    """Return the same schemas, and PROMOTION_ROOT: criteria that may also ask the facts of a completed return."""
    return _Schemas(within).build_promotions()


class _Schemas:
    def __init__(self, within: str) -> None:
        self._within = within

    def build_all(self) -> Mapping[str, _Schema]:
        leaves = self._build_leaves()
        return {ROOT: self._root(ROOT, leaves), **leaves, **_DEFINED}

    def build_promotions(self) -> Mapping[str, _Schema]:
        returned = {f"Criteria{_make_title(one.name)}": self._fact((one,)) for one in RETURN_FACTS.values()}
        root = self._root(PROMOTION_ROOT, (*self._build_leaves(), *returned))
        return {**self.build_all(), PROMOTION_ROOT: root, **returned}

    def _build_leaves(self) -> dict[str, _Schema]:
        facts = {f"Criteria{_make_title(name)}": self._fact(several) for name, several in _group_alike().items()}
        return facts | {f"Criteria{_make_title(one.name)}": self._event(one) for one in HAPPENINGS.values()}

    def _root(self, name: str, leaves: Iterable[str]) -> _Schema:
        of = {"type": "array", "maxItems": MOST_CONDITIONS, "items": self._ref(name)}
        trees = [_object({key: value}) for key, value in (("all", of), ("any", of), ("not", self._ref(name)))]
        return {
            "description": f"at most {MOST_DEEP} deep, with at most {MOST_CONDITIONS} conditions in all",
            "anyOf": [*trees, *map(self._ref, leaves)],
        }

    def _ref(self, name: str) -> _Schema:
        return {"$ref": self._within + name}

    def _fact(self, several: tuple[Fact, ...]) -> _Schema:
        names: _Schema = {"enum": [one.name for one in several]}
        return self._make_comparison(several[0].kind, several[0].choices, {"fact": names})

    def _event(self, one: Happening) -> _Schema:
        fields = {name: self._field(kind) for name, kind in one.fields.items()}
        count = _object(
            {"op": {"enum": list(COUNTING)}, "value": {"type": "integer", "minimum": 0, "maximum": MOST_COUNTED}}
        )
        asked: dict[str, _Schema] = {
            "event": {"const": one.name},
            "within": {"anyOf": [*self._times(), {"type": "null"}]},
        }
        counted = _object({**asked, "count": count, "where": _object(fields, required=())}, required=("event",))
        if TOTAL not in one.fields:
            return counted
        money = _object({"op": {"enum": list(COUNTING)}, "value": self._value(ValueKind.MONEY, ())})
        return {"anyOf": [counted, _object({**asked, "sum": money}, required=("event", "sum"))]}

    def _field(self, kind: ValueKind) -> _Schema:
        """Return a plain value, a list of them, or a comparison."""
        value = self._value(kind, ())
        return {"anyOf": [value, _make_array(value), self._make_comparison(kind, (), {})]}

    def _make_comparison(self, kind: ValueKind, choices: tuple[str, ...], beside: Mapping[str, _Schema]) -> _Schema:
        """Return the schema of a comparison of that kind: each operator with its values, plus the fields in
        ``beside``."""
        ways = [{"properties": {"op": {"enum": list(ops)}, "value": value}} for ops, value in self._ways(kind, choices)]
        return _object({**beside, "op": {"enum": list(OPS[kind])}, "value": {}}) | {"anyOf": ways}

    def _ways(self, kind: ValueKind, choices: tuple[str, ...]) -> Iterable[tuple[tuple[str, ...], _Schema]]:
        value, length = self._value(kind, choices), self._ref("CriteriaLength")
        apart = {"exists", "within", "before", *_SEVERAL}
        yield tuple(op for op in OPS[kind] if op not in apart), value
        yield ("exists",), {"type": "boolean"}
        if kind is ValueKind.MOMENT:
            yield ("within",), {"anyOf": self._times()}
            yield ("before",), {"anyOf": [value, length]}
        else:
            yield _SEVERAL, _make_array(value)

    def _times(self) -> list[_Schema]:
        return [self._ref(f"Criteria{one}") for one in ("Length", "Period", "Stretch")]

    def _value(self, kind: ValueKind, choices: tuple[str, ...]) -> _Schema:
        if choices:
            return {"type": "string", "pattern": rf"^\s*(?:{'|'.join(choices)})\s*$", "maxLength": MOST_CHARACTERS}
        return self._ref(_OF_KIND.get(kind, "CriteriaName"))


def _group_alike() -> Mapping[str, tuple[Fact, ...]]:
    """Group the facts that have the same operators and values, by kind; a fact with choices is a group of its own."""
    found: dict[str, tuple[Fact, ...]] = {}
    for one in FACTS.values():
        name = one.name if one.choices else f"{_OF_KIND.get(one.kind, 'CriteriaName').removeprefix('Criteria')} fact"
        found[name] = (*found.get(name, ()), one)
    return found


def _make_array(value: _Schema) -> _Schema:
    return {"type": "array", "minItems": 1, "maxItems": MOST_VALUES, "items": value}


def _object(properties: Mapping[str, _Schema], required: Iterable[str] | None = None) -> _Schema:
    """Return the schema of an object with only these properties; all are required unless ``required`` lists fewer."""
    wanted = list(properties if required is None else required)
    return {
        "type": "object", "properties": dict(properties), "additionalProperties": False,
        **({"required": wanted} if wanted else {}),
    }  # fmt: skip


def _make_title(name: str) -> str:
    return "".join(part.capitalize() for part in name.replace(".", " ").replace("_", " ").split())
