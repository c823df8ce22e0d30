"""A trial of a campaign's wordings: the measure of comparison, the people needed, and the result.

Wordings are compared by clicks, or by orders if a campaign has no link: an order is worth more but needs several times
as many people (docs/experiments.md). If the variants have different offers, all orders of their people count, because
only orders with a code could otherwise be recognised as the campaign's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from flows.experiments.experiment_arm import FEWEST, Arm
from flows.experiments.experiment_design import Design
from flows.experiments.experiment_judgement import LEAST, Conclusion, Judgement, judge


class Measure(StrEnum):
    """The action that wordings are compared by."""

    CLICKS = "clicks"  # the link was opened, by no robot
    ORDERS = "orders"  # an order counts for it
    PURCHASES = "purchases"  # an order was placed as long as one counts for a message, by our doing or not


POINTS = {Measure.CLICKS: 0.02, Measure.ORDERS: 0.01, Measure.PURCHASES: 0.01}
"""The difference of shares that a trial must find: 0.02 is two percentage points."""
USUAL = {Measure.CLICKS: 0.05, Measure.ORDERS: 0.01, Measure.PURCHASES: 0.01}
"""The share assumed if the business has no past: a convention, which the preview mentions."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial's plan: find the best of ``arms`` wordings if it is better by ``points``. ``base_rate`` is the expected
    share of people who act; ``known``: it is from the business's own past.

    Raises ValueError for invalid shares.
    """

    measure: Measure
    base_rate: float
    points: float
    arms: int = FEWEST
    known: bool = False

    @property
    def design(self) -> Design:
        """Return the plan as an experiment's design."""
        return Design(self.base_rate, self.points / self.base_rate, self.arms)

    @property
    def needed(self) -> int:
        """Return the number of people for each wording."""
        return self.design.people


@dataclass(frozen=True, slots=True)
class TrialResult:
    """The state of a trial: its plan, the people of each wording and the rule's judgement. If ``over``, later data
    cannot change it."""

    trial: Trial
    arms: tuple[Arm, ...]
    judgement: Judgement
    over: bool = False

    @property
    def has_enough(self) -> bool:
        """Return True if each wording has enough people for a meaningful share."""
        return min(arm.people for arm in self.arms) >= LEAST

    @property
    def winner(self) -> int | None:
        """Return the place of the wording that is better than all others; None while there is none."""
        return self.judgement.leader if self.judgement.conclusion is Conclusion.WINNER else None


def judge_trial(trial: Trial, arms: Sequence[Arm], *, over: bool) -> TrialResult:
    """Return the state of a trial. Repeated looks are safe until it is ``over``; then the result is final."""
    return TrialResult(trial, tuple(arms), judge(arms, trial.design, over=over), over)
