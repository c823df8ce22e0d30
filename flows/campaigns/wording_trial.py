"""The wordings of a campaign tried against each other: by what they are compared, how many people that needs, and what
came of it.

They are compared by clicks, and by orders where a campaign leads nowhere: an order is worth more and needs several
times as many people (docs/experiments.md). Where the variants offer different things, each order of their people
counts: some have a code to use and others none, and only those of the first would else be known as ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from flows.experiments.experiment_arm import FEWEST, Arm
from flows.experiments.experiment_design import Design
from flows.experiments.experiment_judgement import LEAST, Conclusion, Judgement, judge


class Measure(StrEnum):
    """The goal of a wording."""

    CLICKS = "clicks"  # the link was opened, by no robot
    ORDERS = "orders"  # an order counts for it
    PURCHASES = "purchases"  # an order was placed as long as one counts for a message, by our doing or not


POINTS = {Measure.CLICKS: 0.02, Measure.ORDERS: 0.01, Measure.PURCHASES: 0.01}
"""The difference that a trial is to find, as a share: 0.02 is two points."""
USUAL = {Measure.CLICKS: 0.05, Measure.ORDERS: 0.01, Measure.PURCHASES: 0.01}
"""The share that is reckoned with where the business has no past: a convention, which the preview tells as such."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial's plan: find the best of so many ``arms``, one for each wording, if it is better by ``points``.
    ``base_rate`` is the share of people who act anyway; ``known`` from the business's own past.

    Raises ValueError for invalid shares.
    """

    measure: Measure
    base_rate: float
    points: float
    arms: int = FEWEST
    known: bool = False

    @property
    def design(self) -> Design:
        """Return the same as an experiment."""
        return Design(self.base_rate, self.points / self.base_rate, self.arms)

    @property
    def needed(self) -> int:
        """Return the number of people for each wording."""
        return self.design.people


@dataclass(frozen=True, slots=True)
class TrialResult:
    """The state of a trial: its plan, the people of each wording and the rule's result. ``over`` if later data cannot
    change it."""

    trial: Trial
    arms: tuple[Arm, ...]
    judgement: Judgement
    over: bool = False

    @property
    def has_enough(self) -> bool:
        """Return True if each wording has so many people that their shares say something."""
        return min(arm.people for arm in self.arms) >= LEAST

    @property
    def winner(self) -> int | None:
        """Return the place of the wording that is better than each other; None while there is none."""
        return self.judgement.leader if self.judgement.conclusion is Conclusion.WINNER else None


def judge_trial(trial: Trial, arms: Sequence[Arm], *, over: bool) -> TrialResult:
    """Return the state of a trial. Repeated looks are safe until it is ``over``; then the result is final."""
    return TrialResult(trial, tuple(arms), judge(arms, trial.design, over=over), over)
