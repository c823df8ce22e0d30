"""Whether more people stop our messages after a campaign than usually do: by the binomial distribution."""

from __future__ import annotations

from math import exp, lgamma, log

from flows.experiments.experiment_arm import Arm

LEAST_STOPS = 3
"""The minimum number of stops to report: two of ten may be two friends."""
LEAST_KNOWN = 500
"""The minimum number of people in past campaigns to use the business's own rate."""
USUAL = 0.005
"""The share that is taken for usual without a past: a convention, which the alert tells as such."""
_LOWEST = 0.001  # for a past without stops
ALPHA = 0.001
"""The chance to tell of a usual campaign at one look; it is looked at some eight times."""
_ENOUGH = 1e-18


def estimate_usual_share(past: Arm) -> float:
    """Return the share of people who stop after a message of a campaign, by the business's own past where that is
    known."""
    return max(past.rate, _LOWEST) if past.people >= LEAST_KNOWN else USUAL


def is_above(found: Arm, usual: float) -> bool:
    """Return True if chance makes so many people stop less often than once in a thousand, each with the usual share."""
    return found.successes >= LEAST_STOPS and compute_chance(found, usual) < ALPHA


def compute_chance(found: Arm, share: float) -> float:
    """Return the chance that at least so many of these people stop: the tail of the binomial distribution, summed."""
    people, stops = found.people, found.successes
    if stops <= people * share:
        return 1.0  # no more than expected: half and more
    chosen = lgamma(people + 1) - lgamma(stops + 1) - lgamma(people - stops + 1)
    term = exp(chosen + stops * log(share) + (people - stops) * log(1 - share))
    whole = 0.0
    while stops <= people and term > whole * _ENOUGH:
        whole += term
        term *= (people - stops) / (stops + 1) * share / (1 - share)
        stops += 1
    return whole
