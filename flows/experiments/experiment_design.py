"""The design of an experiment: the people it needs, or the lift that a number of people can show."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

from flows.experiments.experiment_arm import FEWEST, MOST
from flows.experiments.share_differences import NORMAL
from flows.experiments.stopping_boundaries import Boundary, compute_end_boundary


@dataclass(frozen=True, slots=True)
class Design:
    """The plan of an experiment: it finds the best of ``arms`` arms, with probability ``power``, if that is better by
    ``lift``, the minimum detectable effect. A false winner is named with a probability of at most ``alpha``.

    ``base_rate`` is the share of successes otherwise; ``lift`` is a fraction of it: 0.2 of 5 % is 6 %. Raises
    ValueError for invalid values.
    """

    base_rate: float
    lift: float
    arms: int = FEWEST
    power: float = 0.8
    alpha: float = 0.05

    def __post_init__(self) -> None:
        if not 0 < self.base_rate < self.lifted < 1:
            raise ValueError(
                f"no share is {self.lift:g} more than {self.base_rate:g}, which must be above 0 and below 1"
            )
        if not FEWEST <= self.arms <= MOST:
            raise ValueError(f"an experiment has {FEWEST} to {MOST} arms, and not {self.arms}")
        if not (0 < self.alpha <= 0.5 <= self.power < 1):
            raise ValueError(f"power {self.power:g} and alpha {self.alpha:g} are not valid")

    @property
    def lifted(self) -> float:
        """Return the share of successes with the best arm."""
        return self.base_rate * (1 + self.lift)

    @property
    def people(self) -> int:
        """Return how many people each arm needs.

        This is the sample size for two shares (J. L. Fleiss, B. Levin and M. C. Paik, Statistical Methods for Rates and
        Proportions, 3rd edition, 2003, section 4.2, without continuity correction), with the boundary at the end of a
        watched experiment instead of 1.96. The best arm must beat each other one; the probability of a miss is divided
        among these (Bonferroni).
        """
        missed = NORMAL.inv_cdf(1 - (1 - self.power) / (self.arms - 1))
        alike, apart = sqrt(2 * self._variance), sqrt(_spread(self.base_rate) + _spread(self.lifted))
        return ceil(((compute_end_boundary(self.alpha) * alike + missed * apart) / (self.lifted - self.base_rate)) ** 2)

    def boundary(self, comparisons: int = 1) -> Boundary:
        """Return the boundary for two arms, with alpha divided among ``comparisons``."""
        return Boundary(self.people * self._variance / 2, self.alpha / comparisons)

    @property
    def _variance(self) -> float:
        """Return the variance per person of both arms together."""
        return _spread((self.base_rate + self.lifted) / 2)


def _spread(rate: float) -> float:
    return rate * (1 - rate)
