"""Whatever is sent under a shop's signature is read or unreadable, and nothing else happens."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.channel import Unreadable
from tests.bot.stores.mutations import mutated
from tests.bot.stores.payloads import NOW, SAMPLES, shop, values, webhook


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, object]:
    """A webhook of ours with up to three places changed to something else."""
    topic = draw(st.sampled_from(sorted(SAMPLES)))
    return topic, draw(mutated(SAMPLES[topic]))


@settings(max_examples=120, deadline=None)
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


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(sorted(SAMPLES)), st.binary(max_size=60))
def test_any_bytes_are_read_or_unreadable(topic: str, body: bytes) -> None:
    with contextlib.suppress(Unreadable):
        shop().read(webhook(topic, body), NOW)
