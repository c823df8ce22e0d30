"""The interval of one share, such as of an arm's people who clicked, for a chart; nothing is decided by it."""

from __future__ import annotations

from math import sqrt

from flows.experiments.experiment_arm import Arm
from flows.experiments.share_differences import Difference, compute_critical


def share_of(arm: Arm) -> Difference | None:
    """Return the share of an arm with its 95 % interval; None if the arm has no people.

    It is E. B. Wilson's (Journal of the American Statistical Association 22, 1927, 209-212): all shares that the score
    test does not reject, like the interval of a difference.
    """
    if not arm.people:
        return None
    many, squared = arm.people, compute_critical(0.05) ** 2
    middle = (arm.successes + squared / 2) / (many + squared)
    reach = sqrt(squared * many * (arm.rate * (1 - arm.rate) + squared / (4 * many))) / (many + squared)
    return Difference(arm.rate, max(0.0, middle - reach), min(1.0, middle + reach))
