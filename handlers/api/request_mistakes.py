"""Mistakes in a request, as text: what is wrong, where, and a valid value."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pydantic_core import ErrorDetails, ValidationError

MOST = 5
"""The most mistakes in one answer; callers with more read the documentation first."""

_MEMBER = re.compile(r"<\w+\.\w+: ('[^']*')>")  # a member of an enum, as pydantic writes it
_OBJECT = "is not an object"
_UUID = "is not an id, 36 characters like 019cd3a6-5c1e-7f1a-9d5e-2b8f3c6a7d10"
# The kinds of mistakes of our models: https://docs.pydantic.dev/latest/errors/validation_errors/
_WORDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = MappingProxyType(
    {
        "extra_forbidden": lambda _: "is not a known field; check its spelling",
        "missing": lambda _: "is missing",
        "string_type": lambda _: "is not text",
        "string_too_short": lambda _: "is empty",
        "string_too_long": lambda limits: f"is longer than {limits['max_length']} characters",
        "string_pattern_mismatch": lambda _: "is blank",
        "enum": lambda limits: _describe_expected(limits["expected"]),
        "literal_error": lambda limits: _describe_expected(limits["expected"]),
        "dict_type": lambda _: _OBJECT,
        "list_type": lambda _: "is not a list",
        "too_short": lambda limits: (
            "is empty" if limits["actual_length"] == 0 else f"has fewer than {limits['min_length']} {_say_unit(limits)}"
        ),
        "too_long": lambda limits: f"has more than {limits['max_length']} {_say_unit(limits)}",
        "model_type": lambda _: _OBJECT,
        "model_attributes_type": lambda _: _OBJECT,
        "int_type": lambda _: "is not a whole number",
        "int_parsing": lambda _: "is not a whole number",
        "int_parsing_size": lambda _: "is too large a number",
        "int_from_float": lambda _: "is not a whole number",
        "greater_than_equal": lambda limits: f"is less than {limits['ge']}",
        "less_than_equal": lambda limits: f"is more than {limits['le']}",
        "uuid_type": lambda _: _UUID,
        "uuid_parsing": lambda _: _UUID,
        "value_error": lambda limits: str(limits["error"]),
    }
)


@dataclass(frozen=True, slots=True)
class RequestMistake:
    """A mistake at ``field`` ("" is the whole, ``items[2].price`` a part), and the value there in an example."""

    field: str
    words: str
    example: str

    @classmethod
    def of(cls, found: ErrorDetails, example: Mapping[str, Any], within: str = "") -> RequestMistake:
        """Convert a pydantic mistake in a value ``within`` a field.

        A part of its path in parentheses is pydantic's choice of a model, not a field.
        """
        say = _WORDS.get(found["type"])
        words = say(found.get("ctx", {})) if say else f"cannot be used: {found['msg'].lower()}"
        loc = tuple(part for part in (within, *found["loc"]) if part != "" and not str(part).startswith("("))
        return cls(_path(loc), words, _right(loc, example))

    def __str__(self) -> str:
        told = f"{self.field} {self.words}".strip()
        return f"{told} (as in {self.example})" if self.example else told


def list_mistakes(error: ValidationError, example: Mapping[str, Any], within: str = "") -> list[RequestMistake]:
    """Return all mistakes that pydantic found, without the values that were sent."""
    return [RequestMistake.of(found, example, within) for found in error.errors(include_url=False, include_input=False)]


def join_mistakes(mistakes: Sequence[RequestMistake]) -> str:
    """Format all mistakes in one line."""
    more = f"; and {len(mistakes) - MOST} more" if len(mistakes) > MOST else ""
    return "; ".join(str(mistake) for mistake in mistakes[:MOST]) + more


def name_json_type(value: object) -> str:
    """Return the name of the type of a JSON value that is not an object."""
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case str():
            return "text"
        case list():
            return "a list"
    return "a number"


def _say_unit(limits: Mapping[str, Any]) -> str:
    """Return the unit of a length; pydantic calls a text "Value" if it was validated before its length was checked."""
    return "characters" if limits["field_type"] == "Value" else "entries"


def _describe_expected(expected: str) -> str:
    there_are = _list_expected(expected)
    return f"is none of {there_are}" if ", " in there_are else f"is not {there_are}"


def _list_expected(expected: str) -> str:
    """Format pydantic's ``'a', 'b' or 'c'`` without its quotes and without a blank choice, which means none."""
    expected = _MEMBER.sub(r"\1", expected)
    return ", ".join(one for one in expected.replace("'", "").replace(" or ", ", ").split(", ") if one)


def _path(loc: Sequence[int | str]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc).removeprefix(".")


def _right(loc: Sequence[int | str], example: Mapping[str, Any]) -> str:
    """Format ``"field": value`` from an example; "" if it has none."""
    value: Any = example
    for part in loc:
        if not isinstance(value, Mapping) or part not in value:
            return ""
        value = value[part]
    return f'"{loc[-1]}": {_short(value)}' if loc else ""


def _short(value: object) -> str:
    """Format a value as JSON; of an object only the first field."""
    if isinstance(value, Mapping) and value:
        first = next(iter(value))
        return (
            f'{{"{first}": {_short(value[first])}, …}}' if len(value) > 1 else f'{{"{first}": {_short(value[first])}}}'
        )
    return json.dumps(value, ensure_ascii=False)
