"""The difference between the means of two groups, such as revenue per person, from their means and variances."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from flows.experiments.share_differences import Difference, compute_critical

FEW = 10
"""Minimum people for an interval; below that the variance is unreliable."""


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean over ``people`` people, including those with 0, in some unit, and its sample variance."""

    people: int
    mean: float
    variance: float

    @classmethod
    def compute(cls, people: int, total: float, squares: float) -> Mean:
        """Return the mean from a sum and a sum of squares; below two people the variance is 0. Raises ValueError for no
        people."""
        if people < 1:
            raise ValueError("an empty group has no mean")
        mean = total / people
        spread = max(0.0, squares - total * mean)
        return cls(people, mean, spread / (people - 1) if people > 1 else 0.0)


def compare_means(treated: Mean, control: Mean, alpha: float = 0.05) -> Difference | None:
    """Return the treated mean minus the control's, with its interval; None if there are few people, or no variance.

    This is Student's interval (Biometrika 6, 1908, 1-25), with a common variance of both groups. For groups of the same
    size it equals Welch's. A control group is small, and spending is skewed: the variance of its few buyers is mostly
    too low. Welch's interval trusts that variance, so it contains the difference in only 83 to 93 of 100 tests
    (docs/experiments.md).
    """
    freedom = treated.people + control.people - 2
    if min(treated.people, control.people) < FEW:
        return None
    variance = sum((one.people - 1) * one.variance for one in (treated, control)) / freedom
    if variance <= 0:
        return None
    reach = compute_student(alpha, freedom) * sqrt(variance / treated.people + variance / control.people)
    estimate = treated.mean - control.mean
    return Difference(estimate, estimate - reach, estimate + reach)


def compute_student(alpha: float, freedom: float) -> float:
    """Return the deviations that contain all but ``alpha`` of Student's distribution; from 9 degrees of freedom on
    exact to 0.0001.

    M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions, 1964, formula 26.7.5.
    """
    z = compute_critical(alpha)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / freedom**power for power, term in enumerate(terms, 1))
