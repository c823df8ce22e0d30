"""What a shop takes back with a word of regret and no name: what it promised a moment ago, and nothing followed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from flows.sourcing.desk.requests import Request
from handlers.sourcing.shop.regretted import regretted

NOW = datetime(2026, 3, 2, 11, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def asked(number: str, item: str) -> Request:
    return Request(UUID(int=int(number)), number, "a", item, "", 1, 0, "INR", NOW + DAY, NOW + DAY, round=1)


def promised(number: str, item: str, ago: timedelta) -> Request:
    return replace(asked(number, item), said="yes", outcome="yours", kept=1, answered_at=NOW - ago)


@pytest.mark.parametrize(
    ("ago", "taken"),
    [
        pytest.param(timedelta(0), True, id="just now"),
        pytest.param(30 * MINUTE, True, id="half an hour"),
        pytest.param(31 * MINUTE, False, id="longer ago"),
        pytest.param(DAY, False, id="yesterday"),
    ],
)
def test_only_what_was_promised_just_now(ago: timedelta, taken: bool) -> None:
    box = promised("1", "Jewellery Box", ago)
    assert regretted("sorry, dont have it after all", [box, asked("2", "Taj Mug")], NOW) == ([box] if taken else [])


def test_not_where_something_was_answered_since() -> None:
    box = promised("1", "Jewellery Box", 5 * MINUTE)
    denied = replace(asked("2", "Taj Mug"), said="no", outcome="no", answered_at=NOW - MINUTE)
    assert regretted("sorry, dont have it after all", [box, denied], NOW) == []
    before = replace(denied, answered_at=NOW - 6 * MINUTE)
    assert regretted("sorry, dont have it after all", [box, before], NOW) == [box]


def test_a_name_counts_however_long_ago() -> None:
    box = promised("1", "Jewellery Box", DAY)
    assert regretted("sorry box nahi hai", [box], NOW) == [box]
