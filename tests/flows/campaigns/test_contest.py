"""The wording that the rest of a campaign gets where nothing is the winner yet."""

from __future__ import annotations

import pytest

from flows.campaigns.wording_contest import find_best, is_tied
from flows.campaigns.wording_trial import Measure, Trial, judge_trial
from flows.experiments.experiment_arm import Arm

TRIAL = Trial(Measure.CLICKS, 0.05, 0.02, arms=3)


@pytest.mark.parametrize(
    ("arms", "place"),
    [
        ((Arm(10, 1), Arm(10, 3), Arm(10, 2)), 1),
        ((Arm(10, 2), Arm(10, 2), Arm(10, 1)), 0),
        ((Arm(0, 0), Arm(10, 1), Arm(10, 2)), 2),  # nothing is judged while a wording has nobody
        ((Arm(0, 0), Arm(0, 0), Arm(0, 0)), 0),
    ],
    ids=["one is ahead", "two are equal", "one has nobody", "all have nobody"],
)
def test_the_one_that_is_ahead(arms: tuple[Arm, ...], place: int) -> None:
    assert find_best(judge_trial(TRIAL, arms, over=True)) == place


def test_a_tie_is_of_the_best_alone() -> None:
    assert is_tied(judge_trial(TRIAL, (Arm(10, 2), Arm(10, 2), Arm(10, 1)), over=True))
    assert not is_tied(judge_trial(TRIAL, (Arm(10, 3), Arm(10, 2), Arm(10, 2)), over=True))
