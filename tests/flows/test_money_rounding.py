"""Sums of small prices as amounts that can be paid: rounded once, and lines that add up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.money import Money
from flows.money_rounding import round_lines, round_payable

ROUNDED = {
    "a half to the even cent below": ("0.125", "USD", "0.12"),
    "a half to the even cent above": ("0.135", "USD", "0.14"),
    "more than a half": ("0.125001", "USD", "0.13"),
    "less than a half": ("0.134999", "USD", "0.13"),
    "a credit": ("-0.126", "USD", "-0.13"),
    "half a credit": ("-0.125", "USD", "-0.12"),
    "yen": ("100.5", "JPY", "100"),
    "ariary": ("101.5", "MGA", "102"),
    "a thousandth of a dinar": ("1.236", "KWD", "1.24"),
    "whole cents": ("403.25", "USD", "403.25"),
}


@pytest.mark.parametrize(("exact", "currency", "payable"), ROUNDED.values(), ids=ROUNDED)
def test_an_amount_is_rounded_to_what_can_be_paid(exact: str, currency: str, payable: str) -> None:
    assert round_payable(Money.parse(exact, currency)) == Money.parse(payable, currency)


def test_the_sum_is_rounded_and_not_its_lines() -> None:
    lines = [Money(333_333, "USD")] * 3
    assert [str(line) for line in round_lines(lines)] == ["0.33", "0.34", "0.33"]
    assert round_lines([]) == []


def test_lines_of_two_currencies_are_no_sum() -> None:
    with pytest.raises(ValueError, match="cannot add"):
        round_lines([Money(1, "USD"), Money(1, "INR")])


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1), st.sampled_from(["USD", "JPY", "KWD"]))
def test_lines_add_up_to_the_rounded_sum_and_none_is_off_by_a_unit(micros: list[int], currency: str) -> None:
    rounded = round_lines([Money(one, currency) for one in micros])
    unit = 1_000_000 if currency == "JPY" else 10_000
    assert sum(line.micros for line in rounded) == round_payable(Money(sum(micros), currency)).micros
    assert all(abs(line.micros - exact) <= unit for line, exact in zip(rounded, micros, strict=True))
    assert round_lines(rounded) == rounded, "a second rounding changes nothing"
