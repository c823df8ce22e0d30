"""The difference of two means, as of revenue a person, with its interval."""

from __future__ import annotations

import random
from statistics import mean, variance

import pytest

from bot.bench.interval_methods import Shopping
from flows.experiments.mean_differences import Mean, compare_means, compute_student

REVENUE = ([0.0] * 8 + [20.0, 45.5], [0.0] * 20 + [30.0, 60.25])


def of(values: list[float]) -> Mean:
    return Mean.compute(len(values), sum(values), sum(value * value for value in values))


def test_mean_and_variance_come_of_sums() -> None:
    found = of(REVENUE[0])
    assert (found.people, found.mean, found.variance) == pytest.approx((10, mean(REVENUE[0]), variance(REVENUE[0])))
    assert Mean.compute(1, 7.0, 49.0) == Mean(1, 7.0, 0.0)
    with pytest.raises(ValueError, match="an empty group has no mean"):
        Mean.compute(0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("alpha", "freedom", "expected"),
    [(0.05, 9, 2.2622), (0.05, 30, 2.0423), (0.01, 18, 2.8784), (0.05, 1e6, 1.9600)],
)
def test_students_deviations_are_those_of_the_tables(alpha: float, freedom: float, expected: float) -> None:
    assert compute_student(alpha, freedom) == pytest.approx(expected, abs=0.0001)


def test_the_interval_is_students() -> None:
    first, second = [12.0, 15.0, 9.0, 11.0, 14.0] * 3, [10.0, 8.0, 13.0, 9.0, 7.0] * 4
    found = compare_means(of(first), of(second))
    assert found is not None
    # Pooled variance 4.6424 with 33 degrees of freedom: 2.0345 √(4.6424 (1/15 + 1/20)) = 1.4973.
    assert (found.estimate, found.low, found.high) == pytest.approx((2.8, 1.3027, 4.2973), abs=0.0002)


@pytest.mark.parametrize(
    ("treated", "control"),
    [
        pytest.param(of(REVENUE[0][:9]), of(REVENUE[1]), id="of few"),
        pytest.param(of([0.0] * 50), of([0.0] * 50), id="nobody spends"),
        pytest.param(of([3.0] * 50), of([3.0] * 50), id="everybody spends the same"),
    ],
)
def test_there_is_no_interval(treated: Mean, control: Mean) -> None:
    assert compare_means(treated, control) is None


def test_revenue_beside_a_holdout_is_held_where_welchs_interval_fails() -> None:
    covered = Shopping((2_000, 222), 0.05).measure_coverage(1_000, random.Random(8))
    assert covered["Welch"] < 0.91
    assert covered["Student"] > 0.93
