"""What is told before an experiment begins, and the boundary that its arms are held against."""

from __future__ import annotations

import math
import random

import pytest

from flows.experiments.experiment_design import Design
from flows.experiments.stopping_boundaries import Boundary, compute_end_boundary
from tests.cases import each


@pytest.mark.parametrize(
    ("base_rate", "lift", "plain"),
    [
        # Of a plain test, with 1.96: n = (1.96 √(2 p̄ q̄) + 0.8416 √(p₁q₁ + p₂q₂))² / (p₁ − p₂)².
        pytest.param(0.05, 0.2, 8158, id="5 % to 6 %"),
        pytest.param(0.1, 0.2, 3841, id="10 % to 12 %"),
        pytest.param(0.3, 0.5, 163, id="30 % to 45 %"),
    ],
)
def test_looking_costs_a_twentieth_more_people_than_a_plain_test(base_rate: float, lift: float, plain: int) -> None:
    assert Design(base_rate, lift).people / plain == pytest.approx(1.043, abs=0.01)


def test_more_arms_more_power_and_less_chance_need_more_people() -> None:
    many = [Design(0.05, 0.2, arms).people for arms in (2, 3, 4, 5)]
    assert many == sorted(many)
    assert (
        Design(0.05, 0.2, power=0.9).people
        > Design(0.05, 0.2).people
        > Design(0.05, 0.2, alpha=0.1).people
        > Design(0.05, 0.3).people
    )


@each(
    ("base_rate", "lift", "arms", "power", "alpha"),
    [
        pytest.param(0.0, 0.2, 2, 0.8, 0.05, id="nobody succeeds"),
        pytest.param(0.5, 1.0, 2, 0.8, 0.05, id="all succeed"),
        pytest.param(0.05, 0.0, 2, 0.8, 0.05, id="no lift"),
        pytest.param(0.05, math.nan, 2, 0.8, 0.05, id="no number"),
        pytest.param(0.05, 0.2, 1, 0.8, 0.05, id="one arm"),
        pytest.param(0.05, 0.2, 6, 0.8, 0.05, id="six arms"),
        pytest.param(0.05, 0.2, 2, 1.0, 0.05, id="certain"),
        pytest.param(0.05, 0.2, 2, 0.8, 0.0, id="never wrong"),
    ],
)
def test_what_cannot_be_is_no_design(base_rate: float, lift: float, arms: int, power: float, alpha: float) -> None:
    with pytest.raises(ValueError, match=r"no share|arms|power .* and alpha .* are not valid"):
        Design(base_rate, lift, arms, power, alpha)


def test_the_end_wants_more_where_more_was_known_before() -> None:
    assert [compute_end_boundary(0.05, share) for share in (0.2, 1.0, 2.0)] == pytest.approx(
        [2.019, 2.019, 2.183], abs=0.001
    )
    # Of very much information what was watched has spent its whole part, and the end has little more than a fifth left.
    assert compute_end_boundary(0.05, 1e9) == pytest.approx(2.569, abs=0.001)


def test_before_the_end_much_more_is_wanted_of_little_information() -> None:
    boundary = Boundary(100.0, 0.05)
    assert boundary.compute_needed(0.0, over=False) == math.inf
    assert [boundary.compute_needed(known, over=False) for known in (10, 25, 50, 100)] == pytest.approx(
        [5.155, 3.652, 3.043, 2.804], abs=0.001
    )
    assert boundary.compute_needed(100, over=True) == compute_end_boundary(0.05)
    # At the end something is wanted even of no information: without any nobody is above another.
    assert boundary.compute_needed(0.0, over=True) == compute_end_boundary(0.05)


@pytest.mark.parametrize("share", [0.4, 1.0, 2.5])
def test_a_walk_without_a_drift_is_beyond_the_boundary_in_one_of_twenty(share: float) -> None:
    """Coins, each a look: no rule is watched more closely."""
    chance, steps, planned, walks, beyond = random.Random(3), 200, 200 / share, 4000, 0
    boundary = Boundary(planned, 0.05)
    limits = [boundary.compute_needed(n, over=n == steps) * math.sqrt(n) for n in range(1, steps + 1)]
    for _ in range(walks):
        bits, sum_ = chance.getrandbits(steps), 0
        for limit in limits:
            sum_ += 1 if bits & 1 else -1
            bits >>= 1
            if abs(sum_) >= limit:
                beyond += 1
                break
    assert beyond / walks <= 0.055
