"""Whatever is sent under a shop's signature is read or unreadable, and nothing else happens."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.channel import Unreadable
from tests.bot.stores.payloads import NOW, SAMPLES, shop, values, webhook

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(10**18, 10**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec=None), max_size=20)
    | st.sampled_from(
        ["", "1e400", "-5", "javascript:1", "\u0000", "0001-01-01T00:00:00+23:59", "http://[", "9" * 300]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


def places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in a document, its root too."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in places(one, (*path, key)))]


def put(value: Any, path: tuple[str | int, ...], new: object) -> Any:
    """The document with another value in one place."""
    if not path:
        return new
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = put(value[path[0]], path[1:], new)
    return copy


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, object]:
    """A webhook of ours with up to three places changed to something else."""
    topic = draw(st.sampled_from(sorted(SAMPLES)))
    payload: Any = SAMPLES[topic]
    for _ in range(draw(st.integers(1, 3))):
        payload = put(payload, draw(st.sampled_from(places(payload))), draw(JSON))
    return topic, payload


@settings(max_examples=400, deadline=None)
@given(mutations())
def test_a_mutated_webhook_is_read_or_unreadable_and_nothing_else(case: tuple[str, object]) -> None:
    topic, payload = case
    try:
        readings = shop().read(webhook(topic, json.dumps(payload).encode()), NOW)
    except Unreadable as unreadable:
        str(unreadable).encode()
        return
    for value in values(tuple(reading.event for reading in readings)):
        if isinstance(value, str):
            assert "\x00" not in value.encode().decode()
        if isinstance(value, datetime):
            assert value.tzinfo is UTC
            assert value <= NOW
        if isinstance(value, int):
            assert 0 <= value <= 10**16


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(SAMPLES)), st.binary(max_size=60))
def test_any_bytes_are_read_or_unreadable(topic: str, body: bytes) -> None:
    with contextlib.suppress(Unreadable):
        shop().read(webhook(topic, body), NOW)
