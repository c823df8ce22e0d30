"""A step that is tried in several ways: the people it needs, told beforehand, and the judgement of what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from flows.experiments.experiment_arm import Arm
from flows.experiments.experiment_design import Design
from flows.experiments.experiment_judgement import Judgement, judge

BASE_RATE, LIFT = 0.05, 0.5
"""Of those who get a reminder or a win-back message one in twenty buys; a way that is half as good again is found."""


def make_design(arms: int) -> Design:
    """Return the design of a trial with so many arms."""
    return Design(BASE_RATE, LIFT, arms)


def judge_arms(arms: Sequence[Arm]) -> Judgement:
    """Return the judgement of the arms, at any look; a trial has no end of its own."""
    return judge(arms, make_design(len(arms)))
