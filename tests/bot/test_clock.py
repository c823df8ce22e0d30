"""Time is a value, and only goes forward."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.clock import Clock, PushedClock, SystemClock

START = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
A_WHILE = timedelta(minutes=5)


def test_the_system_tells_the_time_in_utc() -> None:
    clock: Clock = SystemClock()
    before, now, after = datetime.now(UTC), clock.now(), datetime.now(UTC)
    assert before <= now <= after
    assert now.tzinfo is UTC


@pytest.mark.parametrize("kind", ["system", "pushed"])
def test_elapsed_time_goes_on_from_its_base(kind: str) -> None:
    clock: Clock = SystemClock(START) if kind == "system" else PushedClock(START + A_WHILE, START)
    first, second = clock.get_real_time(), clock.get_real_time()
    assert START <= first <= second < START + A_WHILE


def test_a_pushed_clock_stands_until_it_is_pushed() -> None:
    clock = PushedClock(START)
    assert clock.now() == clock.now() == START
    clock.push((START + A_WHILE).astimezone(timezone(timedelta(hours=9))))
    assert clock.now() == START + A_WHILE
    assert clock.now().tzinfo is UTC
    clock.push(START + A_WHILE)
    assert abs(clock.get_real_time() - datetime.now(UTC)) < A_WHILE


def test_it_is_never_pushed_back() -> None:
    clock = PushedClock(START)
    with pytest.raises(ValueError, match="only moves forward"):
        clock.push(START - timedelta(microseconds=1))
    assert clock.now() == START


@pytest.mark.parametrize("make", [PushedClock, SystemClock, PushedClock(START).push], ids=["start", "base", "push"])
def test_a_time_without_a_zone_is_refused(make: Callable[[datetime], object]) -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        make(START.replace(tzinfo=None))
