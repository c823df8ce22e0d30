"""Token buckets: a burst, then a rate, and no more of them than are kept."""

from datetime import timedelta

from handlers.engine.rate_limits import Buckets, Rate
from tests.conftest import START


def after(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def test_a_burst_and_then_a_rate() -> None:
    buckets = Buckets(Rate(a_second=0.5, burst=3))
    assert [buckets.take("a", START) for _ in range(5)] == [0, 0, 0, 2, 2]
    assert buckets.take("b", START) == 0
    assert [buckets.wait("a", START + after(seconds)) for seconds in (0, 1, 1.5, 2)] == [2, 1, 1, 0]
    assert [buckets.take("a", START + after(4)) for _ in range(3)] == [0, 0, 2]


def test_a_bucket_is_never_more_than_full() -> None:
    buckets = Buckets(Rate(a_second=1, burst=2))
    buckets.take("a", START)
    assert [buckets.take("a", START + after(3600)) for _ in range(3)] == [0, 0, 1]


def test_the_longest_unused_are_forgotten() -> None:
    buckets = Buckets(Rate(a_second=1, burst=1), most=2)
    for who in ("a", "b", "c"):
        buckets.take(who, START)
    assert [buckets.wait(who, START) for who in ("a", "b", "c")] == [0, 1, 1]
