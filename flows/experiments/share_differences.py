"""The difference between two shares of people, such as an arm's and a control group's, with its interval and its score.

The interval is O. S. Miettinen and M. Nurminen's ("Comparative analysis of two rates", Statistics in Medicine 4, 1985,
213-226): all differences that the score test does not reject. docs/experiments.md compares its coverage with that of
the intervals of Newcombe (1998) and of Agresti and Caffo (2000).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import acos, cos, inf, pi, sqrt
from statistics import NormalDist

from flows.experiments.experiment_arm import Arm

NORMAL = NormalDist()
_HALVINGS = 40  # of an interval of at most 2: to a millionth of a millionth


@dataclass(frozen=True, slots=True)
class Difference:
    """The first group's value minus the second's, with its interval.

    Shares are fractions of 1 (``estimate`` 0.061 is 6.1 points); means are in their unit.
    """

    estimate: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Return True if the interval lies on one side of zero."""
        return self.low > 0 or self.high < 0


def compute_critical(alpha: float) -> float:
    """Return the standard deviations that contain all but ``alpha`` of a normal distribution: 1.96 for 0.05."""
    return NORMAL.inv_cdf(1 - alpha / 2)


def compare_rates(treated: Arm, control: Arm, z: float | None = None) -> Difference | None:
    """Return the treated share minus the control's, with its 95 % interval; None while either group has no people.

    ``z`` replaces the 1.96 standard deviations of the interval; if infinite, the interval is the whole possible range.
    """
    if not treated.people or not control.people:
        return None
    estimate, reach = treated.rate - control.rate, compute_critical(0.05) if z is None else z
    if reach == inf:
        return Difference(estimate, -1.0, 1.0)

    def is_refused(difference: float) -> bool:
        return (estimate - difference) ** 2 > reach**2 * _variance(treated, control, difference)

    return Difference(estimate, _edge(is_refused, -1.0, estimate), _edge(is_refused, 1.0, estimate))


def information(one: Arm, other: Arm) -> float:
    """Return the variance of an arm's successes if both arms are alike, given the total successes (hypergeometric).

    It is 0 while nobody, or everybody, succeeded.
    """
    people, successes = one.people + other.people, one.successes + other.successes
    if people < 2:
        return 0.0
    return one.people * other.people * successes * (people - successes) / (people**2 * (people - 1))


def score(one: Arm, other: Arm) -> float:
    """Return how many standard deviations an arm's successes exceed those expected if both arms are alike; 0 if there
    is no information."""
    known = information(one, other)
    if not known:
        return 0.0
    expected = one.people * (one.successes + other.successes) / (one.people + other.people)
    return (one.successes - expected) / sqrt(known)


def _edge(refused: Callable[[float], bool], outside: float, inside: float) -> float:
    """Return the first rejected difference between the estimate and the end of the range."""
    if not refused(outside):
        return outside
    for _ in range(_HALVINGS):
        middle = (outside + inside) / 2
        if refused(middle):
            outside = middle
        else:
            inside = middle
    return inside


def _variance(treated: Arm, control: Arm, difference: float) -> float:
    """Return the variance of the estimate if this is the true difference."""
    people = treated.people + control.people
    base = _base(treated, control, difference)
    lifted = base + difference
    spread = lifted * (1 - lifted) / treated.people + base * (1 - base) / control.people
    return max(spread, 0.0) * people / (people - 1)


def _base(treated: Arm, control: Arm, difference: float) -> float:
    """Return the most likely share of the control group if this is the true difference.

    It is the root of a cubic that lies within bounds (Miettinen and Nurminen 1985, appendix 1).
    """
    people, successes = treated.people + control.people, treated.successes + control.successes
    squared = ((treated.people + 2 * control.people) * difference - people - successes) / people
    linear = ((control.people * difference - people - 2 * control.successes) * difference + successes) / people
    constant = control.successes * difference * (1 - difference) / people
    turn = (squared / 3) ** 3 - squared * linear / 6 + constant / 2
    size = sqrt(max((squared / 3) ** 2 - linear / 3, 0.0))
    signed = size if turn >= 0 else -size
    angle = (pi + acos(max(-1.0, min(1.0, turn / signed**3 if signed**3 else 0.0)))) / 3
    return min(max(2 * signed * cos(angle) - squared / 3, 0.0, -difference), 1.0, 1 - difference)
