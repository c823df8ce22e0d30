"""A check whether more people opt out after a campaign than usual, by the binomial distribution."""

from __future__ import annotations

from math import exp, lgamma, log

from flows.experiments.experiment_arm import Arm

LEAST_STOPS = 3
"""The minimum number of stops to report: two of ten may be two friends."""
LEAST_KNOWN = 500
"""The minimum number of people in past campaigns to use the business's own rate."""
USUAL = 0.005
"""The share assumed as usual if there is no past: a convention, which the alert mentions."""
_LOWEST = 0.001  # for a past without stops
ALPHA = 0.001
"""The probability of a false alert at one check; there are about eight checks."""
_ENOUGH = 1e-18


def estimate_usual_share(past: Arm) -> float:
    """Return the usual share of people who opt out after a campaign's message, from the business's own past if
    known."""
    return max(past.rate, _LOWEST) if past.people >= LEAST_KNOWN else USUAL


def is_above(found: Arm, usual: float) -> bool:
    """Return True if so many opt-outs would occur by chance less than once in a thousand cases at the usual share."""
    return found.successes >= LEAST_STOPS and compute_chance(found, usual) < ALPHA


def compute_chance(found: Arm, share: float) -> float:
    """Return the probability of at least this many successes: the tail of the binomial distribution, summed."""
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
