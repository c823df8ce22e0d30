"""Amounts of money as tables have them."""

from __future__ import annotations

import pytest

from flows.importing.amount_cells import read_amount
from tests.cases import each


@each(
    ("text", "micros"),
    [
        ("12", 12_000_000),
        ("1234.50", 1_234_500_000),
        ("1,234.50", 1_234_500_000),
        ("1.234,50", 1_234_500_000),
        ("1 234,5", 1_234_500_000),
        ("₹ 1,20,000", 120_000_000_000),
        ("$12.00", 12_000_000),
        ("12,50 €", 12_500_000),
        ("1,234", 1_234_000_000),
        ("1.234", 1_234_000),
        ("1.234.567", 1_234_567_000_000),
        ("USD 0.01", 10_000),
        ("-5", -5_000_000),
        ("(5.00)", -5_000_000),
        ("+7", 7_000_000),
    ],
)
def test_an_amount_is_read_however_it_was_written(text: str, micros: int) -> None:
    assert read_amount(text, "USD").micros == micros


@pytest.mark.parametrize("text", ["", "abc", "12 13x14", "1e5", "NaN", "=1+1", "9" * 20])
def test_what_is_no_amount_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        read_amount(text, "USD")
