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
    """What a wording is to bring about."""

    CLICKS = "clicks"  # the link was opened, by no robot
    ORDERS = "orders"  # an order counts for it
    PURCHASES = "purchases"  # an order was placed as long as one counts for a message, by our doing or not


POINTS = {Measure.CLICKS: 0.02, Measure.ORDERS: 0.01, Measure.PURCHASES: 0.01}
"""The difference that a trial is to find, as a share: 0.02 is two points."""
USUAL = {Measure.CLICKS: 0.05, Measure.ORDERS: 0.01, Measure.PURCHASES: 0.01}
"""The share that is reckoned with where the business has no past: a convention, which the preview tells as such."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What was planned before: so many ``arms``, one for each wording, of which the best is to be found where it is
    better by ``points``, while ``base_rate`` of the people do it anyway; ``known`` from the business's own past.

    Raises ValueError for shares that are none.
    """

    measure: Measure
    base_rate: float
    points: float
    arms: int = FEWEST
    known: bool = False

    @property
    def design(self) -> Design:
        """The same as an experiment."""
        return Design(self.base_rate, self.points / self.base_rate, self.arms)

    @property
    def needed(self) -> int:
        """People whom each wording needs."""
        return self.design.people


@dataclass(frozen=True, slots=True)
class TrialResult:
    """How a trial stands: what was planned, the people of each wording and what the rule says of them; ``over`` where
    nothing that comes later changes that."""

    trial: Trial
    arms: tuple[Arm, ...]
    judgement: Judgement
    over: bool = False

    @property
    def has_enough(self) -> bool:
        """Whether each wording has so many people that their shares say something."""
        return min(arm.people for arm in self.arms) >= LEAST

    @property
    def winner(self) -> int | None:
        """The place of the wording that is better than each other; None while there is none."""
        return self.judgement.leader if self.judgement.conclusion is Conclusion.WINNER else None


def tried(trial: Trial, arms: Sequence[Arm], *, over: bool) -> TrialResult:
    """How a trial stands, to be asked as often as anybody wants to until it is ``over``: what stands then, stays."""
    return TrialResult(trial, tuple(arms), judge(arms, trial.design, over=over), over)
