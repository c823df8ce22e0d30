"""What conversations and news of release 0.1.0 are stored as is read whole: no part of it falls under the table.

A part that is called otherwise today would not fail where it is read. It would be left out, and what has a value of its
own in its place: an order without its promises, a desk that asked for nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from bot.conversations import CONVERSATIONS, EVENTS
from storage.sql import json_codec
from tests.upgrades.stored import HERE, released

RELEASED = HERE / "release_0_1_0"
STATES = {flow.name: flow.state for flow in CONVERSATIONS.flows.values()}
# What is meant to be read as something else today, as (flow or type, part); whoever changes it says here that it was.
CHANGED = frozenset({("shop_desk", ".asked_since")})  # what was asked last is a row of questions


def parts(stored: object, place: str = "") -> Iterator[tuple[str, object]]:
    """Each value that stands in it, with where it stands: ``.asks.0.shop``. Empty lists are values, too."""
    inside = enumerate(stored) if isinstance(stored, list) else stored.items() if isinstance(stored, dict) else ()
    found = [part for name, one in inside for part in parts(one, f"{place}.{name}")]
    yield from found or [(place, stored)]


def lost(name: str, text: str, read: Callable[[str, str], Any]) -> list[str]:
    """What stands in a stored text, and not in what is read from it."""
    known = dict(parts(json.loads(json_codec.dump(read(name, text)))))
    gone = [place for place, value in parts(json.loads(text)) if place not in known or known[place] != value]
    return [f"{name}{place}" for place in gone if (name, place) not in CHANGED]


@pytest.mark.parametrize(
    ("query", "read", "names"),
    [
        pytest.param(
            "SELECT flow, state FROM runs",
            lambda name, text: json_codec.load(STATES[name], text),
            {"opt_in", "recovery", "shop_desk", "sourcing"},
            id="conversations",
        ),
        pytest.param(
            "SELECT type, data FROM events WHERE data IS NOT NULL AND source <> 'schedule'",
            EVENTS.load,
            {"cart.updated", "desk.asked", "message.received", "order.reserved", "run.called"},
            id="news",
        ),
    ],
)
def test_all_that_stands_there_is_read(query: str, read: Callable[[str, str], Any], names: set[str]) -> None:
    with closing(released(RELEASED)) as left:
        rows = left.execute(query).fetchall()
    assert {name for name, _ in rows} >= names
    assert [part for name, text in rows for part in lost(name, text, read)] == []
