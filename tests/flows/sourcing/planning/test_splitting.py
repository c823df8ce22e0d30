"""Splitting an order: what is covered, in which order the goals count, and what odd input comes to."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sourcing.planning import highs_split, split_solver
from flows.sourcing.planning.split_solver import Holding, Method, Need, Share, Split, Weights, split
from tests.cases import each

HOUR = timedelta(hours=1)
UNIT = 1_000_000  # one currency unit in micro-units


def has(source: str, line: str, quantity: int = 1, hours: float = 0, commission: float = 0) -> Holding:
    return Holding(source, line, quantity, hours * HOUR, int(commission * UNIT))


def listed(answer: Split) -> list[tuple[str, str, int]]:
    return [(share.source, share.line, share.quantity) for share in answer.shares]


def shops(answer: Split) -> list[str]:
    return sorted({share.source for share in answer.shares})


@each(
    ("needs", "holdings", "missing"),
    [
        pytest.param([], [], [], id="nothing is wanted"),
        pytest.param([], [has("a", "x", 3)], [], id="nothing is wanted of what is there"),
        pytest.param([Need("x", 0)], [has("a", "x")], [], id="no piece of a line is wanted"),
        pytest.param([Need("x", -2)], [has("a", "x")], [], id="less than no piece is wanted"),
        pytest.param([Need("x", 2)], [], [Need("x", 2)], id="nobody has anything"),
        pytest.param([Need("x", 2)], [has("a", "x", 0), has("b", "x", -5)], [Need("x", 2)], id="they have 0 or fewer"),
        pytest.param([Need("x", 1)], [has("a", "y", 9)], [Need("x", 1)], id="they have another line"),
        pytest.param([Need("y", 1), Need("x", 2)], [], [Need("x", 2), Need("y", 1)], id="missing lines by name"),
    ],
)
def test_nothing_to_split(needs: list[Need], holdings: list[Holding], missing: list[Need]) -> None:
    assert split(needs, holdings) == Split((), tuple(missing), Method.EXACT, True, 0, timedelta(0), 0)


@pytest.mark.parametrize(
    ("needs", "holdings", "shares", "missing"),
    [
        pytest.param([Need("x", 1)], [has("a", "x", 9)], [("a", "x", 1)], [], id="no more than is wanted"),
        pytest.param(
            [Need("x", 5)],
            [has("a", "x", 2), has("b", "x", 2)],
            [("a", "x", 2), ("b", "x", 2)],
            [("x", 1)],
            id="as many as there are",
        ),
        pytest.param(
            [Need("x", 2), Need("x", 1)], [has("a", "x", 3)], [("a", "x", 3)], [], id="a line wanted twice adds up"
        ),
        pytest.param(
            [Need("x", 5)],
            [has("a", "x", 2), has("a", "x", 2, hours=3), has("a", "x", 2)],
            [("a", "x", 5)],
            [],
            id="what a shop names twice adds up",
        ),
        pytest.param(
            [Need("x", 1000)], [has("a", "x", 10**9)], [("a", "x", 1000)], [], id="a shop that says it has everything"
        ),
        pytest.param(
            [Need("x", 1), Need("y", 1)], [has("a", "x")], [("a", "x", 1)], [("y", 1)], id="one line nobody has"
        ),
        pytest.param(
            [Need("x", 3), Need("y", 1)],
            [has("b", "y"), has("b", "x", 1), has("a", "x", 2)],
            [("a", "x", 2), ("b", "x", 1), ("b", "y", 1)],
            [],
            id="shares by source and line",
        ),
    ],
)
def test_everything_that_can_be_had_is_covered(
    needs: list[Need], holdings: list[Holding], shares: list[tuple[str, str, int]], missing: list[tuple[str, int]]
) -> None:
    answer = split(needs, holdings)
    assert (listed(answer), [(need.line, need.quantity) for need in answer.missing]) == (shares, missing)


TWO = [Need("x", 1), Need("y", 1)]


@each(
    ("holdings", "weights", "chosen"),
    [
        pytest.param(
            [has("a", "x"), has("b", "y"), has("c", "x", hours=99, commission=9), has("c", "y", commission=9)],
            Weights(), ["c"], id="fewest shops before all else",
        ),
        pytest.param(
            [has("a", "x", hours=2), has("a", "y"), has("b", "x", hours=1, commission=9), has("b", "y", commission=9)],
            Weights(), ["b"], id="then the earliest",
        ),
        pytest.param(
            [has("a", "x", hours=2, commission=5), has("a", "y"), has("b", "y", hours=2), has("b", "x", commission=4)],
            Weights(), ["b"], id="then the least commission",
        ),
        pytest.param([has("b", "x"), has("b", "y"), has("a", "x"), has("a", "y")], Weights(), ["a"], id="then by name"),
        pytest.param(
            [has("a", "x", hours=9), has("a", "y"), has("b", "x"), has("c", "y")],
            Weights(hours=1), ["a", "b"], id="hours alone come first",
        ),
        pytest.param(
            [has("a", "x", commission=9), has("a", "y"), has("b", "x"), has("c", "y")],
            Weights(commission=1), ["a", "b"], id="commission alone comes first",
        ),
        pytest.param(
            [has("a", "x", hours=41), has("a", "y"), has("b", "x"), has("c", "y")],
            Weights(200, 5, 1), ["a", "b"], id="a shop more for 41 hours less",
        ),
        pytest.param(
            [has("a", "x", hours=39), has("a", "y"), has("b", "x"), has("c", "y")],
            Weights(200, 5, 1), ["a"], id="no shop more for 39 hours less",
        ),
        pytest.param(
            [has("a", "x", hours=40), has("a", "y"), has("b", "x"), has("c", "y")],
            Weights(200, 5, 1), ["a"], id="fewer shops where the sums are equal",
        ),
        pytest.param(
            [has("a", "x", commission=0.3), has("b", "y"), has("c", "x", hours=3), has("c", "y")],
            Weights(0, 0.1, 1), ["c"], id="decimals are weighed as they are written: 0.1 for each of 3 hours is 0.3",
        ),
    ],
)  # fmt: skip
def test_the_order_of_the_goals(holdings: list[Holding], weights: Weights, chosen: list[str]) -> None:
    assert shops(split(TWO, holdings, weights)) == chosen


def test_a_shop_gives_first_what_is_cheap_and_ready_in_time() -> None:
    lots = [has("a", "x", 2, hours=1, commission=7), has("a", "x", 2, hours=2, commission=5), has("a", "x", 9, hours=3)]
    answer = split([Need("x", 3)], lots)
    assert (answer.completion, answer.commission) == (2 * HOUR, 17 * UNIT)


def test_the_figures_are_those_of_what_is_taken() -> None:
    holdings = [has("a", "x", 2, hours=5, commission=1.5), has("b", "y", 1, hours=7, commission=2), has("b", "x", 1, 9)]
    answer = split([Need("x", 2), Need("y", 2)], holdings)
    assert (answer.shops, answer.completion, answer.commission) == (2, 7 * HOUR, 5 * UNIT)
    assert answer.missing == (Need("y", 1),)


def test_a_time_before_now_is_now() -> None:
    assert split([Need("x", 1)], [has("a", "x", hours=-5)]).completion == timedelta(0)


@each("weight", [-1, -0.5, float("nan"), float("inf")])
@each("name", ["shops", "hours", "commission"])
def test_what_is_no_weight_is_refused(name: str, weight: float) -> None:
    with pytest.raises(ValueError, match=f"the weight of {name} is"):
        Weights(**{name: weight})


def many(shops: int, lines: int, share: float) -> tuple[list[Need], list[Holding]]:
    """An order of so many lines, and shops that have this share of them, drawn the same way each time."""
    chance = random.Random(shops * 1000 + lines)
    needs = [Need(f"line {line:02}", chance.randint(1, 5)) for line in range(lines)]
    return needs, [
        has(f"shop {shop:03}", need.line, chance.randint(1, 5), chance.choice([0, 4, 24, 72]), chance.randint(90, 250))
        for need in needs
        for shop in range(shops)
        if chance.random() < share
    ]


@pytest.mark.parametrize("weights", [Weights(), Weights(200, 5, 1)], ids=["in turn", "weighed"])
def test_fifty_lines_over_two_hundred_shops(weights: Weights, monkeypatch: pytest.MonkeyPatch) -> None:
    needs, holdings = many(200, 50, 0.05)
    solved = split(needs, holdings, weights)
    monkeypatch.setattr(highs_split, "is_installed", lambda: False)
    quick = split(needs, holdings, weights)
    assert (solved.method, quick.method, quick.proven) == (Method.MILP, Method.GREEDY, False)
    assert solved.missing == quick.missing
    assert score(solved, weights) < score(quick, weights)


def score(answer: Split, weights: Weights) -> tuple[float, ...]:
    hours, units = answer.completion / HOUR, answer.commission / UNIT
    summed = weights.shops * answer.shops + weights.hours * hours + weights.commission * units
    return (round(summed, 6), answer.shops, hours, units)


@pytest.mark.parametrize("shops", [8, 30])
def test_the_order_of_what_is_passed_in_changes_nothing(shops: int) -> None:
    needs, holdings = many(shops, 6, 0.3)
    other = random.Random(1)
    assert split(other.sample(needs, len(needs)), other.sample(holdings, len(holdings))) == split(needs, holdings)


@pytest.mark.parametrize("shops", [2, 20], ids=["enumerated", "solved"])
def test_equal_shops_are_taken_by_their_id(shops: int) -> None:
    needs = [Need(f"line {number}", 1) for number in range(4)]
    holdings = [has(f"shop {shop:02}", need.line) for shop in reversed(range(shops)) for need in needs]
    assert {share.source for share in split(needs, holdings).shares} == {"shop 00"}


wild = st.sampled_from([-(10**6), -1, 0, 1, 2, 3, 7, 1000, 10**9])
wild_holdings = st.builds(
    Holding,
    source=st.sampled_from([*"abcdefgh"]),
    line=st.sampled_from("xyz"),
    quantity=wild,
    ready_in=st.sampled_from(
        [timedelta(0), timedelta(seconds=-1), timedelta(microseconds=1), HOUR, timedelta(days=999)]
    ),
    commission=st.sampled_from([0, 1, 7, 150 * UNIT, 10**15]),
)
wild_weights = st.builds(Weights, *[st.sampled_from([0, 0.0001, 0.1, 1, 5, 200, 1000.0, 10**12])] * 3)


@pytest.mark.parametrize("method", list(Method))
@given(
    needs=st.lists(st.builds(Need, line=st.sampled_from("xyz"), quantity=wild), max_size=4),
    holdings=st.lists(wild_holdings, max_size=12),
    weights=wild_weights,
)
def test_every_method_covers_what_it_can_and_assigns_no_more_than_there_is(
    method: Method, needs: list[Need], holdings: list[Holding], weights: Weights
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(split_solver, "ENUMERATED", 12 if method is Method.EXACT else -1)
        patch.setattr(highs_split, "is_installed", lambda: method is Method.MILP)
        answer = split(needs, holdings, weights)
    wanted, held, taken, from_source = Counter[str](), Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    for need in needs:
        wanted[need.line] += max(0, need.quantity)
    for one in holdings:
        held[one.line] += max(0, one.quantity)
        from_source[one.source, one.line] += max(0, one.quantity)
    for share in answer.shares:
        assert 0 < share.quantity <= from_source[share.source, share.line]
        taken[share.line] += share.quantity
    assert answer.method is method
    assert taken == {line: min(count, held[line]) for line, count in wanted.items() if min(count, held[line])}
    assert {need.line: need.quantity for need in answer.missing} == +(wanted - held)
    assert answer.shops == len({share.source for share in answer.shares})
    assert len({(share.source, share.line) for share in answer.shares}) == len(answer.shares)


@pytest.mark.parametrize("shops", [12, 13])
def test_twelve_shops_are_enumerated_and_thirteen_are_solved(shops: int) -> None:
    answer = split([Need("x", 3)], [has(f"shop {number:02}", "x", commission=number) for number in range(shops)])
    assert answer == Split(
        tuple(Share(f"shop {number:02}", "x", 1) for number in range(3)),
        (),
        Method.EXACT if shops == 12 else Method.MILP,
        True,
        3,
        timedelta(0),
        3 * UNIT,
    )
