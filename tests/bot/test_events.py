"""Every kind of event is known to the store, comes back as it was, and holds nobody's name once it is nameless."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import pytest

import flows
import handlers
from bot.conversations import EVENTS
from flows.events import Event
from flows.events.event import NAMES_NOBODY
from flows.money import Money
from storage.erasure.order_names import PersonScrub
from storage.erasure.traces import Traces
from storage.identity.identity import Identity
from storage.sql import json_codec
from storage.sql.json_codec import EventTypes
from tests.cases import each

NAME, PHONE, MAIL = "Zephyrine Quill", "+13145550142", "zephyrine@quill.example"
TRACES = Traces([Identity("sms", PHONE), Identity("email", MAIL)], [NAME])
PLAIN: Mapping[Any, object] = {
    int: 1,
    bool: True,
    datetime: datetime(2026, 3, 2, 15, tzinfo=UTC),
    timedelta: timedelta(hours=1),
    Decimal: Decimal(1),
    UUID: UUID(int=1),
    Money: Money(1_000_000, "USD"),
}
everyone = pytest.mark.parametrize("kind", EVENTS.kinds, ids=lambda kind: kind.TYPE)


def filled(hint: Any, text: str, code: str = "code") -> Any:
    """A value of the type with ``text`` in all that may name somebody, and ``code`` in what names nobody."""
    made, parts = get_origin(hint), get_args(hint)
    if hint in PLAIN:
        return PLAIN[hint]
    if hint is str:
        return text
    if made is Annotated:
        return filled(parts[0], code if NAMES_NOBODY in parts[1:] else text, code)
    if made in {Union, UnionType}:
        return filled(next(part for part in parts if part is not NoneType), text, code)
    if made is tuple:
        return tuple(filled(part, text, code) for part in parts if part is not Ellipsis)
    if made is not None and issubclass(made, Mapping):
        return {text: text}
    if issubclass(hint, Enum):
        return next(iter(hint))
    assert is_dataclass(hint), f"say in this test what a {hint} is filled with"
    assert isinstance(hint, type)
    hints = get_type_hints(hint, include_extras=True)
    return hint(**{field.name: filled(hints[field.name], text, code) for field in fields(hint)})


def texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every text in a value, with the field that it stands in."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        yield from ((place, text) for pair in value.items() for text in pair if isinstance(text, str))
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one, place)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name), f"{place}.{field.name}")


def kinds() -> Iterator[type[Event]]:
    """Every class of an event that is declared in any module, but for those that others are made from."""
    for package in (flows, handlers):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    below = [Event]
    while below:
        made = below.pop().__subclasses__()
        found = {one for one in made if getattr(sys.modules[one.__module__], one.__name__, None) is one}
        below += found  # not those that dataclass() made anew
        yield from (one for one in found if not one.__subclasses__())


def test_every_kind_of_event_is_known_to_the_store() -> None:
    unknown = {*kinds()} - {*EVENTS.kinds}
    assert not unknown, (
        f"{', '.join(sorted(f'{kind.__module__}.{kind.__name__}' for kind in unknown))}: give it a TYPE of its own, "
        "and put it on the tuple EVENTS of its module, which a conversation has in its `events`"
    )


def test_two_kinds_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="one TYPE"):
        EventTypes([*EVENTS.kinds, EVENTS.kinds[0]])


@everyone
def test_what_is_stored_comes_back_as_it_was(kind: type[Event]) -> None:
    event = filled(kind, NAME)
    assert EVENTS.load(kind.TYPE, json_codec.dump(event)) == event


@everyone
@pytest.mark.parametrize("text", [NAME, f"call {PHONE}", MAIL], ids=["name", "phone", "mail"])
def test_a_nameless_event_names_nobody(kind: type[Event], text: str) -> None:
    nameless = filled(kind, text).drop_names(PersonScrub(TRACES, lambda name: f"{len(name):x}"))
    kept = [] if nameless is None else [place for place, told in texts(nameless, kind.__name__) if TRACES.name(told)]
    assert not kept, (
        f"{', '.join(kept)} still holds what it was told of a person: take it out in {kind.__name__}.nameless(), or "
        "declare the field a Code (flows/events/event.py) where it can name no customer"
    )


@each("kind", [kind for kind in EVENTS.kinds if kind.STILL_HEARD], ids=lambda kind: kind.TYPE)
def test_what_is_heard_after_an_erasure_is_kept_without_names(kind: type[Event]) -> None:
    assert filled(kind, NAME).drop_names(PersonScrub(TRACES, str)) is not None
