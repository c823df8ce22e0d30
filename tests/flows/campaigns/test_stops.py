"""More people stop than usually do: told by the binomial distribution, of few people and of very many."""

from __future__ import annotations

from math import comb

import pytest

from flows.campaigns.stop_rate import USUAL, compute_chance, estimate_usual_share, is_above
from flows.experiments.experiment_arm import Arm


@pytest.mark.parametrize(("people", "stops", "share"), [(20, 3, 0.005), (500, 9, 0.005), (900, 20, 0.01)])
def test_the_chance_is_the_tail_of_the_binomial_distribution(people: int, stops: int, share: float) -> None:
    exact = sum(comb(people, many) * share**many * (1 - share) ** (people - many) for many in range(stops, people + 1))
    assert compute_chance(Arm(people, stops), share) == pytest.approx(exact, rel=1e-9)


@pytest.mark.parametrize(
    ("found", "usual", "above"),
    [
        pytest.param(Arm(500, 3), 0.005, False, id="what is expected"),
        pytest.param(Arm(500, 7), 0.005, False, id="chance makes so many once in a hundred times"),
        pytest.param(Arm(500, 10), 0.005, True, id="chance makes so many less than once in a thousand times"),
        pytest.param(Arm(3, 2), 0.005, False, id="two people are two friends"),
        pytest.param(Arm(1_000_000, 5_100), 0.005, False, id="a little above, of a million"),
        pytest.param(Arm(1_000_000, 5_400), 0.005, True, id="far above, of a million"),
    ],
)
def test_what_is_above_the_usual(found: Arm, usual: float, above: bool) -> None:
    assert is_above(found, usual) is above


def test_what_is_usual_is_the_business_s_own_past_where_that_is_known() -> None:
    assert estimate_usual_share(Arm(499, 40)) == USUAL
    assert estimate_usual_share(Arm(1_000, 12)) == 0.012
    assert estimate_usual_share(Arm(1_000, 0)) == 0.001
