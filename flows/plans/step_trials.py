"""A trial of a step's variants: the number of people that it needs, and the judgement of its results."""

from __future__ import annotations

from collections.abc import Sequence

from flows.experiments.experiment_arm import Arm
from flows.experiments.experiment_design import Design
from flows.experiments.experiment_judgement import Judgement, judge

BASE_RATE, LIFT = 0.05, 0.5
"""The assumptions of a trial: one in twenty recipients of a reminder or a win-back message buys; a variant that is half
as good again is found."""


def make_design(arms: int) -> Design:
    """Return the design of a trial with ``arms`` arms."""
    return Design(BASE_RATE, LIFT, arms)


def judge_arms(arms: Sequence[Arm]) -> Judgement:
    """Return the judgement of the arms, at any look; a trial has no set end."""
    return judge(arms, make_design(len(arms)))
