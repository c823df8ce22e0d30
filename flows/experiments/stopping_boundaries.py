"""The stopping rule of an experiment: the difference required at any moment, and at its end.

Until the end two straight lines apply (A. Wald, Annals of Mathematical Statistics 16, 1945, 117-186, one for each side;
H. Robbins, ibid. 41, 1970, 1397-1409): the score, as a sum, must cross a line that begins at ``intercept`` and rises
with the information. For any number of looks, the probability that the score ever does so without a difference is at
most ``exp(-2 * intercept * slope)`` on each side. These lines spend four fifths of alpha. The end spends the rest (K.
K. G. Lan and D. L. DeMets, Biometrika 70, 1983, 659-663), and counts every path once: whether a path crossed the line
before and ends below some value is known in closed form (T. W. Anderson, Annals of Mathematical Statistics 31, 1960,
165-197).

Information is counted, not people: successes may come long after the people, and at another rate than planned (C. R.
Mehta and A. A. Tsiatis, Drug Information Journal 35, 2001, 1095-1112). Other rules are compared in docs/experiments.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import exp, inf, log, sqrt

from flows.experiments.share_differences import NORMAL

_BEFORE_THE_END = 0.8  # of alpha
_STEEPNESS = 1.15  # intercept by slope: less finds large differences sooner, and wants more people for small ones
_HALVINGS = 50
_LARGEST = 10.0  # standard deviations that are never needed


@dataclass(frozen=True, slots=True)
class Boundary:
    """The boundary for comparing two arms: the planned ``information``, and ``alpha``."""

    information: float
    alpha: float

    def compute_needed(self, known: float, *, over: bool) -> float:
        """Return the standard deviations that count as a difference, for the ``known`` information; infinite if there
        is none.

        ``over``: no more data will come.
        """
        share = known / self.information
        intercept, slope = _lines(self.alpha)
        meanwhile = (intercept + slope * share) / sqrt(share) if share else inf
        return min(meanwhile, compute_end_boundary(self.alpha, share)) if over else meanwhile


def compute_end_boundary(alpha: float, share: float = 1.0) -> float:
    """Return the standard deviations that count as a difference at the end, for a share of the planned information.

    An early end requires as much as the planned one; a plain test would require less.
    """
    return _compute_end(alpha, float(f"{max(share, 1.0):.3g}"))


def _lines(alpha: float) -> tuple[float, float]:
    """Return the intercept and slope of the lines, if the planned information is 1."""
    product = log(2 / (alpha * _BEFORE_THE_END)) / 2
    return sqrt(product * _STEEPNESS), sqrt(product / _STEEPNESS)


@lru_cache(maxsize=1000)
def _compute_end(alpha: float, share: float) -> float:
    intercept, slope = _lines(alpha)
    ever, away = exp(-2 * intercept * slope), 2 * intercept / sqrt(share)

    def compute_spent(z: float) -> float:
        """Return the probability to be above ``z`` at the end, or below it after crossing the line before."""
        return NORMAL.cdf(-z) + ever * NORMAL.cdf(z - away)

    low, high = 0.0, _LARGEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if compute_spent(middle) > alpha / 2 else (low, middle)
    return high
