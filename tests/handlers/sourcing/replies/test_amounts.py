"""Amounts that staff type behind a command: a comma parts thousands and lakhs, and never what is below a rupee."""

from __future__ import annotations

import pytest

from flows.money import MICROS
from handlers.sourcing.replies.bare_amount import read_amount
from tests.cases import each


@pytest.mark.parametrize(
    ("word", "units"),
    [
        ("12,300", 12300),
        ("1,23,000", 123000),
        ("1,234,567", 1234567),
        ("1,23,45,678.00/-", 12345678),
        ("₹12300", 12300),
    ],
)
def test_commas_part_thousands_and_lakhs(word: str, units: int) -> None:
    assert read_amount(word) == units * MICROS


@each("word", ["12,50", "1,2", "12,30,5", "1234,567", ",500", "12,", "1,00", "-5", "0", "1e9", "1.005"])
def test_what_may_mean_two_amounts_is_none(word: str) -> None:
    assert read_amount(word) is None
