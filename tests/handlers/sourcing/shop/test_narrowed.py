"""What a shop leaves of a promise of several things, made a moment ago."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from flows.sourcing.desk.requests import Request
from handlers.sourcing.shop.narrowed import narrowed

NOW = datetime(2026, 3, 2, 11, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def asked(line: str, item: str, quantity: int = 1) -> Request:
    return Request(UUID(int=1), "1234", line, item, "", quantity, 0, "INR", NOW + DAY, NOW + DAY, round=1)


def promised(ago: timedelta = MINUTE) -> list[Request]:
    every = [asked("a", "Baseball Cap", 4), asked("b", "Taj Mug"), asked("c", "Tiger Hoodie")]
    return [replace(one, said="yes", outcome="yours", kept=one.quantity, answered_at=NOW - ago) for one in every]


@pytest.mark.parametrize(
    ("text", "line", "many", "mistaken"),
    [
        ("nahi galti ho gayi, sirf cap 2", "a", 2, True),
        ("cap sirf 2 hai", "a", 2, False),
        ("sorry, only 2 caps", "a", 2, True),
        ("me equivoqué, solo hay 2 cap", "a", 2, True),
        ("गलती हो गई, सिर्फ cap 2", "a", 2, True),
        ("sirf mug hai", "b", 1, False),
        ("only the hoodie", "c", 1, False),
    ],
)
def test_one_thing_alone_is_there(text: str, line: str, many: int, mistaken: bool) -> None:
    found = narrowed(text, promised(), NOW)
    assert found is not None
    assert (found.request.line, found.many, found.mistaken) == (line, many, mistaken)
    assert {one.line for one in found.others} == {"a", "b", "c"} - {line}


@pytest.mark.parametrize(
    "text",
    ["cap 2 hai", "sirf 2", "cap aur mug sirf", "kya sirf cap 2?", "sirf cap 0", "sirf cap 2, mug 3", "haan sab hai"],
)
def test_what_narrows_nothing(text: str) -> None:
    assert narrowed(text, promised(), NOW) is None


def test_what_was_promised_longer_ago_is_not_narrowed() -> None:
    assert narrowed("sirf cap 2", promised(30 * MINUTE), NOW) is not None
    assert narrowed("sirf cap 2", promised(31 * MINUTE), NOW) is None


def test_not_where_the_same_is_asked_for_or_something_was_answered_since() -> None:
    denied = replace(asked("d", "Jewellery Box"), said="no", outcome="no", answered_at=NOW)
    assert narrowed("sirf cap 2", [*promised(), denied], NOW) is None
    assert narrowed("sirf cap 2", [*promised(), asked("e", "Baseball Cap")], NOW) is None
    assert narrowed("sirf cap 2", [*promised(), asked("e", "Jewellery Box")], NOW) is not None
