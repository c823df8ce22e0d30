"""Draws of an unknown share, such as a click rate, from the Beta distribution of what is known, without NumPy.

A draw is a quantile: the same chance always gives the same share. So a decision can bound a draw before it computes it,
and a replay repeats it.
"""

from __future__ import annotations

from math import sqrt

from flows.experiments.share_differences import NORMAL

_MASK = (1 << 128) - 1
_ODD = 0x9E3779B97F4A7C15F39CC0605CEDC835  # an odd number with mixed bits
_LOW = (1 << 52) - 1
_UNIT = 2.0**-52  # of a chance: with the half that is added, a float holds it exactly
_BEND = 1 / 6  # of the inequality: above it a distribution with one peak is bounded by another curve


def mix_bits(key: int, seed: int) -> int:
    """Return 128 bits that look random, from a key and a random seed of 128 bits.

    They depend on nothing else, so the draws of one promotion stay when another one comes or leaves. The product with a
    random number makes keys that are alike independent (M. Dietzfelbinger, STACS 1996, 569-580); the second one breaks
    the regular distances that remain among many. The bits are no secret.
    """
    mixed = (key ^ seed) * (seed | 1) & _MASK
    mixed = (mixed ^ mixed >> 64) * _ODD & _MASK
    return mixed ^ mixed >> 64


def read_first_chance(bits: int) -> float:
    """Return the upper 52 of 128 bits as a number above 0 and below 1."""
    return ((bits >> 76) + 0.5) * _UNIT


def read_second_chance(bits: int) -> float:
    """Return the lower 52 of 128 bits as a number above 0 and below 1."""
    return ((bits & _LOW) + 0.5) * _UNIT


def compute_share(alpha: float, beta: float, above: float) -> float:
    """Return the share that a Beta variate exceeds with the chance ``above``, for ``alpha`` from 2 and ``beta`` from 10
    on.

    This is E. Paulson's approximation (Annals of Mathematical Statistics 13, 1942, 233-235): the cube root of a gamma
    variate is nearly normal, so one normal draw gives the ratio of two. Its chance differs from the exact one by at
    most 0.0033, at an ``alpha`` of 2, and by less than 0.0003 from 20 on (with a ``beta`` of more than 20).
    """
    z = -NORMAL.inv_cdf(above)
    vague, vaguer = 1 / (9 * alpha), 1 / (9 * beta)
    near, far = 1 - vague, 1 - vaguer
    spread = far * far * vague + near * near * vaguer - vague * vaguer * z * z
    root = (near * far + z * sqrt(spread)) / (far * far - vaguer * z * z)
    odds = alpha / beta * max(root, 0.0) ** 3
    return odds / (1 + odds)


def measure_share(alpha: float, beta: float) -> tuple[float, float]:
    """Return the mean and the standard deviation of a Beta distribution."""
    counts = alpha + beta
    mean = alpha / counts
    return mean, sqrt(mean * (1 - mean) / (counts + 1))


def stretch_deviation(above: float) -> float:
    """Return so many deviations over its mean that a share of ``compute_share`` is not higher, for less than half of
    the time.

    This is the one-sided inequality of Vysochanskij and Petunin, for distributions with one peak (M. Mercadier and F.
    Strobel, European Journal of Operational Research 295, 2021, 374-377).
    """
    return sqrt(4 / (9 * above if above < _BEND else 3 * above + 1) - 1)
