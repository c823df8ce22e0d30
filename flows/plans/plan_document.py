"""Shared parsers for the fields of a plan's JSON, and their error."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")


class BadPlan(ValueError):
    """Invalid terms: ``path`` says where (``steps[1].wait``), ``problem`` what is wrong and what is expected."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path or 'plan'}: {problem}")
        self.path = path
        self.problem = problem


def read_object(document: object, path: str, keys: tuple[str, ...]) -> Mapping[str, Any]:
    """Return a JSON object that has only these keys. Raises BadPlan."""
    if not isinstance(document, dict):
        raise BadPlan(path, "must be an object")
    if unknown := sorted(set(document) - set(keys)):
        raise BadPlan(f"{path}.{unknown[0]}".lstrip("."), f"is not known; there are {', '.join(keys)}")
    return document


def read_whole(value: object, path: str, least: int, most: int) -> int:
    """Return a whole number within these bounds. Raises BadPlan."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise BadPlan(path, f"must be a whole number from {least} to {most}")
    return value


def read_one_of(value: object, path: str, kind: Callable[[Any], T]) -> T:
    """Return a member of an enumeration by its value. Raises BadPlan."""
    try:
        return kind(value)
    except ValueError:
        known: Iterable[Any] = kind  # type: ignore[assignment]
        raise BadPlan(path, f"must be one of {', '.join(one.value for one in known)}") from None
