"""Ids sort by time and never repeat; an event's id is the same whenever it is told."""

from __future__ import annotations

import random
from contextlib import nullcontext
from datetime import timedelta
from uuid import RFC_4122, UUID

from hypothesis import given
from hypothesis import strategies as st

from bot.clock import PushedClock
from bot.correlation import follow_cause
from bot.ids import Ids
from tests.conftest import START


def milliseconds(identity: UUID) -> int:
    return identity.int >> 80


@given(pushes=st.lists(st.sampled_from([0, 0, 0, 1, 999, 86_400_000]), max_size=50), seed=st.integers(0, 9))
def test_ids_grow_and_tell_their_time(pushes: list[int], seed: int) -> None:
    clock = PushedClock(START)
    ids = Ids(clock, random.Random(seed).getrandbits)
    made = []
    for push in pushes:
        clock.push(clock.now() + timedelta(milliseconds=push))
        made.append(ids.make())
        assert milliseconds(made[-1]) == int(clock.now().timestamp() * 1000)
        assert (made[-1].version, made[-1].variant) == (7, RFC_4122)
    assert made == sorted(set(made))
    assert [one.bytes for one in made] == sorted(one.bytes for one in made)


def test_a_hundred_thousand_in_one_millisecond_grow() -> None:
    ids = Ids(PushedClock(START))
    made = [ids.make() for _ in range(100_000)]
    assert made == sorted(set(made))
    assert milliseconds(made[0]) == milliseconds(made[-1])


def test_the_largest_tail_runs_over_into_the_next_millisecond() -> None:
    ids = Ids(PushedClock(START), lambda bits: (1 << bits) - 1)
    made = [ids.make() for _ in range(5)]
    assert made == sorted(set(made))


def test_two_processes_do_not_meet() -> None:
    first, second = Ids(PushedClock(START)), Ids(PushedClock(START))
    assert {first.make() for _ in range(1_000)}.isdisjoint({second.make() for _ in range(1_000)})


@given(
    steps=st.lists(st.tuples(st.sampled_from([0, 0, 0, 1]), st.sampled_from([None, 0, 1, 2])), max_size=60),
    seed=st.integers(0, 9),
)
def test_what_follows_ends_alike_and_still_grows(steps: list[tuple[int, int | None]], seed: int) -> None:
    clock, random_ = PushedClock(START), random.Random(seed)
    ids = Ids(clock, random_.getrandbits)
    causes = [UUID(int=random_.getrandbits(128)) for _ in range(2)] + [UUID(int=(1 << 128) - 1)]
    made = []
    for push, which in steps:
        clock.push(clock.now() + timedelta(milliseconds=push))
        with follow_cause(causes[which]) if which is not None else nullcontext():
            made.append(ids.make())
        if which is not None:
            assert str(made[-1])[-12:] == str(causes[which])[-12:]
        assert (made[-1].version, made[-1].variant) == (7, RFC_4122)
    assert made == sorted(set(made))


def test_one_thing_may_cause_much_in_a_moment() -> None:
    ids = Ids(PushedClock(START))
    with follow_cause(UUID(int=7)):
        made = [ids.make() for _ in range(100_000)]
    assert made == sorted(set(made))
    assert milliseconds(made[0]) == milliseconds(made[-1])
