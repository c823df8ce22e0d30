"""What a step that is tried in several ways says, by the people of each."""

from __future__ import annotations

import pytest

from flows.experiments.experiment_arm import Arm
from handlers.plans.plan_description import line
from templates.phrases import Phrases
from templates.speech import Speech


@pytest.mark.parametrize(
    ("arms", "told"),
    [
        pytest.param(
            (Arm(1533, 70), Arm(1600, 75)),
            "A 70 of 1,533 bought, B 75 of 1,600 bought. Not enough yet: each needs 1,534 people, 1 more.",
            id="too few",
        ),
        pytest.param(
            (Arm(1534, 70), Arm(1600, 75)),
            "A 70 of 1,534 bought, B 75 of 1,600 bought. No clear difference, although each has the 1,534 people that "
            "it needs.",
            id="no difference",
        ),
        pytest.param(
            (Arm(1600, 60), Arm(1600, 130)), "A 60 of 1,600 bought, B 130 of 1,600 bought. B is better.", id="a winner"
        ),
    ],
)
def test_a_trial_says_how_it_stands(arms: tuple[Arm, ...], told: str) -> None:
    said = Speech(Phrases.load(), "en", {}, {}).say(line("follow_up", 2, arms))
    assert said == f"Test of follow up, step 2: {told}"


def test_of_different_times_it_says_when_people_count() -> None:
    said = Speech(Phrases.load(), "en", {}, {}).say(line("care", 1, (Arm(1600, 130), Arm(1600, 60)), timed=True))
    assert said.endswith("A is better. They are sent at different times, so people count once the time of all is over.")
