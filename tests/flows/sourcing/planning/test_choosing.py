"""Which shops are asked first: as a table of pairs, and what holds for all of them."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sourcing.planning.shop_choice import Candidate, compute_chance, rank, score_candidate
from tests.cases import each

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
A, B, C = (UUID(int=number) for number in (1, 2, 3))


def shop(id_: UUID = A, stated: int | None = None, age: timedelta = timedelta(0), **values: object) -> Candidate:
    at = None if stated is None else NOW - age
    return replace(Candidate(id_, stated, at), **values)  # type: ignore[arg-type]


FIRST = {
    "fresh stock before one that said no": (shop(B, 3, HOUR), shop(A, 0, HOUR), 1),
    "fresh stock before a good record": (shop(B, 3, HOUR), shop(A, asked=20, yes=15), 1),
    "enough before too few": (shop(B, 2), shop(A, 1), 2),
    "too few before none": (shop(B, 1), shop(A, 0), 2),
    "one piece is enough for one": (shop(A, 1), shop(B, 5), 1),
    "fresh stock before older": (shop(B, 3, HOUR), shop(A, 3, 5 * DAY), 1),
    "a good record before an old word": (shop(B, asked=20, yes=20), shop(A, 3, 30 * DAY), 1),
    "an old no is forgotten": (shop(B, 0, 30 * DAY, asked=20, yes=20), shop(A), 1),
    "a good record before none": (shop(B, asked=4, yes=4), shop(A), 1),
    "none before a bad one": (shop(B), shop(A, asked=4, yes=0), 1),
    "a longer record before a short one": (shop(B, asked=20, yes=20), shop(A, asked=1, yes=1), 1),
    "the quicker of two": (shop(B, median_reply=5 * MINUTE), shop(A, median_reply=5 * HOUR), 1),
    "likelier before quicker": (shop(B, 3, median_reply=20 * HOUR), shop(A, median_reply=MINUTE), 1),
    "open before closed": (shop(B), shop(A, closed_until=NOW + HOUR), 1),
    "opens sooner": (shop(B, closed_until=NOW + HOUR), shop(A, closed_until=NOW + 3 * HOUR), 1),
    "has it in the morning before had none an hour ago": (
        shop(B, 3, HOUR, closed_until=NOW + 14 * HOUR),
        shop(A, 0, HOUR),
        1,
    ),
    "a clock that is ahead": (shop(B, 3, -HOUR), shop(A), 1),
    "equals by their ids": (shop(A), shop(B), 1),
}


@each(("first", "second", "wanted"), FIRST.values(), ids=FIRST)
def test_who_is_asked_first(first: Candidate, second: Candidate, wanted: int) -> None:
    assert rank([second, first], wanted, NOW) == (first.shop, second.shop)


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (NOW - HOUR, (A, B)),
        (NOW + 24 * HOUR, (B, A)),
        (NOW + 24 * HOUR + MINUTE, (B,)),
        (NOW + 7 * DAY, (B,)),
    ],
    ids=["is back", "opens tomorrow", "opens too late", "on holiday"],
)
def test_who_is_away_is_left_out(until: datetime, expected: tuple[UUID, ...]) -> None:
    assert rank([shop(A, closed_until=until), shop(B)], 1, NOW) == expected


def test_how_long_may_be_waited_for_a_shop() -> None:
    closed = shop(A, closed_until=NOW + HOUR)
    assert rank([closed], 1, NOW, timedelta(0)) == ()
    assert rank([closed], 1, NOW, HOUR) == (A,)


@each(
    ("candidate", "expected"),
    [
        (shop(), 0.5),
        (shop(asked=8, yes=4), 0.5),
        (shop(asked=2, yes=2), 0.75),
        (shop(stated=4), 0.95),
        (shop(stated=1), 0.5),
        (shop(stated=0), 0.02),
        (shop(stated=4, age=3 * DAY), 0.725),
        (shop(stated=0, age=6 * DAY, asked=2, yes=2), 0.5675),
    ],
)
def test_a_chance(candidate: Candidate, expected: float) -> None:
    assert compute_chance(candidate, 2, NOW) == pytest.approx(expected)


@st.composite
def candidates(draw: st.DrawFn) -> Candidate:
    asked = draw(st.integers(0, 50))
    stated = draw(st.none() | st.integers(0, 20))
    reply = draw(st.none() | st.integers(0, 3000))
    closed = draw(st.none() | st.integers(-600, 3000))
    return Candidate(
        UUID(int=draw(st.integers(0, 2**64))),
        stated,
        None if stated is None else NOW - draw(st.integers(-60, 60 * 24 * 60)) * MINUTE,
        asked,
        draw(st.integers(0, asked)),
        None if reply is None else reply * MINUTE,
        None if closed is None else NOW + closed * MINUTE,
    )


LISTS = st.lists(candidates(), max_size=12, unique_by=lambda one: one.shop)


@given(LISTS, st.integers(1, 20), st.randoms(use_true_random=False))
def test_the_order_does_not_hang_on_how_they_are_given(
    given_: list[Candidate], wanted: int, chosen: random.Random
) -> None:
    shuffled = list(given_)
    chosen.shuffle(shuffled)
    ranked = rank(given_, wanted, NOW)
    assert ranked == rank(shuffled, wanted, NOW)
    away = {one.shop for one in given_ if one.closed_until is not None and one.closed_until > NOW + DAY}
    assert sorted(ranked) == sorted({one.shop for one in given_} - away)


@given(LISTS, st.integers(1, 20), st.integers(0, 60), st.integers(0, 60))
def test_an_open_shop_with_fresh_stock_is_never_behind_one_that_said_no_within_the_hour(
    others: list[Candidate], wanted: int, has_age: int, no_age: int
) -> None:
    has = [replace(one, stated=wanted, stated_at=NOW - has_age * MINUTE, closed_until=None) for one in others[::2]]
    none = [replace(one, stated=0, stated_at=NOW - no_age * MINUTE) for one in others[1::2]]
    ranked = rank([*none, *has], wanted, NOW)
    assert set(ranked[: len(has)]) == {one.shop for one in has}


@given(candidates(), st.integers(1, 20), st.integers(1, 10**5))
def test_what_is_better_of_one_shop_never_lowers_it(one: Candidate, wanted: int, minutes: int) -> None:
    before = score_candidate(one, wanted, NOW)
    assert 0 < before < 1
    assert score_candidate(replace(one, asked=one.asked + 1, yes=one.yes + 1), wanted, NOW) >= before
    assert score_candidate(replace(one, closed_until=None), wanted, NOW) >= before
    slower = replace(one, median_reply=(one.median_reply or HOUR) + minutes * MINUTE)
    assert score_candidate(slower, wanted, NOW) <= before
    if one.stated is not None:
        assert score_candidate(replace(one, stated=one.stated + minutes), wanted, NOW) >= before
