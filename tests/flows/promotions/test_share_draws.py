"""Draws of shares: as exact as stated, never above their bound, and from bits that look random."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betainc
from scipy.stats import chi2

from flows.experiments.share_differences import NORMAL
from flows.promotions.offer_choice import derive_seed
from flows.promotions.share_draws import (
    compute_share,
    measure_share,
    mix_bits,
    read_first_chance,
    read_second_chance,
    stretch_deviation,
)
from tests.cases import each

ABOVE = [NORMAL.cdf(step / 5) for step in range(-35, 36)]
GRID = [(2, 48), (2, 10), (2, 10**9), (3, 10), (5, 95), (19, 48), (1000, 10), (10**6, 10), (10**12, 10**13)]


@each(("alpha", "beta"), GRID)
def test_a_share_has_the_stated_chance(alpha: int, beta: int) -> None:
    most = 0.0033 if alpha < 20 else 0.0003 if beta > 20 else 0.002
    for above in ABOVE:
        assert betainc(alpha, beta, compute_share(alpha, beta, above)) == pytest.approx(1 - above, abs=most)


@given(
    st.integers(2, 10**12),
    st.integers(10, 10**12),
    st.floats(2.0**-53, 1 - 2.0**-53),
    st.floats(2.0**-53, 1 - 2.0**-53),
)
def test_a_share_is_below_its_bound_and_falls_with_the_chance(
    alpha: int, beta: int, above: float, other: float
) -> None:
    share = compute_share(alpha, beta, above)
    mean, deviation = measure_share(alpha, beta)
    assert 0 <= share <= min(1.0, mean + deviation * stretch_deviation(above))
    assert share >= compute_share(alpha, beta, max(above, other)) - 1e-12


@pytest.mark.parametrize("step", [1, 2**20, 2**64, 2**100, 0xDA942042E4DD58B5])
def test_the_bits_of_like_keys_are_independent(step: int) -> None:
    """Chances of neighbours, of three in a row, of both kinds and of two seeds fill 8 by 8 cells evenly."""
    seeds = [derive_seed(UUID(int=1), str(number)) for number in range(2000)]
    bits = [[mix_bits(step * key, seed) for key in range(9)] for seed in seeds]
    chances = [[read_first_chance(one) for one in row] for row in bits]
    rows = [row[first : first + 3] for row in chances for first in (0, 3, 6)]
    _check_even([(row[0], row[1]) for row in rows])
    _check_even([(row[0], (row[1] + row[1] - row[0] - row[2]) % 1) for row in rows])
    _check_even([(read_first_chance(one), read_second_chance(one)) for row in bits for one in row])
    others = [read_first_chance(mix_bits(step * 3, seed ^ 0x5DEECE66D)) for seed in seeds]
    _check_even([(row[3], other) for row, other in zip(chances, others, strict=True)])


def _check_even(pairs: list[tuple[float, float]]) -> None:
    cells = [0] * 64
    for one, other in pairs:
        cells[int(one * 8) * 8 + int(other * 8)] += 1
    expected = len(pairs) / 64
    assert chi2.sf(sum((many - expected) ** 2 / expected for many in cells), 63) > 1e-4


@given(st.integers(0, 2**128 - 1), st.integers(0, 2**128 - 1))
def test_chances_are_between_0_and_1(key: int, seed: int) -> None:
    bits = mix_bits(UUID(int=key).int, seed)
    for chance in (read_first_chance(bits), read_second_chance(bits)):
        assert 0 < chance < 1


@each("bits", [0, 2**128 - 1])
def test_the_ends_of_the_bits_can_be_drawn(bits: int) -> None:
    for chance in (read_first_chance(bits), read_second_chance(bits)):
        assert 0 <= compute_share(2, 48, chance) < 1
