"""The wordings of a campaign tried against each other: by what they are compared, how many people that needs, and what
came of it.

They are compared by clicks, and by orders where a campaign leads nowhere, or its variants offer different things: an
order is worth more and needs several times as many people (docs/experiments.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from flows.experiments.arm import FEWEST, Arm
from flows.experiments.design import Design
from flows.experiments.judging import Conclusion, Judgement, judge

if TYPE_CHECKING:
    from flows.campaigns.campaign import Campaign

LEAST_KNOWN = 500
"""People of past campaigns from whom on their share is taken for that of the next."""
_LOWEST, _HIGHEST = 0.005, 0.5
"""Shares beyond these are taken for these: a past without a click would need nobody, or everybody."""
A_DAY = timedelta(hours=24)
"""For so long behind their message people count for a wording that left at an hour of its own."""


class Measure(StrEnum):
    """What a wording is to bring about."""

    CLICKS = "clicks"  # the link was opened, by no robot
    ORDERS = "orders"  # an order counts for it


POINTS = {Measure.CLICKS: 0.02, Measure.ORDERS: 0.01}
"""The difference that a trial is to find, as a share: 0.02 is two points."""
USUAL = {Measure.CLICKS: 0.05, Measure.ORDERS: 0.01}
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
    def winner(self) -> int | None:
        """The place of the wording that is better than each other; None while there is none."""
        return self.judgement.leader if self.judgement.conclusion is Conclusion.WINNER else None


def measure_of(campaign: Campaign) -> Measure:
    """By what the wordings of a campaign are compared: offers by what is bought, for a greater one is clicked more
    often, whatever comes of it."""
    return Measure.CLICKS if campaign.url and not campaign.terms.has_own_offers else Measure.ORDERS


def within_of(campaign: Campaign, measure: Measure, counts_for: timedelta) -> timedelta | None:
    """For how long behind their message people count, once they have had it for so long, where the variants are due at
    different hours; None where all of them have had as much time at any moment.

    ``counts_for`` is how long orders count for a message; a contest, which has no such time, counts those of a day.
    """
    if not campaign.has_own_hours:
        return None
    return counts_for if measure is Measure.ORDERS and campaign.contest is None else A_DAY


def planned(campaign: Campaign, past: Arm) -> Trial | None:
    """The trial of a campaign's wordings, with the share that its ``past`` campaigns had; None of one wording."""
    arms, measure = len(campaign.variants), measure_of(campaign)
    if arms < FEWEST:
        return None
    known = past.people >= LEAST_KNOWN
    rate = min(max(past.rate, _LOWEST), _HIGHEST) if known else USUAL[measure]
    return Trial(measure, rate, POINTS[measure], arms, known)


def tried(trial: Trial, arms: Sequence[Arm], *, over: bool) -> TrialResult:
    """How a trial stands, to be asked as often as anybody wants to until it is ``over``: what stands then, stays."""
    return TrialResult(trial, tuple(arms), judge(arms, trial.design, over=over), over)
