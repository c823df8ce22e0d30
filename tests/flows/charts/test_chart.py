"""Which values have a length."""

from __future__ import annotations

import math

import pytest

from flows.charts.chart import read_length
from tests.cases import each


@each(
    ("value", "length"),
    [
        pytest.param(0, 0.0, id="zero"),
        pytest.param(-2.5, -2.5, id="below zero"),
        pytest.param(10**12, 1e12, id="a million millions"),
        pytest.param(1e15, 1e15, id="the largest"),
        pytest.param(1.1e15, None, id="beyond"),
        pytest.param(-(10**400), None, id="no float"),
        pytest.param(math.nan, None, id="no number"),
        pytest.param(math.inf, None, id="infinite"),
        pytest.param(None, None, id="none"),
    ],
)
def test_a_length(value: float | None, length: float | None) -> None:
    assert read_length(value) == length
