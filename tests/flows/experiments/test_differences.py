"""The difference of two shares with its interval and score: published values, the edges, and what both say alike."""

from __future__ import annotations

import random
from itertools import product
from math import inf, isfinite

import pytest

from bot.bench.chance_experiments import Groups, coverage
from bot.bench.interval_methods import INTERVALS
from flows.experiments.experiment_arm import Arm, find_leading
from flows.experiments.share_differences import compare_rates, compute_critical, information, score
from tests.cases import each


@each(
    ("treated", "control", "expected"),
    [
        # Newcombe 1998, table II, method 6.
        pytest.param(Arm(70, 56), Arm(80, 48), (0.2000, 0.0528, 0.3382), id="a"),
        pytest.param(Arm(10, 9), Arm(10, 3), (0.6000, 0.1700, 0.8406), id="b"),
        pytest.param(Arm(7, 6), Arm(7, 2), (0.5714, 0.0342, 0.8534), id="c"),
        pytest.param(Arm(56, 5), Arm(29, 0), (0.0893, -0.0326, 0.1933), id="d"),
        pytest.param(Arm(10, 0), Arm(20, 0), (0.0000, -0.1658, 0.2844), id="nobody"),
        pytest.param(Arm(10, 0), Arm(10, 0), (0.0000, -0.2879, 0.2879), id="nobody, of as many"),
        pytest.param(Arm(10, 10), Arm(20, 0), (1.0000, 0.7156, 1.0000), id="all and none"),
        pytest.param(Arm(10, 10), Arm(10, 10), (0.0000, -0.2879, 0.2879), id="all"),
        pytest.param(Arm(1, 1), Arm(1, 0), (1.0000, -0.5869, 1.0000), id="one person each"),
    ],
)
def test_the_interval_is_miettinen_and_nurminens(
    treated: Arm, control: Arm, expected: tuple[float, float, float]
) -> None:
    found = compare_rates(treated, control)
    assert found is not None
    assert (found.estimate, found.low, found.high) == pytest.approx(expected, abs=0.00006)


def test_the_interval_of_the_other_way_round_is_the_other_way_round() -> None:
    there, back = compare_rates(Arm(900, 40), Arm(100, 2)), compare_rates(Arm(100, 2), Arm(900, 40))
    assert there is not None
    assert back is not None
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))


@pytest.mark.parametrize(("treated", "control"), [(0, 5), (5, 0), (0, 0)])
def test_no_difference_is_told_of_nobody(treated: int, control: int) -> None:
    assert compare_rates(Arm(treated, 0), Arm(control, 0)) is None


def test_of_no_information_everything_can_be() -> None:
    found = compare_rates(Arm(5, 5), Arm(5, 0), inf)
    assert found is not None
    assert (found.estimate, found.low, found.high, found.is_clear) == (1.0, -1.0, 1.0, False)


def test_interval_and_score_say_the_same_of_every_small_table() -> None:
    for people, others in ((1, 1), (2, 9), (12, 12)):
        for first, second in product(range(people + 1), range(others + 1)):
            one, other = Arm(people, first), Arm(others, second)
            found, above, known = compare_rates(one, other), score(one, other), information(one, other)
            assert found is not None
            assert all(map(isfinite, (found.low, found.high, above, known)))
            assert -1 <= found.low <= found.estimate <= found.high <= 1
            assert found.is_clear == (abs(above) > compute_critical(0.05)), (one, other)


@pytest.mark.parametrize(("people", "successes"), [(-1, 0), (3, 4), (3, -1)])
def test_counts_that_cannot_be_are_no_arm(people: int, successes: int) -> None:
    with pytest.raises(ValueError, match="are not a valid arm"):
        Arm(people, successes)


def test_the_first_of_equal_arms_leads() -> None:
    assert find_leading([Arm(10, 1), Arm(20, 4), Arm(10, 2), Arm(0, 0)]) == 1


@pytest.mark.parametrize(
    "groups",
    [
        pytest.param(Groups((0.012, 0.01), (1000, 1000)), id="1 %, 1000 each"),
        pytest.param(Groups((0.05, 0.05), (1800, 200)), id="5 %, a tenth held out"),
        pytest.param(Groups((0.3, 0.3), (500, 500)), id="30 %, 500 each"),
    ],
)
def test_the_interval_holds_in_95_of_100_tests(groups: Groups) -> None:
    """The whole grid is ``parley bench experiments``."""
    ours = {"ours": INTERVALS["Miettinen-Nurminen"]}
    assert coverage(groups, ours, 10_000, random.Random(1))["ours"] == pytest.approx(0.95, abs=0.01)
