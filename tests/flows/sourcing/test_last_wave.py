"""A wave that ends when the time to answer does: what is there is there, and the order does not stand still."""

from __future__ import annotations

from datetime import timedelta

from flows.sourcing.ask import Says
from flows.sourcing.status import Status
from tests.flows.sourcing.play import CONNAUGHT, Play, sourcing

HOUR = timedelta(hours=1)


def last() -> Play:
    """All are asked at once, and reminded when their time to answer is over."""
    return Play(settings=sourcing(wave=4, next_wave_after=24 * HOUR)).reserve()


def test_nobody_answered() -> None:
    assert last().wait("wave").status == Status.UNAVAILABLE


def test_a_part_was_offered() -> None:
    play = last().says(CONNAUGHT, Says.PART, 1)
    assert play.wait("wave").status == Status.PART_AVAILABLE
