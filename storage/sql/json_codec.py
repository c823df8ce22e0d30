"""Values to JSON text and back: events, run states, settings. Nothing is ever filtered or joined inside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from pydantic import TypeAdapter

from flows.events.event import Event

T = TypeVar("T")


class EventTypes:
    """The kinds of events in this release, by stored name."""

    def __init__(self, kinds: Iterable[type[Event]]) -> None:
        """Index the kinds by name. Raises ValueError when two share one."""
        self.kinds = tuple(kinds)
        self._by_name = {kind.TYPE: kind for kind in self.kinds}
        if len(self._by_name) != len(self.kinds):
            raise ValueError("two kinds of events have one TYPE")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._by_name)

    @property
    def still_heard(self) -> tuple[str, ...]:
        """Return the kinds that are handled after the person's erasure."""
        return tuple(kind.TYPE for kind in self.kinds if kind.STILL_HEARD)

    def load(self, name: str, text: str) -> Any:
        """Return the event stored under ``name``. Raises KeyError for an unknown one, and as ``load``."""
        return load(self._by_name[name], text)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def dump(value: object) -> str:
    """Return a dataclass value as JSON text."""
    return dump_as(type(value), value)


def dump_as(kind: Any, value: object) -> str:
    """Return a value as JSON text, described by ``kind`` (``tuple[Item, ...]``)."""
    return _adapter(kind).dump_json(value).decode()


def load(kind: type[T], text: str) -> T:
    """Return the value that ``dump`` wrote. Raises pydantic.ValidationError when the text is of another shape."""
    described: Any = kind
    value: T = _adapter(described).validate_json(text)
    return value


def dump_values(values: Mapping[str, Any]) -> str:
    """Return template values as JSON; moments, ids and amounts are tagged to come back unchanged."""
    return json.dumps(dict(values), default=_tag, ensure_ascii=False)


def load_values(text: str | None) -> dict[str, Any]:
    """Return the values that ``dump_values`` wrote; empty for None."""
    return {} if not text else _VALUES.decode(text)


def _tag(value: object) -> dict[str, str]:
    if isinstance(value, datetime):
        return {"$moment": value.isoformat()}
    if isinstance(value, UUID):
        return {"$id": str(value)}
    if isinstance(value, Decimal):
        return {"$number": str(value)}
    raise TypeError(f"{type(value).__name__} is not a template value")


def _untag(found: dict[str, Any]) -> Any:
    if "$moment" in found:
        return datetime.fromisoformat(found["$moment"])
    if "$number" in found:
        return Decimal(found["$number"])
    return UUID(found["$id"]) if "$id" in found else found


_VALUES = json.JSONDecoder(object_hook=_untag)  # ``json.loads`` would make one for each message
